#include "bot/commands/audit_entry.hpp"
#include "bot/commands/roster/handlers.hpp"
#include "bot/commands/roster/move.hpp"
#include "bot/commands/telling.hpp"
#include "store/moves.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

constexpr std::chrono::days request_lifetime{7};

/// The right to do it alone: over both ends (domain/commands.md §3: 秘书处, or one administrator of both units).
std::optional<Grant> right_over_both(const CommandContext& context, const Move& move)
{
    const auto from = grant_over(context.caller, "AS", move.person.membership.unit, context.units);
    const auto to = grant_over(context.caller, "AS", move.unit, context.units);
    return from && to ? to : std::nullopt;
}

std::string unit_name(const CommandContext& context, UnitId unit)
{
    const auto* found = context.units.find(unit);
    return found == nullptr ? "" : found->name;
}

bool has_administrator(store::Connection& db, const CommandContext& context, UnitId unit)
{
    return !store::holders_of(db, store::Role::study_administrator, unit, context.today).empty();
}

Reply nobody_to_ask(const CommandContext& context, UnitId unit)
{
    return {ReplyCode::conflict,
            fmt::format("{}目前没有学习管理员，请联系秘书处办理这次调动。", unit_name(context, unit))};
}

Reply ask(store::Connection& db, const CommandContext& context, const Move& move)
{
    const auto& [member, membership, grant] = move.person;
    const store::MoveRequest request{0,
                                     member.id,
                                     membership.start,
                                     move.unit,
                                     move.branch,
                                     move.day,
                                     context.caller.member,
                                     context.now,
                                     context.now + request_lifetime};
    const auto number = store::ask_for_move(db, request);
    auto entry = audit_entry(context, "名册 调动", person_text(member), grant);
    entry.subject = member.id;
    entry.before = place_text(context.units, membership.unit, membership.branch);
    entry.after =
        fmt::format("申请{}：{}，{}起", number, place_text(context.units, move.unit, move.branch), iso_date(move.day));
    store::record_audit(db, entry);
    PrivateNote note;
    note.key = fmt::format("move:{}:waits", number);
    note.text = fmt::format("{}请您同意一次调动：{}\n同意请发“名册 同意 {}”，不同意请发“名册 不同意 {}”，{}前有效。",
                            place_text(context.units, membership.unit, membership.unit), move_text(context, move),
                            number, number, chinese_day(context.today + request_lifetime));
    note.not_after = request.expires;
    const int told = tell(db, context, deciders(db, context, move.unit), note);
    return {ReplyCode::done, fmt::format("申请{0}已登记，7天内有效{1}。请{2}学习管理员私聊我发送“名册 同意 {0}”。",
                                         number, told_text(told, "学习管理员"), unit_name(context, move.unit))};
}

} // namespace

/// 名册 调动 工号 新支部 日期
boost::asio::awaitable<Reply> preview_move(const CommandContext& context, const Arguments& arguments)
{
    bool somebody_to_ask = false;
    const auto found = co_await context.store.read([&](store::Connection& db) {
        auto asked = asked_move(db, context, arguments);
        if (const auto* move = std::get_if<Move>(&asked))
            somebody_to_ask = has_administrator(db, context, move->unit);
        return asked;
    });
    if (const auto* refusal = std::get_if<Reply>(&found))
        co_return *refusal;
    const auto& move = std::get<Move>(found);
    auto text = move_text(context, move);
    if (right_over_both(context, move))
        co_return Reply{ReplyCode::done, std::move(text)};
    if (!somebody_to_ask)
        co_return nobody_to_ask(context, move.unit);
    text += fmt::format("\n需要{}学习管理员同意，确认后登记申请。", unit_name(context, move.unit));
    co_return Reply{ReplyCode::done, std::move(text)};
}

boost::asio::awaitable<Reply> move_member(const CommandContext& context, const Arguments& arguments)
{
    const auto done = co_await context.store.write([&](store::Connection& db) {
        const auto asked = asked_move(db, context, arguments);
        if (const auto* refusal = std::get_if<Reply>(&asked))
            return *refusal;
        const auto& move = std::get<Move>(asked);
        const auto used = right_over_both(context, move);
        if (!used)
            return ask(db, context, move);
        carry_out_move(db, context, move, "名册 调动", *used);
        return Reply{ReplyCode::done,
                     fmt::format("已登记：{}自{}起在{}。", person_text(move.person.member), chinese_date(move.day),
                                 place_text(context.units, move.unit, move.branch))};
    });
    co_return done;
}

} // namespace tongbao::bot
