#pragma once

#include "bot/import/repeated_rows.hpp"
#include "store/totals.hpp"

namespace tongbao::bot {

/// What running totals say of single days, and of several days together.
struct PointsOfTotals {
    std::vector<ReadValue> days; ///< by day and member
    std::vector<store::SpanRow> spans;
    std::vector<store::RunningTotal> totals; ///< by member and day
};

/// Turns a file's running totals into points by difference (domain/exports.md §5 "cumulative only"). `read` holds each
/// key once, `before` the newest known total of each member from before the file's first day. Pure.
PointsOfTotals points_from_totals(const std::vector<ReadValue>& read, store::Series series,
                                  const std::vector<store::RunningTotal>& before, std::optional<std::size_t> column,
                                  int sanity_max, ImportReport& report);

} // namespace tongbao::bot
