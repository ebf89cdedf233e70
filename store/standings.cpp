#include "store/standings.hpp"

#include <algorithm>

namespace tongbao::store {
namespace {

bool in_population(PartyStatus status, const StandingRules& rules)
{
    return !rules.party_only || status == PartyStatus::full || status == PartyStatus::probationary;
}

bool exempt_on(Day day, std::span<const Exempted> exempted)
{
    return std::any_of(exempted.begin(), exempted.end(),
                       [&](const Exempted& e) { return e.start <= day && day < e.end; });
}

std::optional<Day> earliest_registration(std::span<const Stay> stays)
{
    std::optional<Day> earliest;
    for (const auto& stay : stays)
        if (stay.registered_on && (!earliest || *stay.registered_on < *earliest))
            earliest = stay.registered_on;
    return earliest;
}

/// The days strictly between `from` and `until` on which something may change, and `until` itself.
void cut(std::span<const Exempted> exempted, std::optional<Day> registered_on, Day grace_end, Day from, Day until,
         std::vector<Day>& ends)
{
    ends.clear();
    const auto add = [&](Day day) {
        if (from < day && day < until)
            ends.push_back(day);
    };
    add(grace_end);
    if (registered_on)
        add(*registered_on);
    for (const auto& e : exempted) {
        add(e.start);
        add(e.end);
    }
    std::sort(ends.begin(), ends.end());
    ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
    ends.push_back(until);
}

Stay read_stay(const Statement& row)
{
    Stay stay;
    stay.start = row.day(1);
    stay.end = row.null(2) ? forever : row.day(2);
    stay.unit = row.id<UnitId>(3);
    stay.branch = row.id<UnitId>(4);
    stay.party_status = static_cast<PartyStatus>(row.integer(5));
    stay.cadre = row.integer(6) != 0;
    stay.registered_on = row.optional_day(7);
    return stay;
}

const Standing* standing_on(Day day, std::span<const Standing> standings)
{
    const auto found = std::find_if(standings.begin(), standings.end(),
                                    [&](const Standing& s) { return s.from <= day && day < s.until; });
    return found == standings.end() ? nullptr : &*found;
}

bool count_alike(const Standing* a, const Standing* b)
{
    if (!a || !b)
        return a == b;
    return a->unit == b->unit && a->branch == b->branch && a->due == b->due && a->registered == b->registered;
}

} // namespace

StandingRules standing_rules(Connection& db, const RollupRules& rules)
{
    const bool by_roster = rules.population == Population::by_roster;
    const bool stated = by_roster && db.prepare("SELECT 1 FROM membership WHERE party_status <> 0 LIMIT 1").step();
    return {rules.grace_days, stated || rules.population == Population::party};
}

void standings(std::span<const Stay> stays, std::span<const Exempted> exempted, const StandingRules& rules, Day from,
               Day until, std::vector<Standing>& found)
{
    found.clear();
    thread_local std::vector<Day> ends; // one allocation instead of one per membership
    const auto registered_on = earliest_registration(stays);
    const Day grace_end = stays.empty() ? always : stays.front().start + std::chrono::days{rules.grace_days};
    for (const auto& stay : stays) {
        const Day first = std::max(stay.start, from);
        const Day last = std::min(stay.end, until);
        if (first >= last || !in_population(stay.party_status, rules))
            continue;
        cut(exempted, registered_on, grace_end, first, last, ends);
        Day begin = first;
        for (const Day end : ends) {
            const bool due = begin >= grace_end && !exempt_on(begin, exempted);
            const bool registered = registered_on && *registered_on <= begin;
            found.push_back({begin, end, stay.unit, stay.branch, due, registered, stay.cadre});
            begin = end;
        }
    }
}

std::vector<Standing> standings_of(Connection& db, MemberId member, const StandingRules& rules)
{
    auto query = db.prepare("SELECT member, start_day, end_day, unit, branch, party_status, cadre <> '', registered_on "
                            "FROM membership WHERE member = $1 AND (end_day IS NULL OR end_day > start_day) "
                            "ORDER BY start_day");
    query.bind(member);
    std::vector<Stay> stays;
    while (query.step())
        stays.push_back(read_stay(query));
    std::vector<Exempted> exempted;
    for (const auto& exemption : exemptions_of(db, member))
        exempted.push_back({exemption.start, exemption.end.value_or(forever)});
    std::vector<Standing> found;
    standings(stays, exempted, rules, always, forever, found);
    return found;
}

void add_differences(std::span<const Standing> before, std::span<const Standing> after, std::vector<Touched>& touched)
{
    std::vector<Day> days;
    for (const auto& side : {before, after})
        for (const auto& standing : side) {
            days.push_back(standing.from);
            days.push_back(standing.until);
        }
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    for (std::size_t i = 0; i + 1 < days.size(); ++i) {
        const auto* was = standing_on(days[i], before);
        const auto* is = standing_on(days[i], after);
        if (count_alike(was, is))
            continue;
        for (const auto* side : {was, is})
            if (side)
                touched.push_back({side->unit, days[i], days[i + 1]});
    }
}

StandingCursor::StandingCursor(Connection& db, const RollupRules& rules, Day from, Day until)
    : rules_(standing_rules(db, rules)),
      from_(from),
      until_(until),
      memberships_(
          db.prepare("SELECT member, start_day, end_day, unit, branch, party_status, cadre <> '', registered_on "
                     "FROM membership WHERE end_day IS NULL OR end_day > start_day ORDER BY member, start_day")),
      exemptions_(db.prepare("SELECT member, start_day, end_day FROM exemption ORDER BY member, start_day")),
      more_memberships_(memberships_.step()),
      more_exemptions_(exemptions_.step())
{
}

bool StandingCursor::next()
{
    while (more_memberships_) {
        member_ = memberships_.id<MemberId>(0);
        stays_.clear();
        do
            stays_.push_back(read_stay(memberships_));
        while ((more_memberships_ = memberships_.step()) && memberships_.id<MemberId>(0) == member_);
        read_exemptions();
        standings(stays_, exempted_, rules_, from_, until_, current_);
        if (!current_.empty())
            return true;
    }
    return false;
}

void StandingCursor::read_exemptions()
{
    exempted_.clear();
    for (; more_exemptions_ && exemptions_.id<MemberId>(0) <= member_; more_exemptions_ = exemptions_.step())
        if (exemptions_.id<MemberId>(0) == member_)
            exempted_.push_back({exemptions_.day(1), exemptions_.null(2) ? forever : exemptions_.day(2)});
}

} // namespace tongbao::store
