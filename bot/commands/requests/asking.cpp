#include "adapters/crypto.hpp"
#include "bot/commands/requests/handlers.hpp"
#include "bot/commands/text.hpp"
#include "bot/windows.hpp"
#include "store/cards.hpp"
#include "store/erasure.hpp"
#include "store/members.hpp"
#include "store/requests.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tongbao::bot {
namespace {

constexpr std::chrono::days answer_within{15}; // domain/commands.md §7
constexpr std::size_t longest_text = 500;      // characters
constexpr std::size_t most_open = 5;           // of one person
constexpr std::size_t most_open_of_strangers = 100;

Reply too_long()
{
    return {ReplyCode::argument, fmt::format("请控制在{}字以内。", longest_text)};
}

Reply too_many()
{
    return {ReplyCode::rate, "还有申请没有答复，请等答复后再提。"};
}

std::size_t open_of(store::Connection& db, MemberId member)
{
    const auto all = store::open_requests(db);
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [&](const store::Request& each) { return each.member == member; }));
}

/// None when as many are open as may be.
std::optional<store::RequestId> add(store::Connection& db, const CommandContext& context, store::Request request)
{
    const auto member = context.caller.member;
    if (open_of(db, member) >= (member ? most_open : most_open_of_strangers))
        return std::nullopt;
    request.member = member;
    request.made_at = context.now;
    request.due = context.today + answer_within;
    return store::add_request(db, request);
}

/// The unit whose administrators answer for the caller's data.
UnitId unit_of(store::Connection& db, const CommandContext& context)
{
    const auto membership = store::membership_on(db, context.caller.member, context.today);
    return membership ? membership->unit : UnitId{};
}

} // namespace

/// 我的数据 更正 内容
boost::asio::awaitable<Reply> ask_for_correction(const CommandContext& context, const Arguments& arguments)
{
    const std::string typed(arguments.text("内容"));
    if (code_points(typed).size() > longest_text)
        co_return too_long();
    const auto id = co_await context.store.write([&](store::Connection& db) {
        store::Request request;
        request.kind = store::RequestKind::correction;
        request.unit = unit_of(db, context);
        request.text = typed;
        return add(db, context, std::move(request));
    });
    if (!id)
        co_return too_many();
    co_return Reply{ReplyCode::done,
                    fmt::format("已登记更正申请{}，由本单位学习管理员在{}前答复。发“我的数据”可以看进展。", id->value,
                                chinese_day(context.today + answer_within))};
}

/// 我的数据 注销
boost::asio::awaitable<Reply> preview_erasure(const CommandContext& context, const Arguments&)
{
    const std::string_view account =
        context.rules.user_id_is_member_id ? "（您的账号由单位统一对应，这项对应不由本服务保存）" : "";
    co_return Reply{
        ReplyCode::done,
        fmt::format("将注销您在本服务里的个人信息。\n"
                    "立即删除：聊天账号与名册的对应、未用的校验码、打卡、已发给您的私信内容。{}\n"
                    "继续保留：名册登记和每日学习积分，单位按规定统计要用；到期后删除，离岗满期后姓名和工号也会抹去。\n"
                    "已发的通报只有单位的合计数，没有姓名，不改动。\n"
                    "您的申请会转秘书处，由秘书处决定能否提前抹去姓名和工号，并在{}前答复。",
                    account, chinese_day(context.today + answer_within))};
}

boost::asio::awaitable<Reply> ask_for_erasure(const CommandContext& context, const Arguments&)
{
    const auto id = co_await context.store.write([&](store::Connection& db) {
        store::Request request;
        request.kind = store::RequestKind::erasure;
        const auto made = add(db, context, std::move(request));
        if (made) {
            store::erase_accounts(db, context.caller.member, adapters::sha256_hex);
            store::forget_cards_of(db, context.caller.member);
        }
        return made;
    });
    if (!id)
        co_return too_many();
    co_return Reply{ReplyCode::done, fmt::format("已删除聊天账号的对应和您的打卡。注销申请{}已转秘书处，{}前答复。",
                                                 id->value, chinese_day(context.today + answer_within))};
}

/// 反馈 内容
boost::asio::awaitable<Reply> give_feedback(const CommandContext& context, const Arguments& arguments)
{
    const std::string typed(arguments.text("内容"));
    if (code_points(typed).size() > longest_text)
        co_return too_long();
    const auto id = co_await context.store.write([&](store::Connection& db) {
        store::Request request;
        request.kind = store::RequestKind::feedback;
        request.text = typed;
        return add(db, context, std::move(request));
    });
    if (!id)
        co_return too_many();
    co_return Reply{ReplyCode::done, fmt::format("谢谢，您的反馈（编号{}）已转秘书处。{}", id->value,
                                                 context.caller.member ? "发“我的数据”可以看答复。" : "")};
}

} // namespace tongbao::bot
