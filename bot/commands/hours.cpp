#include "bot/commands/hours.hpp"

#include "bot/commands/text.hpp"

#include <charconv>
#include <fmt/format.h>

namespace tongbao::bot {
namespace {

using std::chrono::minutes;

constexpr int minutes_in_hour = 60;
constexpr minutes midnight{24 * 60};

/// A number of one or two digits that ends at `end`; empty for anything else.
std::optional<int> small_number(std::string_view digits)
{
    int number = 0;
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool whole = error == std::errc{} && stop == digits.data() + digits.size();
    return whole && digits.size() <= 2 ? std::optional(number) : std::nullopt;
}

/// "8", "8:30", "8点", "8点30".
std::optional<minutes> time_of(std::string_view typed)
{
    constexpr std::string_view oclock = "点";
    auto hour = typed;
    std::string_view minute = "0";
    for (const auto mark : {std::string_view(":"), oclock})
        if (const auto at = typed.find(mark); at != typed.npos) {
            hour = typed.substr(0, at);
            minute = typed.substr(at + mark.size());
            if (minute.empty() && mark == oclock)
                minute = "0";
        }
    const auto hours = small_number(hour);
    const auto rest = small_number(minute);
    if (!hours || !rest || *rest >= minutes_in_hour)
        return std::nullopt;
    const minutes time{*hours * minutes_in_hour + *rest};
    return time <= midnight ? std::optional(time) : std::nullopt;
}

} // namespace

std::optional<HourRange> parse_hours(std::string_view typed)
{
    const auto text = with_digits(folded(typed));
    for (const std::string_view between : {"-", "–", "—", "~", "到", "至"}) {
        const auto at = text.find(between);
        if (at == text.npos)
            continue;
        const auto from = time_of(std::string_view(text).substr(0, at));
        const auto until = time_of(std::string_view(text).substr(at + between.size()));
        if (from && until && *from != *until && *from < midnight)
            return HourRange{*from, *until};
        return std::nullopt;
    }
    return std::nullopt;
}

std::string hours_text(const HourRange& hours)
{
    return fmt::format("{}:{:02}–{}:{:02}", hours.from.count() / minutes_in_hour, hours.from.count() % minutes_in_hour,
                       hours.until.count() / minutes_in_hour, hours.until.count() % minutes_in_hour);
}

} // namespace tongbao::bot
