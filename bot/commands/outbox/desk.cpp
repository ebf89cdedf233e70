#include "bot/commands/outbox/handlers.hpp"
#include "bot/commands/outbox/outbox_words.hpp"
#include "bot/commands/typed_number.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tongbao::bot {
namespace {

using store::MessageState;

/// One thing a person may do about a message.
struct DeskAction {
    std::vector<MessageState> states; ///< that it is for
    std::string_view preview;
    std::string_view done;
    std::string_view refusal; ///< in another state
    store::DeskResult (*act)(store::Connection&, MessageId, std::string_view who, Instant now);
};

const DeskAction retrying{{MessageState::dead, MessageState::expired},
                          "将重新排队，从没有发出的部分开始再发",
                          "已重新排队。",
                          "只有发送失败或已过期的消息可以重试。",
                          store::retry};
const DeskAction cancelling{
    {MessageState::queued}, "将取消，不再发送", "已取消。", "只有排队中的消息可以取消。", store::cancel};
const DeskAction releasing{{MessageState::uncertain_held},
                           "将再发一次；如果上次其实送到了，对方会看到两遍",
                           "已放行，将再发一次。",
                           "只有是否送达不明的消息可以放行。",
                           store::release};
const DeskAction dropping{{MessageState::uncertain_held},
                          "将不再发送，按已经送到的部分为准",
                          "已丢弃，不再发送。",
                          "只有是否送达不明的消息可以丢弃。",
                          store::drop};

std::optional<MessageId> number_of(const Arguments& arguments)
{
    const auto number = typed_number(arguments.text("编号"));
    return number ? std::optional(MessageId{*number}) : std::nullopt;
}

Reply refused(std::string_view why)
{
    return {ReplyCode::conflict, std::string(why)};
}

boost::asio::awaitable<Reply> preview(const CommandContext& context, const Arguments& arguments,
                                      const DeskAction& action)
{
    const auto id = number_of(arguments);
    const auto message = co_await context.store.read(
        [&](store::Connection& db) { return id ? store::find_message(db, *id) : std::nullopt; });
    if (!message)
        co_return replies::out_of_scope();
    if (std::find(action.states.begin(), action.states.end(), message->state) == action.states.end())
        co_return refused(action.refusal);
    co_return Reply{ReplyCode::done, fmt::format("消息{}（{}→{}，{}）{}。", message->id.value, kind_word(message->kind),
                                                 message->target, state_word(message->state), action.preview)};
}

boost::asio::awaitable<Reply> act(const CommandContext& context, const Arguments& arguments, const DeskAction& action)
{
    const auto id = number_of(arguments);
    const auto who = fmt::format("member {}", context.caller.member.value);
    const auto result = co_await context.store.write([&](store::Connection& db) {
        return id ? action.act(db, *id, who, context.now) : store::DeskResult::no_such_message;
    });
    switch (result) {
    case store::DeskResult::done:
        co_return Reply{ReplyCode::done, std::string(action.done)};
    case store::DeskResult::no_such_message:
        co_return replies::out_of_scope();
    case store::DeskResult::wrong_state:
        co_return refused(action.refusal);
    case store::DeskResult::text_erased:
        co_return refused("这条消息的内容已按保留期限删除，无法再发。");
    case store::DeskResult::address_erased:
        break;
    }
    co_return refused("回答的地址已经失效，请对方重新提问。");
}

} // namespace

/// 发件箱 重试 编号
boost::asio::awaitable<Reply> preview_retry(const CommandContext& context, const Arguments& arguments)
{
    return preview(context, arguments, retrying);
}
boost::asio::awaitable<Reply> retry_message(const CommandContext& context, const Arguments& arguments)
{
    return act(context, arguments, retrying);
}

/// 发件箱 取消 编号
boost::asio::awaitable<Reply> preview_cancel(const CommandContext& context, const Arguments& arguments)
{
    return preview(context, arguments, cancelling);
}
boost::asio::awaitable<Reply> cancel_message(const CommandContext& context, const Arguments& arguments)
{
    return act(context, arguments, cancelling);
}

/// 发件箱 放行 编号
boost::asio::awaitable<Reply> preview_release(const CommandContext& context, const Arguments& arguments)
{
    return preview(context, arguments, releasing);
}
boost::asio::awaitable<Reply> release_message(const CommandContext& context, const Arguments& arguments)
{
    return act(context, arguments, releasing);
}

/// 发件箱 丢弃 编号
boost::asio::awaitable<Reply> preview_drop(const CommandContext& context, const Arguments& arguments)
{
    return preview(context, arguments, dropping);
}
boost::asio::awaitable<Reply> drop_message(const CommandContext& context, const Arguments& arguments)
{
    return act(context, arguments, dropping);
}

} // namespace tongbao::bot
