#pragma once

#include "bot/windows.hpp"

#include <optional>
#include <string_view>

namespace tongbao::bot {

/// The days [from, until) that a command asks about. Pure.
struct Period {
    Day from;
    Day until;
    std::optional<WindowKind> kind; ///< a whole ISO week or calendar month; none for other runs of days
    bool asked_for_today = false;   ///< 今天 is answered with yesterday's figures
    friend bool operator==(const Period&, const Period&) = default;
};

/// The period that is exactly `window`.
Period period_of(const Window& window);

/// Reads every written form of domain/commands.md §2 (今天 昨天 本周 上周 本月 上月 2026-09-14 9月14日 9.14-9.20
/// 2026-W38 第38周 2026-09 9月, and Chinese numerals). A form without a year means the latest one that has begun by
/// `today`. Eight digits are a staff number, not a day. Empty when the word is no period, names a day that does not
/// exist, or spans more than 366 days.
std::optional<Period> parse_period(std::string_view folded_word, Day today);

/// Which day a form without a year means: the nearest one, past or to come, or the next one from `today` on.
enum class WithoutYear { nearest, coming };
/// Reads one day: the same forms of a day, and 今天 明天 后天 昨天 前天. Empty for everything else.
std::optional<Day> parse_day(std::string_view folded_word, Day today, WithoutYear rule);

} // namespace tongbao::bot
