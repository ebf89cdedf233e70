#pragma once

#include "bot/commands/period.hpp"
#include "bot/figures/rules.hpp"

namespace tongbao::bot {

/// One member's own days of a period.
struct OwnFigures {
    int due_days = 0;            ///< covered days in the base (domain/metrics.md §3)
    int active_days = 0;         ///< of all days with a record
    std::int64_t points = 0;     ///< of the same
    std::int64_t due_points = 0; ///< of the due days: what the mean is made of
    int covered_days = 0;        ///< of the units that the member was in
    std::optional<Day> last_covered;
};

/// Reads one member's records, so its cost does not grow with the roster.
OwnFigures own_figures(store::Connection& db, MemberId member, const Period& period, const FiguresRules& rules);

} // namespace tongbao::bot
