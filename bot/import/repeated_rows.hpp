#pragma once

#include "bot/import/report.hpp"
#include "store/activity.hpp"

namespace tongbao::bot {

/// One value of an activity file, matched to its member. Of a file of running totals, the points are the total.
struct ReadValue {
    store::ActivityRow row;
    UnitId unit; ///< second-level, of the member on that day
    std::uint32_t file_row = 0;
};

/// Sorts by day and member and leaves each key once. Equal rows: the first counts. Different values: nobody knows which
/// is right, so none counts (code DUP, rulings 28). Returns how many equal rows it dropped.
std::int64_t keep_each_key_once(std::vector<ReadValue>& values, std::optional<std::size_t> column,
                                ImportReport& report);

} // namespace tongbao::bot
