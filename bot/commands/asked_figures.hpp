#pragma once

#include "bot/calendar.hpp"
#include "bot/commands/period.hpp"
#include "bot/figures/figures.hpp"
#include "store/activity.hpp"

/// The figures behind an answer, and what is said of their age.
namespace tongbao::bot {

/// The latest week that is over and whose last day every second-level unit has reported, or whose deadline, 16:00 of
/// the first working day after it, has passed (domain/rulings.md 16, 17). `covered` are the days of the week before
/// this one.
Window last_closed_week(Instant now, const Calendar& calendar, const std::vector<Unit>& units,
                        const std::vector<store::Covered>& covered);

/// What was asked for, or the last closed week.
Period period_or_last_closed(store::Connection& db, const std::optional<Period>& asked, Instant now,
                             const Calendar& calendar, const std::vector<Unit>& units);

/// Figures of any run of days. Only whole weeks and months are compared with the one before; the other runs need as
/// many covered days for ranks as a week does.
WindowFigures figures_in(store::Connection& db, const Period& period, const FiguresRules& rules);

/// "2026年第38周（9.14–9.20）", "2026年9月", "2026年9月14日", "2026年9月14日至9月20日".
std::string period_title(const Period& period);
/// The same without the days of a week: "2026年第38周".
std::string short_title(const Period& period);

/// The line STALE about those of `units` that miss the last day of the period that should be there by now: a day is due
/// at noon of the next (domain/calendar.md, jobs; 36 hours of seed-coverage.md 2.6a). Empty when none does.
std::string stale_note(const std::vector<const UnitFigures*>& units, const Period& period, Instant now);

/// "数据截至9月18日24时" where the figures end before the period does, else empty.
std::string cutoff_note(const UnitFigures& unit, const Period& period);

/// The line before an answer to 今天, with its line end; empty for other periods.
std::string today_note(const Period& period);

/// The notes that say something, each on a line of its own.
std::string joined_lines(const std::vector<std::string>& notes);

/// "名册" or "激活".
std::string_view basis_word(Denominator denominator);

} // namespace tongbao::bot
