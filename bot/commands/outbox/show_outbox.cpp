#include "bot/commands/outbox/handlers.hpp"
#include "bot/commands/outbox/outbox_words.hpp"
#include "bot/commands/text.hpp"
#include "bot/forecast.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

using store::MessageState;

constexpr std::size_t most_listed = 10;

/// What is not over, and what somebody may still want to do something about.
constexpr MessageState attention[] = {MessageState::uncertain_held, MessageState::dead, MessageState::expired,
                                      MessageState::sending, MessageState::queued};

std::vector<MessageState> states_called(std::string_view word)
{
    if (word == "排队")
        return {MessageState::sending, MessageState::queued};
    if (word == "失败")
        return {MessageState::dead, MessageState::expired};
    if (word == "待定")
        return {MessageState::uncertain_held};
    return {std::begin(attention), std::end(attention)};
}

std::optional<Instant> expected(store::Connection& db, const store::MessageRow& message, const CommandContext& context)
{
    return context.rules.forecast ? context.rules.forecast(db, message) : std::nullopt;
}

std::string line_of(store::Connection& db, const store::MessageRow& message, const CommandContext& context)
{
    auto line = fmt::format("\n{} {}→{} ", message.id.value, kind_word(message.kind), message.target);
    if (const auto begin = expected(db, message, context))
        return line + queued_text(*begin, context.now);
    line += state_word(message.state);
    if (!message.reason.empty())
        line += "：" + message.reason;
    return line + fmt::format("（{}）", clock_text(message.changed_at));
}

std::string counts_of(const std::map<MessageState, int>& counts)
{
    std::vector<std::string> parts;
    for (const auto& [state, count] : counts)
        parts.push_back(fmt::format("{}{}条", state_word(state), count));
    return parts.empty() ? "发件箱是空的。" : "发件箱：" + joined(parts, "；", "；") + "。";
}

} // namespace

/// 发件箱 列表 [排队/失败/待定]
boost::asio::awaitable<Reply> show_outbox(const CommandContext& context, const Arguments& arguments)
{
    const auto states = states_called(arguments.text("排队/失败/待定"));
    std::string text;
    co_await context.store.read([&](store::Connection& db) {
        text = counts_of(store::count_by_state(db));
        std::size_t listed = 0;
        for (const auto state : states)
            for (const auto& message : store::list_messages(db, {state, "", static_cast<int>(most_listed)}))
                if (++listed <= most_listed)
                    text += line_of(db, message, context);
        if (listed == 0)
            text += "\n没有需要处理的消息。";
        else
            text += "\n处理请发“发件箱 重试/取消/放行/丢弃 编号”；来由请发“为什么 消息编号”。";
    });
    co_return Reply{ReplyCode::done, std::move(text)};
}

} // namespace tongbao::bot
