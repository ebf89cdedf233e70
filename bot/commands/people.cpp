#include "bot/commands/people.hpp"

#include "bot/commands/person_words.hpp"
#include "bot/commands/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tongbao::bot {
namespace {

std::optional<store::Membership> relevant_membership(store::Connection& db, MemberId member, Day today)
{
    std::optional<store::Membership> last;
    for (auto& each : store::memberships_of(db, member)) {
        if (each.end == each.start)
            continue; // withdrawn
        last = std::move(each);
        if (!last->end || *last->end > today)
            break; // today's, or the next one
    }
    return last;
}

std::optional<Person> within_reach(store::Connection& db, const CommandContext& context, store::Member member,
                                   std::string_view roles)
{
    auto membership = relevant_membership(db, member.id, context.today);
    if (!membership)
        return std::nullopt;
    const auto grant = grant_over_persons(context.caller, roles, place_of(*membership), context.units);
    if (!grant)
        return std::nullopt;
    return Person{std::move(member), std::move(*membership), *grant};
}

} // namespace

UnitId place_of(const store::Membership& membership)
{
    return membership.branch ? membership.branch : membership.unit;
}

PersonMatch find_person(store::Connection& db, const CommandContext& context, std::string_view typed,
                        std::string_view roles)
{
    const auto wanted = nfkc(typed);
    if (auto member = store::find_member(db, wanted))
        if (auto person = within_reach(db, context, std::move(*member), roles))
            return {std::move(person)};
    std::vector<Person> found;
    for (auto& member : store::members_named(db, wanted))
        if (auto person = within_reach(db, context, std::move(member), roles))
            found.push_back(std::move(*person));
    if (found.size() == 1)
        return {std::move(found.front())};
    return {std::nullopt, std::move(found)};
}

Reply not_one_person(const CommandContext& context, const PersonMatch& match)
{
    if (match.namesakes.empty())
        return replies::out_of_scope();
    std::vector<std::string> texts;
    for (const auto& [member, membership, grant] : match.namesakes)
        texts.push_back(fmt::format("{}（{}，{}）", member.name, number_tail(member.code),
                                    place_text(context.units, membership.unit, membership.branch)));
    return replies::ambiguous_person(texts);
}

std::string person_text(const store::Member& member)
{
    return fmt::format("{}（{}）", member.name, member.code);
}

std::string place_text(const UnitTree& units, UnitId unit_id, UnitId branch_id)
{
    const auto* branch = units.find(branch_id);
    const auto* unit = units.find(unit_id);
    if (branch != nullptr)
        return branch->name;
    return unit == nullptr ? "" : unit->name + "（未归属支部）";
}

} // namespace tongbao::bot
