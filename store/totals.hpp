#pragma once

#include "store/activity.hpp"

#include <span>

namespace tongbao::store {

/// Since registration (总积分), or since the 1st of the month (当月积分).
enum class Series { all_time, month };

/// A member's running total as a file showed it at the end of a day. Kept only of files that have nothing else: it is
/// turned into points by difference.
struct RunningTotal {
    MemberId member;
    Series series = Series::all_time;
    Day day;
    std::int64_t total = 0;
    friend bool operator==(const RunningTotal&, const RunningTotal&) = default;
};

/// What a total adds to the one before it (domain/exports.md §5 "cumulative only").
struct Increase {
    int span = 0; ///< days that it covers, up to and including the total's day
    std::int64_t points = 0;
    bool fell = false; ///< the total is smaller than the one before it
};
/// Empty: without an earlier total of all time nothing can be said. A total of the month starts from 0 on the 1st.
/// Where a total of all time fell, it is taken whole, as after a reset; where a total of the month fell, the platform
/// corrected it and nothing is known of that day: 0 points. Pure.
std::optional<Increase> increase_of(const RunningTotal& total, const std::optional<RunningTotal>& before);

/// A total of the same member, series and day is replaced.
void save_totals(Connection& db, std::span<const RunningTotal> totals);
/// The newest total of each member from before `day`.
std::vector<RunningTotal> totals_before(Connection& db, Series series, Day day);

/// Derives the facts of these stored totals again, each from the total before it: points of a day or a row over several
/// days. Of a day with points the member's unit becomes covered when `covers`. Call it in a transaction.
void derive_from_totals(Connection& db, BatchId batch, Source source, std::span<const RunningTotal> totals, bool covers,
                        const RollupRules& rules);
/// Of totals that were just stored, of one series, by member and day: those whose total before is now another one than
/// the neighbour among them tells. What was derived from these is out of date.
std::vector<RunningTotal> following(Connection& db, std::span<const RunningTotal> totals);

} // namespace tongbao::store
