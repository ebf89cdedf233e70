#include "bot/commands/audit_entry.hpp"
#include "bot/commands/roster/handlers.hpp"
#include "bot/commands/roster/move.hpp"
#include "bot/commands/telling.hpp"
#include "bot/commands/typed_number.hpp"
#include "store/moves.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tongbao::bot {
namespace {

/// A waiting request that the caller decides, with the membership as it stands now.
struct Request {
    std::int64_t number = 0;
    MemberId asked_by;
    Move move; ///< its grant is the right to decide
};

Reply no_such_request()
{
    return {ReplyCode::scope, "没有这个待同意的调动申请，或不在您的管理范围内。发“名册 申请”查看。"};
}

std::optional<store::Membership> membership_beginning(store::Connection& db, const store::MoveRequest& request)
{
    const auto all = store::memberships_of(db, request.member);
    const auto found = std::ranges::find_if(all, [&](const auto& each) { return each.start == request.from_start; });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

std::variant<Request, Reply> decidable(store::Connection& db, const CommandContext& context, std::string_view typed)
{
    const auto number = typed_number(typed);
    const auto request = number ? store::waiting_move(db, *number, context.now) : std::nullopt;
    const auto grant =
        request ? grant_over(context.caller, "AS", request->unit, context.units) : std::optional<Grant>();
    if (!grant)
        return no_such_request();
    auto membership = membership_beginning(db, *request);
    if (!membership)
        return replies::conflict();
    Request found{*number,
                  request->asked_by,
                  {{*store::find_member(db, request->member), std::move(*membership), *grant},
                   request->unit,
                   request->branch,
                   request->day}};
    if (auto objection = move_objection(context, found.move))
        return replies::conflict(); // it was ended or moved since the request
    return found;
}

std::string line(store::Connection& db, const CommandContext& context, const store::MoveRequest& request, bool decides)
{
    const auto member = store::find_member(db, request.member);
    const auto* unit = context.units.find(request.unit);
    return fmt::format("{}：{}自{}起调至{}，{}", request.id, person_text(*member), chinese_day(request.day),
                       place_text(context.units, request.unit, request.branch),
                       decides ? fmt::format("等待您同意，请发“名册 同意 {}”", request.id)
                               : fmt::format("等待{}同意", unit == nullptr ? "" : unit->name));
}

/// The administrator who asked hears what became of it.
void tell_asker(store::Connection& db, const CommandContext& context, std::int64_t number, MemberId asked_by,
                const std::string& outcome)
{
    PrivateNote note;
    note.key = fmt::format("move:{}:decided", number);
    note.text = fmt::format("您的调动申请{}{}", number, outcome);
    note.not_after = context.now + std::chrono::days{15};
    tell(db, context, {asked_by}, note);
}

} // namespace

/// 名册 申请
boost::asio::awaitable<Reply> show_moves(const CommandContext& context, const Arguments&)
{
    std::string text;
    co_await context.store.read([&](store::Connection& db) {
        for (const auto& request : store::waiting_moves(db, context.now)) {
            const bool decides = grant_over(context.caller, "AS", request.unit, context.units).has_value();
            if (decides || request.asked_by == context.caller.member)
                text += "\n" + line(db, context, request, decides);
        }
    });
    co_return Reply{ReplyCode::done, text.empty() ? "没有待同意的调动申请。" : "待同意的调动申请：" + text};
}

/// 名册 同意 编号
boost::asio::awaitable<Reply> preview_agreeing(const CommandContext& context, const Arguments& arguments)
{
    const auto found = co_await context.store.read(
        [&](store::Connection& db) { return decidable(db, context, arguments.text("编号")); });
    if (const auto* refusal = std::get_if<Reply>(&found))
        co_return *refusal;
    co_return Reply{ReplyCode::done, move_text(context, std::get<Request>(found).move)};
}

boost::asio::awaitable<Reply> agree_to_move(const CommandContext& context, const Arguments& arguments)
{
    const auto done = co_await context.store.write([&](store::Connection& db) {
        const auto found = decidable(db, context, arguments.text("编号"));
        if (const auto* refusal = std::get_if<Reply>(&found))
            return *refusal;
        const auto& [number, asked_by, move] = std::get<Request>(found);
        if (!store::decide_move(db, number, true, context.caller.member, context.now))
            return replies::conflict();
        carry_out_move(db, context, move, "名册 同意", move.person.grant);
        tell_asker(db, context, number, asked_by,
                   fmt::format("已获同意：{}自{}起在{}。", person_text(move.person.member), chinese_date(move.day),
                               place_text(context.units, move.unit, move.branch)));
        return Reply{ReplyCode::done,
                     fmt::format("已登记：{}自{}起在{}。", person_text(move.person.member), chinese_date(move.day),
                                 place_text(context.units, move.unit, move.branch))};
    });
    co_return done;
}

/// 名册 不同意 编号
boost::asio::awaitable<Reply> refuse_move(const CommandContext& context, const Arguments& arguments)
{
    const auto done = co_await context.store.write([&](store::Connection& db) {
        const auto found = decidable(db, context, arguments.text("编号"));
        if (const auto* refusal = std::get_if<Reply>(&found))
            return *refusal;
        const auto& [number, asked_by, move] = std::get<Request>(found);
        if (!store::decide_move(db, number, false, context.caller.member, context.now))
            return replies::conflict();
        auto entry = audit_entry(context, "名册 不同意", person_text(move.person.member), move.person.grant);
        entry.subject = move.person.member.id;
        entry.after = fmt::format("申请{}未获同意", number);
        store::record_audit(db, entry);
        tell_asker(db, context, number, asked_by,
                   fmt::format("未获同意：{}仍在原支部。", person_text(move.person.member)));
        return Reply{ReplyCode::done, fmt::format("已记录：不同意申请{}，成员仍在原支部。", number)};
    });
    co_return done;
}

} // namespace tongbao::bot
