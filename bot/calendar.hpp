#pragma once

#include "bot/windows.hpp"

#include <map>
#include <set>

/// Working days, vacations and quiet hours from the customer's calendar file (domain/calendar.md §3).
namespace tongbao::bot {

/// Who hears a message decides the hours in which it stays quiet.
enum class Audience { member, staff, group, urgent };
/// What is sent decides the hours in which it goes out.
enum class SendKind { circular, reminder };

/// [from, until) as time since midnight; from > until wraps midnight.
struct HourRange {
    std::chrono::minutes from{};
    std::chrono::minutes until{};
};
struct QuietHours {
    std::vector<HourRange> work;
    std::vector<HourRange> off;
};
struct Vacation {
    std::string name;
    Day from;
    Day to; ///< last day
};
/// A festival's days as the file lists them.
struct Festival {
    std::string name;
    std::set<Day> days;
};
/// Days of the years beside it that a year in the file may list (domain/calendar.md §3 rule 4).
constexpr std::chrono::days year_border{3};

struct CalendarYear {
    bool published = false;
    std::vector<Festival> off;
    std::set<Day> work;
};

/// A mistake or a doubt about the file, with the path of the value, as in `years.2026.work[3]`, or `line 7` where the
/// file is not JSON.
struct CalendarFinding {
    enum class Severity { error, warning } severity = Severity::error;
    std::string path;
    std::string what;
};

class Calendar {
public:
    /// Monday to Friday work, nothing is known of any year, the quiet hours are those of domain/calendar.md §3.
    Calendar();

    bool is_workday(Day day) const;
    /// A working day outside vacations: only these count for reminders.
    bool is_duty_day(Day day) const { return is_workday(day) && vacation(day) == nullptr; }
    const Vacation* vacation(Day day) const;
    bool wholly_in_vacation(const Window& window) const;
    /// Statutory days off of the window, weekends that the notice lists included (domain/rulings.md 18).
    int listed_off_days(const Window& window) const;
    /// Saturdays and Sundays that the year's notice makes working days.
    std::vector<Day> shifted_workdays(const Window& window) const;
    Day first_workday_from(Day day) const;

    /// True while the arrangement of the year that holds `day` is missing or provisional.
    bool arrangement_pending(Day day) const;
    /// True from 1 November while the next year's arrangement is not published (calendar.md §3 rule 3).
    bool next_year_alert(Day today) const;
    /// In a provisional year members are left alone from 3 days before to 3 days after a statutory day.
    bool rests_for_members(Day day) const;

    bool quiet(Audience audience, Instant at) const;
    /// The first instant from `at` on that is not quiet for the audience; empty when there is none within 400 days.
    std::optional<Instant> end_of_quiet(Audience audience, Instant at) const;
    /// The same calendar with these quiet hours of an audience on working days.
    Calendar with_quiet_hours(Audience audience, HourRange work) const;
    /// Neither quiet for the audience nor outside the hours in which `kind` is sent.
    bool open(Audience audience, SendKind kind, Instant at) const;
    /// The first instant from `at` on that is open; empty when there is none within 400 days.
    std::optional<Instant> next_opening(Audience audience, SendKind kind, Instant at) const;

private:
    friend struct CalendarReader;
    const CalendarYear* year(Day day) const;
    const std::vector<HourRange>& quiet_ranges(Audience audience, Day day) const;

    std::map<int, CalendarYear> years_;
    std::set<Day> work_, off_;               ///< of all years, keyed by date
    std::set<Day> school_work_, school_off_; ///< the school's own exceptions
    std::vector<Vacation> vacations_;
    std::map<Audience, QuietHours> quiet_;
    std::map<SendKind, std::vector<HourRange>> send_;
};

struct CalendarFile {
    std::optional<Calendar> calendar; ///< empty when there is an error
    std::vector<CalendarFinding> findings;
};

/// Reads and checks the text of a calendar file; reports every mistake at once (calendar.md §3 rule 4).
CalendarFile parse_calendar(std::string_view text);

/// "节假日安排待更新", or empty: what answers and circulars of `day`'s year add.
std::string arrangement_note(const Calendar& calendar, Day day);

} // namespace tongbao::bot
