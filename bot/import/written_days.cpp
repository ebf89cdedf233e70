#include "bot/import/written_days.hpp"

namespace tongbao::bot {

using namespace std::chrono;

bool digit_at(std::string_view text, std::size_t at)
{
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
}
std::optional<Day> make_day(int y, int m, int d)
{
    const year_month_day date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
    if (!date.ok() || y < first_year || y > last_year)
        return std::nullopt;
    return local_days{date};
}

std::optional<Day> without_year(int m, int d, const DateContext& context)
{
    if (context.year)
        return make_day(*context.year, m, d);
    const auto this_year = static_cast<int>(year_month_day{context.today}.year());
    for (const int y : {this_year, this_year - 1, this_year - 2, this_year - 3, this_year - 4})
        if (const auto day = make_day(y, m, d); day && *day <= context.today)
            return day;
    return std::nullopt;
}
std::optional<ReadDay> compact(std::string_view text, std::size_t at)
{
    DayScanner scanner(text, at);
    const auto number = scanner.number(8, 8);
    const auto day = number ? make_day(*number / 10'000, *number / 100 % 100, *number % 100) : std::nullopt;
    return day ? std::optional(ReadDay{*day, scanner.at(), true, true}) : std::nullopt;
}

std::optional<ReadDay> with_year(std::string_view text, std::size_t at)
{
    DayScanner scanner(text, at);
    const auto y = scanner.number(4, 4);
    const bool words = y && scanner.take("年");
    const auto separator = y && !words ? scanner.take_separator() : std::string_view();
    if (!y || (!words && separator.empty()))
        return std::nullopt;
    const auto m = scanner.number(1, 2);
    if (!m || !(words ? scanner.take("月") : scanner.take(separator)))
        return std::nullopt;
    const auto d = scanner.number(1, 2);
    const auto day = d ? make_day(*y, *m, *d) : std::nullopt;
    if (!day)
        return std::nullopt;
    if (words && !scanner.take("日"))
        scanner.take("号");
    return ReadDay{*day, scanner.at(), true, true};
}

std::optional<ReadDay> month_and_day(std::string_view text, std::size_t at, const DateContext& context)
{
    DayScanner scanner(text, at);
    const auto m = scanner.number(1, 2);
    const bool words = m && scanner.take("月");
    if (!m || (!words && scanner.take_separator().empty()))
        return std::nullopt;
    const auto d = scanner.number(1, 2);
    const auto day = d ? without_year(*m, *d, context) : std::nullopt;
    if (!day)
        return std::nullopt;
    if (words && !scanner.take("日"))
        scanner.take("号");
    return ReadDay{*day, scanner.at(), false, words};
}
} // namespace tongbao::bot
