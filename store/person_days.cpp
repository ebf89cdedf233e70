#include "store/person_days.hpp"
#include "store/day_facts.hpp"
#include "store/standings.hpp"

#include <algorithm>
#include <deque>

namespace tongbao::store {
namespace {

/// Which units are covered on one day, and what its members did.
struct CoveredDay {
    Day day;
    std::vector<UnitId> units; ///< sorted
    DayFacts facts;

    bool covers(UnitId unit) const { return std::binary_search(units.begin(), units.end(), unit); }
};

std::deque<CoveredDay> covered_days(Connection& db, std::span<const Covered> covered)
{
    std::deque<CoveredDay> days;
    for (const auto& [day, unit] : covered) {
        if (days.empty() || days.back().day != day)
            days.push_back({day, {}, DayFacts(db, day)});
        days.back().units.push_back(unit);
    }
    for (auto& day : days)
        std::sort(day.units.begin(), day.units.end());
    return days;
}

} // namespace

void for_each_person_day(Connection& db, std::span<const Covered> covered, const RollupRules& rules,
                         const std::function<void(const PersonDay&)>& visit)
{
    if (covered.empty())
        return;
    auto days = covered_days(db, covered);
    StandingCursor members(db, rules, days.front().day, days.back().day + std::chrono::days{1});
    while (members.next())
        for (const auto& standing : members.current())
            for (auto& day : days) {
                if (day.day < standing.from || day.day >= standing.until || !day.covers(standing.unit))
                    continue;
                const bool has_row = day.facts.find(members.member());
                visit({members.member(), standing.unit, standing.branch, day.day, standing.due, standing.registered,
                       standing.cadre, has_row && day.facts.active(), has_row ? day.facts.points() : 0});
            }
}

void for_each_person_day(Connection& db, const Window& window, const RollupRules& rules,
                         const std::function<void(const PersonDay&)>& visit)
{
    for_each_person_day(db, coverage(db, window), rules, visit);
}

} // namespace tongbao::store
