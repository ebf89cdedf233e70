#pragma once

#include "store/connection.hpp"

namespace tongbao::store {

/// What one batch gives to the days of a unit or branch.
struct BatchShare {
    BatchId batch;
    std::string file_name;
    Instant imported_at;
    std::int64_t rows = 0; ///< records of members of the unit that now hold; 0 where it only declared days covered
    Day first;
    Day last;
};
/// The batches behind the figures of `unit` in the window, oldest first. Looks up each member and day of the unit, so
/// do not ask it for the school.
std::vector<BatchShare> batches_behind(Connection& db, UnitId unit, const Window& window);
/// The batches that declared days of the window covered, for whatever unit; `rows` are units and days.
std::vector<BatchShare> batches_covering(Connection& db, const Window& window);

} // namespace tongbao::store
