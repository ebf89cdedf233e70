#include "bot/windows.hpp"

#include <charconv>
#include <fmt/format.h>

namespace tongbao::bot {
namespace {

using namespace std::chrono;

constexpr hours shanghai_offset{8};

year_month_day date_of(Day day)
{
    return year_month_day{day};
}
unsigned month_number(Day day)
{
    return static_cast<unsigned>(date_of(day).month());
}
unsigned day_number(Day day)
{
    return static_cast<unsigned>(date_of(day).day());
}

Day monday_of(Day day)
{
    return day - (weekday{day} - Monday);
}

/// All of `text` as a number of exactly `digits` digits.
std::optional<int> number(std::string_view text, std::size_t digits)
{
    int value = 0;
    const auto* end = text.data() + text.size();
    if (text.size() != digits || text.front() == '-')
        return std::nullopt;
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end)
        return std::nullopt;
    return value;
}

std::optional<Window> parse_week(int iso_year, std::string_view digits)
{
    const auto week = number(digits, 2);
    if (!week || *week < 1)
        return std::nullopt;
    // 4 January is always in week 1.
    const auto first = monday_of(Day{local_days{year{iso_year} / January / 4}});
    const auto found = week_of(first + weeks{*week - 1});
    if (iso_week(found.from) != IsoWeek{iso_year, *week})
        return std::nullopt;
    return found;
}

} // namespace

int year_of(Day day)
{
    return static_cast<int>(date_of(day).year());
}

Day local_day(Instant now)
{
    return Day{floor<days>(now + shanghai_offset).time_since_epoch()};
}

minutes local_time_of_day(Instant now)
{
    const auto local = now + shanghai_offset;
    return floor<minutes>(local - floor<days>(local));
}

Instant at_local(Day day, minutes time_of_day)
{
    return Instant{seconds{day.time_since_epoch()} + time_of_day - shanghai_offset};
}

IsoWeek iso_week(Day day)
{
    const auto thursday = monday_of(day) + days{3};
    const auto first = Day{local_days{year{year_of(thursday)} / January / 1}};
    return {year_of(thursday), static_cast<int>((thursday - first).count() / 7) + 1};
}

Window window_of(WindowKind kind, Day day)
{
    return kind == WindowKind::week ? week_of(day) : month_of(day);
}

Window week_of(Day day)
{
    const auto monday = monday_of(day);
    return {WindowKind::week, monday, monday + days{7}};
}

Window month_of(Day day)
{
    const auto date = date_of(day);
    const year_month month{date.year(), date.month()};
    return {WindowKind::month, Day{local_days{month / 1}}, Day{local_days{(month + months{1}) / 1}}};
}

Window previous(const Window& window)
{
    return window_of(window.kind, window.from - days{1});
}

Window next(const Window& window)
{
    return window_of(window.kind, window.until);
}

std::vector<Window> weeks_of_month(const Window& month)
{
    std::vector<Window> found;
    for (auto week = week_of(month.from); week.from < month.until; week = next(week)) {
        const auto thursday = week.from + days{3};
        if (thursday >= month.from && thursday < month.until)
            found.push_back(week);
    }
    return found;
}

std::string window_name(const Window& window)
{
    if (window.kind == WindowKind::month)
        return fmt::format("{:04}-{:02}", year_of(window.from), month_number(window.from));
    const auto [year, week] = iso_week(window.from);
    return fmt::format("{:04}-W{:02}", year, week);
}

std::optional<Window> parse_window(std::string_view name)
{
    const auto dash = name.find('-');
    if (dash == std::string_view::npos)
        return std::nullopt;
    const auto year_number = number(name.substr(0, dash), 4);
    const auto rest = name.substr(dash + 1);
    if (!year_number || rest.empty())
        return std::nullopt;
    if (rest.front() == 'W')
        return parse_week(*year_number, rest.substr(1));
    const auto month = number(rest, 2);
    if (!month || *month < 1 || *month > 12)
        return std::nullopt;
    return month_of(Day{local_days{year{*year_number} / *month / 1}});
}

std::string iso_date(Day day)
{
    return fmt::format("{:04}-{:02}-{:02}", year_of(day), month_number(day), day_number(day));
}

std::optional<Day> parse_iso_date(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    const auto y = number(text.substr(0, 4), 4);
    const auto m = number(text.substr(5, 2), 2);
    const auto d = number(text.substr(8, 2), 2);
    if (!y || !m || !d)
        return std::nullopt;
    const year_month_day date{year{*y}, std::chrono::month(static_cast<unsigned>(*m)),
                              std::chrono::day(static_cast<unsigned>(*d))};
    if (!date.ok())
        return std::nullopt;
    return Day{local_days{date}};
}

std::string chinese_day(Day day)
{
    return fmt::format("{}月{}日", month_number(day), day_number(day));
}

std::string chinese_date(Day day)
{
    return fmt::format("{}年{}", year_of(day), chinese_day(day));
}

std::string chinese_weekday(Day day)
{
    constexpr const char* names[] = {"周日", "周一", "周二", "周三", "周四", "周五", "周六"};
    return names[weekday{day}.c_encoding()];
}

std::string chinese_span(const Window& window)
{
    return chinese_day(window.from) + "至" + chinese_day(window.until - days{1});
}

std::string chinese_period(const Window& window)
{
    if (window.kind == WindowKind::month)
        return fmt::format("{}年{}月", year_of(window.from), month_number(window.from));
    const auto last = window.until - days{1};
    const auto [year, week] = iso_week(window.from);
    return fmt::format("{}年第{}周（{}.{}–{}.{}）", year, week, month_number(window.from), day_number(window.from),
                       month_number(last), day_number(last));
}

} // namespace tongbao::bot
