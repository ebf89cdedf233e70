#pragma once

#include "store/connection.hpp"

#include <span>

namespace tongbao::store {

/// A member's running total (总积分) as a file showed it. Kept only for files that have nothing else: the next one is
/// turned into points by difference.
struct RunningTotal {
    MemberId member;
    Day day;
    std::int64_t total = 0;
    friend bool operator==(const RunningTotal&, const RunningTotal&) = default;
};

/// A total of the same member and day is replaced.
void save_totals(Connection& db, std::span<const RunningTotal> totals);
/// The newest total of each member from before `day`.
std::vector<RunningTotal> totals_before(Connection& db, Day day);

} // namespace tongbao::store
