#include "bot/import/listed_units.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tongbao::bot {
namespace {

std::unordered_map<UnitId, int> rosters_on(Day day, const std::vector<store::RosterMember>& roster)
{
    std::unordered_map<UnitId, int> rosters;
    for (const auto& member : roster)
        if (covers(member, day))
            ++rosters[member.unit];
    return rosters;
}

void note_without_rows(const std::string& unit, ImportReport& report)
{
    auto& names = report.units_without_rows;
    if (std::find(names.begin(), names.end(), unit) == names.end())
        names.push_back(unit);
}

} // namespace

void ListedUnits::list(Day day, UnitId unit)
{
    if (!unit)
        return;
    if (days_.empty() || days_.back().day != day) {
        const auto known =
            std::find_if(days_.begin(), days_.end(), [&](const Listing& listing) { return listing.day == day; });
        if (known == days_.end())
            days_.push_back({day, {}});
        else
            std::swap(*known, days_.back());
    }
    ++days_.back().rows[unit];
}

std::vector<store::Covered> ListedUnits::cover(const MemberMatcher& matcher, int min_listed_percent,
                                               ImportReport& report)
{
    std::vector<store::Covered> covered;
    std::sort(days_.begin(), days_.end(),
              [](const Listing& left, const Listing& right) { return left.day < right.day; });
    const auto& units = matcher.units();
    for (const auto& [day, rows] : days_) {
        report.days.push_back(day);
        auto rosters = rosters_on(day, matcher.roster());
        for (const auto& unit : units.all()) {
            const bool exists = unit.active_from <= day && (!unit.active_to || day < *unit.active_to);
            if (!exists || units.second_level(unit.id) != unit.id)
                continue;
            const auto listed = rows.find(unit.id);
            if (listed == rows.end()) {
                note_without_rows(unit.name, report);
                continue;
            }
            covered.push_back({day, unit.id});
            const int roster = rosters[unit.id];
            if (listed->second * 100 < roster * min_listed_percent)
                report.add(Code::PART, Severity::warning, 0, {},
                           fmt::format("{} {} 在册 {} 人，文件只有 {} 行；其余将按 0 计", iso_date(day), unit.name,
                                       roster, listed->second));
        }
    }
    return covered;
}

} // namespace tongbao::bot
