#include "adapters/crypto.hpp"
#include "bot/commands/requests/handlers.hpp"
#include "bot/commands/requests/request_notes.hpp"
#include "bot/commands/telling.hpp"
#include "bot/commands/text.hpp"
#include "bot/erased_numbers.hpp"
#include "bot/windows.hpp"
#include "store/cards.hpp"
#include "store/erasure.hpp"
#include "store/members.hpp"
#include "store/requests.hpp"
#include "store/roster.hpp"
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

struct Added {
    store::RequestId id;
    int told = 0; ///< of those who decide
};

/// None when as many are open as may be.
std::optional<Added> add(store::Connection& db, const CommandContext& context, store::Request request)
{
    const auto member = context.caller.member;
    if (open_of(db, member) >= (member ? most_open : most_open_of_strangers))
        return std::nullopt;
    request.member = member;
    request.made_at = context.now;
    request.due = context.today + answer_within;
    request.id = store::add_request(db, request);
    return Added{request.id, announce(db, context, request)};
}

/// The basis was consent (domain/commands.md §7): the membership ends today and nothing points to the person any more.
void withdraw_consent(store::Connection& db, const CommandContext& context)
{
    const auto member = context.caller.member;
    if (auto membership = store::membership_on(db, member, context.today)) {
        membership->end = std::max(context.today, membership->start);
        store::save_membership(db, *membership, context.rules.figures.rollup);
    }
    erase(db, member, context.now);
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
    const auto made = co_await context.store.write([&](store::Connection& db) {
        store::Request request;
        request.kind = store::RequestKind::correction;
        request.unit = unit_of(db, context);
        request.text = typed;
        return add(db, context, std::move(request));
    });
    if (!made)
        co_return too_many();
    co_return Reply{ReplyCode::done,
                    fmt::format("已登记更正申请{}{}，由本单位学习管理员在{}前答复。发“我的数据”可以看进展。",
                                made->id.value, told_text(made->told, "学习管理员"),
                                chinese_day(context.today + answer_within))};
}

/// 我的数据 注销
boost::asio::awaitable<Reply> preview_erasure(const CommandContext& context, const Arguments&)
{
    if (context.rules.consent_basis)
        co_return Reply{ReplyCode::done,
                        "将立即注销您在本服务里的个人信息，无法恢复：姓名、工号、手机尾号、聊天账号的对应、"
                        "打卡、已发给您的私信内容都会抹去，您自今天起不再在册。\n"
                        "每日记录只留作单位合计，不再对应到人；已发的通报只有合计数，没有姓名，不改动。"};
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
    if (context.rules.consent_basis) {
        co_await context.store.write([&](store::Connection& db) { withdraw_consent(db, context); });
        co_return Reply{ReplyCode::done, "已注销：姓名、工号、聊天账号和打卡都已抹去，每日记录只留作单位合计。"};
    }
    const auto made = co_await context.store.write([&](store::Connection& db) {
        store::Request request;
        request.kind = store::RequestKind::erasure;
        const auto added = add(db, context, std::move(request));
        if (added) {
            store::erase_accounts(db, context.caller.member, adapters::sha256_hex);
            store::forget_cards_of(db, context.caller.member);
        }
        return added;
    });
    if (!made)
        co_return too_many();
    co_return Reply{ReplyCode::done, fmt::format("已删除聊天账号的对应和您的打卡。注销申请{}已转秘书处，{}前答复。",
                                                 made->id.value, chinese_day(context.today + answer_within))};
}

/// 反馈 内容
boost::asio::awaitable<Reply> give_feedback(const CommandContext& context, const Arguments& arguments)
{
    const std::string typed(arguments.text("内容"));
    if (code_points(typed).size() > longest_text)
        co_return too_long();
    const auto made = co_await context.store.write([&](store::Connection& db) {
        store::Request request;
        request.kind = store::RequestKind::feedback;
        request.text = typed;
        return add(db, context, std::move(request));
    });
    if (!made)
        co_return too_many();
    co_return Reply{ReplyCode::done, fmt::format("谢谢，您的反馈（编号{}）已转秘书处。{}", made->id.value,
                                                 context.caller.member ? "发“我的数据”可以看答复。" : "")};
}

} // namespace tongbao::bot
