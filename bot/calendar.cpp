#include "bot/calendar.hpp"

#include <algorithm>

namespace tongbao::bot {
namespace {

using namespace std::chrono;

constexpr days statutory_rest{3}; // domain/rulings.md 35
constexpr days search_limit{400};

bool weekend(Day day)
{
    const weekday name{day};
    return name == Saturday || name == Sunday;
}

bool within(const std::vector<HourRange>& ranges, minutes time)
{
    return std::ranges::any_of(ranges, [&](const HourRange& range) {
        return range.from <= range.until ? time >= range.from && time < range.until
                                         : time >= range.from || time < range.until;
    });
}

int year_number(Day day)
{
    return static_cast<int>(year_month_day{day}.year());
}

} // namespace

Calendar::Calendar()
    : quiet_{{Audience::member, {{{20h, 8h + 30min}, {12h, 13h + 30min}}, {{0h, 24h}}}},
             {Audience::staff, {{{21h, 8h}}, {{0h, 24h}}}},
             {Audience::group, {{{19h, 8h + 30min}}, {{0h, 24h}}}},
             {Audience::urgent, {{{22h + 30min, 7h}}, {{22h + 30min, 7h}}}}},
      send_{{SendKind::circular, {{9h, 17h}}}, {SendKind::reminder, {{10h, 11h + 30min}, {15h, 17h}}}}
{
}

bool Calendar::is_workday(Day day) const
{
    if (school_off_.contains(day))
        return false;
    if (school_work_.contains(day) || work_.contains(day))
        return true;
    return !off_.contains(day) && !weekend(day);
}

const Vacation* Calendar::vacation(Day day) const
{
    const auto found =
        std::ranges::find_if(vacations_, [&](const Vacation& v) { return day >= v.from && day <= v.to; });
    return found == vacations_.end() ? nullptr : &*found;
}

bool Calendar::wholly_in_vacation(const Window& window) const
{
    for (auto day = window.from; day < window.until; day += days{1})
        if (!vacation(day))
            return false;
    return true;
}

int Calendar::listed_off_days(const Window& window) const
{
    return static_cast<int>(std::distance(off_.lower_bound(window.from), off_.lower_bound(window.until)));
}

std::vector<Day> Calendar::shifted_workdays(const Window& window) const
{
    std::vector<Day> found;
    std::copy_if(work_.lower_bound(window.from), work_.lower_bound(window.until), std::back_inserter(found), weekend);
    return found;
}

Day Calendar::first_workday_from(Day day) const
{
    while (!is_workday(day))
        day += days{1};
    return day;
}

const CalendarYear* Calendar::year(Day day) const
{
    const auto found = years_.find(year_number(day));
    return found == years_.end() ? nullptr : &found->second;
}

bool Calendar::arrangement_pending(Day day) const
{
    const auto* found = year(day);
    return !found || !found->published;
}

bool Calendar::next_year_alert(Day today) const
{
    const auto date = year_month_day{today};
    return date.month() >= November && arrangement_pending(Day{local_days{(date.year() + years{1}) / January / 1}});
}

bool Calendar::rests_for_members(Day day) const
{
    const auto first = off_.lower_bound(day - statutory_rest);
    const auto last = off_.upper_bound(day + statutory_rest);
    return std::any_of(first, last, [&](Day off) { return arrangement_pending(off); });
}

const std::vector<HourRange>& Calendar::quiet_ranges(Audience audience, Day day) const
{
    const auto& hours = quiet_.at(audience);
    return is_workday(day) ? hours.work : hours.off;
}

bool Calendar::quiet(Audience audience, Instant at) const
{
    return within(quiet_ranges(audience, local_day(at)), local_time_of_day(at));
}

std::optional<Instant> Calendar::end_of_quiet(Audience audience, Instant at) const
{
    if (!quiet(audience, at))
        return at;
    const auto first = local_day(at);
    for (auto day = first; day < first + search_limit; day += days{1}) {
        std::set<minutes> ends{minutes{0}}; // a day of another class may begin without any
        for (const auto& range : quiet_ranges(audience, day))
            ends.insert(range.until);
        for (const auto end : ends)
            if (const auto candidate = at_local(day, end); candidate > at && !quiet(audience, candidate))
                return candidate;
    }
    return std::nullopt;
}

Calendar Calendar::with_quiet_hours(Audience audience, HourRange work) const
{
    auto changed = *this;
    changed.quiet_.at(audience).work = {work};
    return changed;
}

bool Calendar::open(Audience audience, SendKind kind, Instant at) const
{
    return !quiet(audience, at) && within(send_.at(kind), local_time_of_day(at));
}

std::optional<Instant> Calendar::next_opening(Audience audience, SendKind kind, Instant at) const
{
    if (open(audience, kind, at))
        return at;
    const auto first = local_day(at);
    for (auto day = first; day < first + search_limit; day += days{1}) {
        // An opening begins where a quiet range ends or a send window begins.
        std::set<minutes> starts;
        for (const auto& range : quiet_ranges(audience, day))
            starts.insert(range.until);
        for (const auto& range : send_.at(kind))
            starts.insert(range.from);
        for (const auto start : starts)
            if (const auto candidate = at_local(day, start); candidate > at && open(audience, kind, candidate))
                return candidate;
    }
    return std::nullopt;
}

std::string arrangement_note(const Calendar& calendar, Day day)
{
    return calendar.arrangement_pending(day) ? "节假日安排待更新" : "";
}

} // namespace tongbao::bot
