#pragma once

#include "store/vocabulary.hpp"

/// Local days, ISO weeks and calendar months, their names and their Chinese texts. Pure; Asia/Shanghai is UTC+8 all
/// year (no summer time since 1991).
namespace tongbao::bot {

Day local_day(Instant now);
/// Time since the local midnight.
std::chrono::minutes local_time_of_day(Instant now);
Instant at_local(Day day, std::chrono::minutes time_of_day);

/// ISO 8601 year and week: the year is that of the week's Thursday.
struct IsoWeek {
    int year = 0;
    int week = 0;
    friend bool operator==(const IsoWeek&, const IsoWeek&) = default;
};
IsoWeek iso_week(Day day);

/// The window that holds `day`.
Window window_of(WindowKind kind, Day day);
Window week_of(Day day);
Window month_of(Day day);
Window previous(const Window& window);
Window next(const Window& window);
/// The weeks whose Thursday lies in the month (domain/rulings.md 10).
std::vector<Window> weeks_of_month(const Window& month);

/// "2026-W38" or "2026-09".
std::string window_name(const Window& window);
/// Reads what window_name writes; empty for anything else, also for a week or month that does not exist.
std::optional<Window> parse_window(std::string_view name);

/// "2026-09-14".
std::string iso_date(Day day);
int year_of(Day day);
std::optional<Day> parse_iso_date(std::string_view text);

/// "9月14日", "2026年9月21日", "周日".
std::string chinese_day(Day day);
std::string chinese_date(Day day);
std::string chinese_weekday(Day day);
/// "9月14日至9月20日".
std::string chinese_span(const Window& window);
/// "2026年第38周（9.14–9.20）" or "2026年9月".
std::string chinese_period(const Window& window);

} // namespace tongbao::bot
