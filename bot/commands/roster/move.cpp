#include "bot/commands/roster/move.hpp"

#include "bot/commands/audit_entry.hpp"
#include "store/roster.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

/// Where one can belong: branches, and units that have none.
std::vector<const Unit*> destinations(const CommandContext& context, Day day)
{
    std::vector<const Unit*> found;
    for (const auto& unit : context.units.all())
        if ((is_branch(unit) || unit.kind == UnitKind::direct_branch) &&
            exists_between(unit, day, day + std::chrono::days{1}))
            found.push_back(&unit);
    return found;
}

} // namespace

std::variant<Move, Reply> asked_move(store::Connection& db, const CommandContext& context, const Arguments& arguments)
{
    auto match = find_person(db, context, arguments.text("工号"), "AS");
    if (!match.person)
        return not_one_person(context, match);
    const auto day = *arguments.day("日期");
    const auto branch = match_unit(arguments.text("新支部"), destinations(context, day), context.units.former());
    if (!branch.matches.empty())
        return replies::ambiguous(names_of(branch.matches));
    if (branch.unit == nullptr)
        return replies::out_of_scope(names_of(branch.similar));
    const auto* unit = context.units.second_level(branch.unit->id);
    Move move{std::move(*match.person), unit->id, branch.unit->id, day};
    if (auto objection = move_objection(context, move))
        return std::move(*objection);
    return move;
}

std::optional<Reply> move_objection(const CommandContext& context, const Move& move)
{
    const auto& membership = move.person.membership;
    const auto who = person_text(move.person.member);
    if (membership.unit == move.unit && membership.branch == move.branch)
        return Reply{ReplyCode::conflict,
                     fmt::format("{}已经在{}。", who, place_text(context.units, move.unit, move.branch))};
    if (move.day < membership.start)
        return Reply{ReplyCode::argument,
                     fmt::format("{}自{}起才登记在{}，调动日期不能更早。", who, chinese_date(membership.start),
                                 place_text(context.units, membership.unit, membership.branch))};
    if (membership.end && *membership.end <= move.day)
        return Reply{ReplyCode::conflict, fmt::format("{}已登记自{}起离岗。", who, chinese_date(*membership.end))};
    return std::nullopt;
}

std::string move_text(const CommandContext& context, const Move& move)
{
    const auto& membership = move.person.membership;
    return fmt::format("将把 {}自{}起由 {} 调至 {}。", person_text(move.person.member), chinese_day(move.day),
                       place_text(context.units, membership.unit, membership.branch),
                       place_text(context.units, move.unit, move.branch));
}

void carry_out_move(store::Connection& db, const CommandContext& context, const Move& move, std::string_view command,
                    const Grant& used)
{
    const auto& [member, membership, grant] = move.person;
    store::move_membership(db, membership, move.unit, move.branch, move.day, context.rules.figures.rollup);
    auto entry = audit_entry(context, command, person_text(member), used);
    entry.subject = member.id;
    entry.before = place_text(context.units, membership.unit, membership.branch);
    entry.after = fmt::format("{}，{}起", place_text(context.units, move.unit, move.branch), iso_date(move.day));
    store::record_audit(db, entry);
}

} // namespace tongbao::bot
