#include "bot/commands/period.hpp"

#include "bot/commands/text.hpp"

#include <algorithm>
#include <initializer_list>

namespace tongbao::bot {
namespace {

using std::chrono::days;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr std::size_t longest_word = 64; // bytes; no written form is longer
constexpr days longest_period{366};

/// Reads a word from left to right. A failed read leaves the position where it was.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_(text) {}
    bool done() const { return rest_.empty(); }

    bool any_of(std::initializer_list<std::string_view> tokens)
    {
        return std::any_of(tokens.begin(), tokens.end(), [&](std::string_view token) {
            if (!rest_.starts_with(token))
                return false;
            rest_.remove_prefix(token.size());
            return true;
        });
    }

    /// A number of `fewest` to `most` digits that no further digit follows.
    std::optional<int> number(std::size_t fewest, std::size_t most)
    {
        const auto count = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
        if (count < fewest || count > most)
            return std::nullopt;
        int value = 0;
        for (const char character : rest_.substr(0, count))
            value = value * 10 + (character - '0');
        rest_.remove_prefix(count);
        return value;
    }

private:
    std::string_view rest_;
};

std::optional<Day> day_of(int year_number, int month, int day)
{
    const year_month_day date{year{year_number}, std::chrono::month{static_cast<unsigned>(month)},
                              std::chrono::day{static_cast<unsigned>(day)}};
    return date.ok() ? std::optional(Day{date}) : std::nullopt;
}

int year_of(Day day)
{
    return int{year_month_day{day}.year()};
}

/// The week that holds 4 January is the first of its ISO year.
std::optional<Period> week(int iso_year, int number)
{
    if (number < 1 || number > 53)
        return std::nullopt;
    const auto found = week_of(*day_of(iso_year, 1, 4) + days{7 * (number - 1)});
    return iso_week(found.from) == IsoWeek{iso_year, number} ? std::optional(period_of(found)) : std::nullopt;
}

/// The latest year for which `period_in(year)` has begun by `today`.
template <class PeriodIn>
std::optional<Period> latest(Day today, PeriodIn period_in)
{
    constexpr int to_the_last_leap_year = 8;
    for (int number = year_of(today) + 1; number >= year_of(today) - to_the_last_leap_year; --number)
        if (const auto period = period_in(number); period && period->from <= today)
            return period;
    return std::nullopt;
}

std::optional<Period> single_day(std::optional<Day> day)
{
    return day ? std::optional(Period{*day, *day + days{1}, std::nullopt, false}) : std::nullopt;
}

struct Date {
    std::optional<int> year;
    int month = 0;
    int day = 0;
};

/// 2026-09-14, 2026年9月14日, 2026.9.14, 9月14日, 9.14, 9/14.
std::optional<Date> date(Scanner& scanner)
{
    auto attempt = scanner;
    Date found;
    if (auto with_year = scanner; (found.year = with_year.number(4, 4))) {
        if (!with_year.any_of({"年", "-", ".", "/"}))
            return std::nullopt;
        attempt = with_year;
    }
    const auto month = attempt.number(1, 2);
    const bool dash = found.year && attempt.any_of({"-"}); // without a year 9-14 would read as a range
    if (!month || !(dash || attempt.any_of({"月", ".", "/"})))
        return std::nullopt;
    const auto day = attempt.number(1, 2);
    if (!day)
        return std::nullopt;
    attempt.any_of({"日", "号"});
    found.month = *month;
    found.day = *day;
    scanner = attempt;
    return found;
}

std::optional<Day> resolved(const Date& date, Day today)
{
    if (date.year)
        return day_of(*date.year, date.month, date.day);
    const auto found = latest(today, [&](int number) { return single_day(day_of(number, date.month, date.day)); });
    return found ? std::optional(found->from) : std::nullopt;
}

std::optional<Period> parse_days(Scanner scanner, Day today)
{
    const auto first = date(scanner);
    if (!first)
        return std::nullopt;
    const auto from = resolved(*first, today);
    if (!from || scanner.done())
        return single_day(from);
    if (!scanner.any_of({"-", "–", "—", "~", "至", "到"}))
        return std::nullopt;
    auto last = date(scanner);
    if (!last) { // 9月14日-20日
        const auto day = scanner.number(1, 2);
        if (!day)
            return std::nullopt;
        scanner.any_of({"日", "号"});
        last = Date{std::nullopt, first->month, *day};
    }
    if (!scanner.done())
        return std::nullopt;
    auto to = day_of(last->year.value_or(year_of(*from)), last->month, last->day);
    if (to && *to < *from && !last->year)
        to = day_of(year_of(*from) + 1, last->month, last->day);
    if (!to || *to < *from || *to - *from >= longest_period)
        return std::nullopt;
    return Period{*from, *to + days{1}, std::nullopt, false};
}

/// 2026-W38, 2026年第38周, 第38周, 38周, W38.
std::optional<Period> parse_week(Scanner scanner, Day today)
{
    std::optional<int> iso_year;
    if (auto with_year = scanner; (iso_year = with_year.number(4, 4))) {
        with_year.any_of({"年", "-"});
        scanner = with_year;
    }
    const bool letter = scanner.any_of({"w"});
    scanner.any_of({"第"});
    const auto number = scanner.number(1, 2);
    const bool named = scanner.any_of({"周", "星期"});
    if (!number || letter == named || !scanner.done())
        return std::nullopt;
    if (iso_year)
        return week(*iso_year, *number);
    return latest(today, [&](int wanted) { return week(wanted, *number); });
}

/// 2026-09, 2026年9月, 9月.
std::optional<Period> parse_month(Scanner scanner, Day today)
{
    std::optional<int> year_number;
    if (auto with_year = scanner; (year_number = with_year.number(4, 4))) {
        if (!with_year.any_of({"年", "-", ".", "/"}))
            return std::nullopt;
        scanner = with_year;
    }
    const auto number = scanner.number(1, 2);
    const bool named = scanner.any_of({"月份", "月"});
    if (!number || !(named || year_number) || !scanner.done())
        return std::nullopt;
    const auto month_in = [&](int wanted) -> std::optional<Period> {
        const auto first = day_of(wanted, *number, 1);
        return first ? std::optional(period_of(month_of(*first))) : std::nullopt;
    };
    return year_number ? month_in(*year_number) : latest(today, month_in);
}

std::optional<Period> parse_relative(std::string_view word, Day today)
{
    const auto is = [&](std::initializer_list<std::string_view> words) {
        return std::find(words.begin(), words.end(), word) != words.end();
    };
    const auto yesterday = today - days{1};
    if (is({"今天", "今日"}))
        return Period{yesterday, today, std::nullopt, true};
    if (is({"昨天", "昨日"}))
        return single_day(yesterday);
    if (is({"本周", "这周", "本星期", "这星期"}))
        return period_of(week_of(today));
    if (is({"上周", "上星期"}))
        return period_of(previous(week_of(today)));
    if (is({"本月", "这个月"}))
        return period_of(month_of(today));
    if (is({"上月", "上个月"}))
        return period_of(previous(month_of(today)));
    return std::nullopt;
}

/// Days that the word names by their distance from today.
std::optional<days> distance_of(std::string_view word)
{
    constexpr std::pair<std::string_view, int> words[] = {{"前天", -2}, {"昨天", -1}, {"昨日", -1}, {"今天", 0},
                                                          {"今日", 0},  {"明天", 1},  {"明日", 1},  {"后天", 2}};
    const auto* found = std::ranges::find(words, word, &std::pair<std::string_view, int>::first);
    return found == std::end(words) ? std::nullopt : std::optional(days{found->second});
}

/// The day of that date, which has no year, that the rule means. The 29th of February may be years away.
std::optional<Day> chosen_year(const Date& date, Day today, WithoutYear rule)
{
    constexpr int to_another_leap_year = 8;
    std::optional<Day> best;
    for (int offset = -to_another_leap_year; offset <= to_another_leap_year; ++offset) {
        const auto day = day_of(year_of(today) + offset, date.month, date.day);
        if (!day || (rule == WithoutYear::coming && *day < today))
            continue;
        if (!best || std::chrono::abs(*day - today) < std::chrono::abs(*best - today))
            best = day;
    }
    return best;
}

} // namespace

Period period_of(const Window& window)
{
    return {window.from, window.until, window.kind, false};
}

std::optional<Period> parse_period(std::string_view folded_word, Day today)
{
    if (folded_word.empty() || folded_word.size() > longest_word)
        return std::nullopt;
    if (auto relative = parse_relative(folded_word, today))
        return relative;
    const auto word = with_digits(folded_word);
    const Scanner scanner(word);
    for (const auto& found : {parse_week(scanner, today), parse_month(scanner, today), parse_days(scanner, today)})
        if (found)
            return found;
    return std::nullopt;
}

std::optional<Day> parse_day(std::string_view folded_word, Day today, WithoutYear rule)
{
    if (folded_word.empty() || folded_word.size() > longest_word)
        return std::nullopt;
    if (const auto distance = distance_of(folded_word))
        return today + *distance;
    const auto word = with_digits(folded_word);
    Scanner scanner(word);
    const auto found = date(scanner);
    if (!found || !scanner.done())
        return std::nullopt;
    return found->year ? day_of(*found->year, found->month, found->day) : chosen_year(*found, today, rule);
}

} // namespace tongbao::bot
