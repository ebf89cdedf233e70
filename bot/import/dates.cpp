#include "bot/import/dates.hpp"

#include "bot/import/values.hpp"
#include "bot/import/written_days.hpp"

#include <algorithm>
#include <array>

namespace tongbao::bot {
namespace {

using namespace std::chrono;

/// Serial numbers of 2000-01-01 and 2100-01-01 in the 1900 system; smaller numbers are points, not days.
constexpr int earliest_serial = 36'526;
constexpr int latest_serial = 73'051;
constexpr int days_between_systems = 1'462;
constexpr hours shanghai_offset{8};

std::optional<Day> serial_day(std::string_view text, bool dates_from_1904)
{
    DayScanner scanner(text);
    auto serial = scanner.number(5, 5);
    const auto rest = scanner.rest();
    const bool fraction = rest.starts_with('.') && rest.find_first_not_of("0123456789", 1) == std::string_view::npos;
    if (!serial || (!rest.empty() && !fraction))
        return std::nullopt;
    *serial += dates_from_1904 ? days_between_systems : 0;
    if (*serial < earliest_serial || *serial >= latest_serial)
        return std::nullopt;
    return local_days{year{1899} / December / 30} + days{*serial};
}

/// `09/14/2026` or `14/09/2026`, as the person said.
std::optional<ReadDay> year_last(std::string_view text, DateFormat format)
{
    DayScanner scanner(text);
    const auto first = scanner.number(1, 2);
    const auto separator = first ? scanner.take_separator() : std::string_view();
    const auto second = separator.empty() ? std::nullopt : scanner.number(1, 2);
    if (format == DateFormat::none || !second || !scanner.take(separator))
        return std::nullopt;
    const auto y = scanner.number(4, 4);
    const bool month_first = format == DateFormat::month_first;
    const auto day = y ? make_day(*y, month_first ? *first : *second, month_first ? *second : *first) : std::nullopt;
    return day ? std::optional(ReadDay{*day, scanner.at(), true, true}) : std::nullopt;
}

/// Minutes east of UTC behind a time: `Z`, `+08:00`, `+0800`.
std::optional<minutes> offset_of(std::string_view text)
{
    if (text == "Z" || text == "z")
        return minutes{0};
    if (text.empty() || (text.front() != '+' && text.front() != '-'))
        return std::nullopt;
    DayScanner scanner(text.substr(1));
    const auto number = scanner.number(2, 4);
    if (!number)
        return std::nullopt;
    const bool colon = scanner.take(":");
    const auto rest = colon ? scanner.number(2, 2).value_or(0) : 0;
    const bool short_form = text.size() <= 3 || colon;
    const minutes offset{short_form ? *number * 60 + rest : *number / 100 * 60 + *number % 100};
    return text.front() == '-' ? -offset : offset;
}

/// The day in Shanghai of `day` with the time in `rest`, which begins behind the day. Empty when it is no time.
std::optional<Day> with_time(Day day, std::string_view rest)
{
    if (rest.empty())
        return day;
    if (rest.front() != ' ' && rest.front() != 'T')
        return std::nullopt;
    DayScanner scanner(rest.substr(1));
    const auto hour = scanner.number(1, 2);
    if (!hour || !scanner.take(":"))
        return std::nullopt;
    const auto minute = scanner.number(2, 2);
    if (!minute || *hour > 24 || *minute > 59)
        return std::nullopt;
    if (scanner.take(":") && !scanner.number(2, 2))
        return std::nullopt;
    if (scanner.take("."))
        scanner.number(1, 9);
    if (scanner.rest().empty())
        return day;
    const auto offset = offset_of(scanner.rest());
    if (!offset)
        return std::nullopt;
    return floor<days>(day + hours{*hour} + minutes{*minute} - *offset + shanghai_offset);
}
} // namespace

std::optional<Day> read_date(std::string_view text, const DateContext& context)
{
    const auto normal = nfkc_trimmed(text);
    if (const auto serial = serial_day(normal, context.dates_from_1904))
        return serial;
    auto found = with_year(normal, 0);
    if (!found)
        found = compact(normal, 0);
    if (!found)
        found = year_last(normal, context.format);
    if (!found) {
        found = month_and_day(normal, 0, context);
        if (found && !found->in_words)
            return std::nullopt;
    }
    return found ? with_time(found->day, std::string_view(normal).substr(found->end)) : std::nullopt;
}

std::optional<Day> read_header_date(std::string_view text, const DateContext& context)
{
    if (const auto day = read_date(text, context))
        return day;
    const auto normal = nfkc_trimmed(text);
    const auto found = month_and_day(normal, 0, context);
    return found && found->end == normal.size() ? std::optional(found->day) : std::nullopt;
}

std::optional<int> read_weekday(std::string_view text)
{
    static constexpr std::array<std::string_view, 7> chinese = {"一", "二", "三", "四", "五", "六", "日"};
    static constexpr std::array<std::string_view, 7> english = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    const auto word = match_key(text);
    std::string_view rest = word;
    for (const std::string_view prefix : {"星期", "礼拜", "周"}) {
        if (!rest.starts_with(prefix))
            continue;
        rest.remove_prefix(prefix.size());
        if (rest == "天")
            return 6;
        const auto found = std::find(chinese.begin(), chinese.end(), rest);
        return found == chinese.end() ? std::nullopt : std::optional(static_cast<int>(found - chinese.begin()));
    }
    for (std::size_t i = 0; i < english.size(); ++i)
        if (word == english[i] || (word.starts_with(english[i]) && word.ends_with("day")))
            return static_cast<int>(i);
    return std::nullopt;
}
} // namespace tongbao::bot
