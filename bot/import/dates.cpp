#include "bot/import/dates.hpp"

#include "bot/import/values.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace tongbao::bot {
namespace {

using namespace std::chrono;

/// Serial numbers of 2000-01-01 and 2100-01-01 in the 1900 system; smaller numbers are points, not days.
constexpr int earliest_serial = 36'526;
constexpr int latest_serial = 73'051;
constexpr int days_between_systems = 1'462;
constexpr int first_year = 2000;
constexpr int last_year = 2099;
constexpr hours shanghai_offset{8};

/// Reads a text from left to right; spaces may stand between any two parts.
class Scanner {
public:
    explicit Scanner(std::string_view text, std::size_t at = 0) : text_(text), at_(at) {}

    std::optional<int> number(std::size_t min_digits, std::size_t max_digits)
    {
        skip_spaces();
        std::size_t end = at_;
        while (end < text_.size() && text_[end] >= '0' && text_[end] <= '9')
            ++end;
        const auto length = end - at_;
        if (length < min_digits || length > max_digits)
            return std::nullopt;
        const auto value = std::stoi(std::string(text_.substr(at_, length)));
        at_ = end;
        return value;
    }
    bool take(std::string_view token)
    {
        const auto before = at_;
        skip_spaces();
        if (text_.substr(at_).starts_with(token)) {
            at_ += token.size();
            return true;
        }
        at_ = before;
        return false;
    }
    /// The separator of year, month and day, or empty.
    std::string_view take_separator()
    {
        for (const std::string_view separator : {"-", "/", "."})
            if (take(separator))
                return separator;
        return {};
    }
    std::string_view rest() const { return text_.substr(at_); }
    std::size_t at() const { return at_; }

private:
    void skip_spaces()
    {
        while (at_ < text_.size() && text_[at_] == ' ')
            ++at_;
    }
    std::string_view text_;
    std::size_t at_;
};

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

struct ReadDay {
    Day day;
    std::size_t end = 0; ///< behind it in the text
    bool with_year = false;
    bool in_words = false;
};

std::optional<ReadDay> compact(std::string_view text, std::size_t at)
{
    Scanner scanner(text, at);
    const auto number = scanner.number(8, 8);
    const auto day = number ? make_day(*number / 10'000, *number / 100 % 100, *number % 100) : std::nullopt;
    return day ? std::optional(ReadDay{*day, scanner.at(), true, true}) : std::nullopt;
}

std::optional<ReadDay> with_year(std::string_view text, std::size_t at)
{
    Scanner scanner(text, at);
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
    Scanner scanner(text, at);
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

std::optional<Day> serial_day(std::string_view text, bool dates_from_1904)
{
    Scanner scanner(text);
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
    Scanner scanner(text);
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
    Scanner scanner(text.substr(1));
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
    Scanner scanner(rest.substr(1));
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

bool digit_at(std::string_view text, std::size_t at)
{
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

/// A number that continues, or hangs on a Latin letter (`v1.2`), is no day.
bool may_begin(std::string_view text, std::size_t at)
{
    if (!digit_at(text, at))
        return false;
    if (at == 0)
        return true;
    const char before = text[at - 1];
    const bool letter = (before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z');
    return !digit_at(text, at - 1) && before != '.' && !letter;
}

std::optional<ReadDay> day_at(std::string_view text, std::size_t at, const DateContext& context)
{
    auto found = with_year(text, at);
    if (!found)
        found = compact(text, at);
    if (!found)
        found = month_and_day(text, at, context);
    const bool number_goes_on = found && digit_at(text, found->end) && digit_at(text, found->end - 1);
    return number_goes_on ? std::nullopt : found; // behind 日 an hour may follow: 14日24时
}

/// `2026年9月`, `2026-09`, `9月`: a whole month.
std::optional<DateMention> month_at(std::string_view text, std::size_t& at, const DateContext& context)
{
    Scanner scanner(text, at);
    auto y = scanner.number(4, 4);
    if (y && !scanner.take("年") && !scanner.take("-"))
        return std::nullopt;
    if (!y)
        scanner = Scanner(text, at);
    const auto m = scanner.number(1, 2);
    const bool words = m && scanner.take("月");
    if (!m || (!words && !y) || digit_at(text, scanner.at()))
        return std::nullopt;
    const auto first = y ? make_day(*y, *m, 1) : without_year(*m, 1, context);
    if (!first)
        return std::nullopt;
    const year_month_day date{*first};
    const Day last = local_days{date.year() / date.month() / std::chrono::last};
    at = scanner.at();
    return DateMention{*first, last, y.has_value(), true, false};
}

/// Behind a day: `-9.20`, `至9月20日`, `~20日`.
std::optional<ReadDay> end_of_span(std::string_view text, const ReadDay& first, const DateContext& context)
{
    Scanner scanner(text, first.end);
    const bool joined = scanner.take("至") || scanner.take("到") || scanner.take("~") || scanner.take("—") ||
                        scanner.take("–") || scanner.take("-");
    if (!joined)
        return std::nullopt;
    auto in_year = context;
    in_year.year = static_cast<int>(year_month_day{first.day}.year());
    std::size_t start = scanner.at();
    while (start < text.size() && text[start] == ' ')
        ++start;
    if (auto last = day_at(text, start, first.with_year ? in_year : context))
        return last;
    const auto d = scanner.number(1, 2);
    const year_month_day from{first.day};
    const auto day =
        d ? make_day(static_cast<int>(from.year()), static_cast<int>(static_cast<unsigned>(from.month())), *d)
          : std::nullopt;
    if (!day || *day < first.day)
        return std::nullopt;
    if (!scanner.take("日"))
        scanner.take("号");
    return ReadDay{*day, scanner.at(), first.with_year, first.in_words};
}

bool speaks_of_export(std::string_view before)
{
    static constexpr std::array<std::string_view, 6> words = {"导出", "生成", "制表", "打印", "下载", "更新时间"};
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return before.find(word) != std::string_view::npos; });
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

std::vector<DateMention> mentioned_dates(std::string_view text, const DateContext& context)
{
    std::vector<DateMention> mentions;
    const auto normal = nfkc_trimmed(text);
    const std::string_view whole(normal);
    std::size_t sentence = 0; ///< where the words before the next mention begin
    for (std::size_t at = 0; at < whole.size();) {
        if (!may_begin(whole, at)) {
            ++at;
            continue;
        }
        const bool about_export = speaks_of_export(whole.substr(sentence, at - sentence));
        if (const auto first = day_at(whole, at, context)) {
            const auto last = end_of_span(whole, *first, context);
            const Day until = last && last->day >= first->day ? last->day : first->day;
            mentions.push_back({first->day, until, first->with_year, first->in_words, about_export});
            at = sentence = last ? last->end : first->end;
        } else if (auto month = month_at(whole, at, context)) {
            month->about_export = about_export;
            mentions.push_back(*month);
            sentence = at;
        } else {
            while (digit_at(whole, at))
                ++at;
        }
    }
    return mentions;
}

std::optional<int> mentioned_year(std::string_view text)
{
    const DateContext any{local_days{year{last_year} / December / 31}, std::nullopt, DateFormat::none, false};
    for (const auto& mention : mentioned_dates(text, any))
        if (mention.with_year)
            return static_cast<int>(year_month_day{mention.from}.year());
    const auto normal = nfkc_trimmed(text);
    for (std::size_t at = 0; at < normal.size(); ++at) {
        Scanner scanner(normal, at);
        const auto y = may_begin(normal, at) ? scanner.number(4, 4) : std::nullopt;
        if (y && *y >= first_year && *y <= last_year && scanner.take("年"))
            return *y;
    }
    return std::nullopt;
}

} // namespace tongbao::bot
