#pragma once

#include "store/connection.hpp"

namespace tongbao::store {

/// What figures are made from, as one value: two equal ones mean equal facts, roster, rules of the rollups and units.
struct DataRevision {
    std::int64_t data_version = 0;
    BatchId last_batch; ///< a file of units renames them without touching the data
    friend bool operator==(const DataRevision&, const DataRevision&) = default;
};

DataRevision data_revision(Connection& db);

} // namespace tongbao::store
