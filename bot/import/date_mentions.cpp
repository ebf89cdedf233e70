#include "bot/import/date_mentions.hpp"

#include "bot/import/values.hpp"
#include "bot/import/written_days.hpp"

#include <algorithm>
#include <array>

namespace tongbao::bot {
namespace {

using namespace std::chrono;

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
    DayScanner scanner(text, at);
    auto y = scanner.number(4, 4);
    if (y && !scanner.take("年") && !scanner.take("-"))
        return std::nullopt;
    if (!y)
        scanner = DayScanner(text, at);
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
    DayScanner scanner(text, first.end);
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
        DayScanner scanner(normal, at);
        const auto y = may_begin(normal, at) ? scanner.number(4, 4) : std::nullopt;
        if (y && *y >= first_year && *y <= last_year && scanner.take("年"))
            return *y;
    }
    return std::nullopt;
}

} // namespace tongbao::bot
