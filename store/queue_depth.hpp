#pragma once

#include "store/connection.hpp"

namespace tongbao::store {

/// What waits for one target.
struct QueueDepth {
    std::string target;
    int waiting = 0;              ///< messages that did not end
    std::optional<Instant> since; ///< when the oldest of them was made
    int held = 0;                 ///< messages that a person must decide about
};
std::vector<QueueDepth> queue_depths(Connection& db);

/// How fresh the data are.
struct DataAge {
    std::optional<Day> newest_day; ///< the last day that any unit has covered
    std::optional<Instant> last_import;
};
DataAge data_age(Connection& db);

} // namespace tongbao::store
