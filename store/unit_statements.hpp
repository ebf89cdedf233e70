#pragma once

#include "store/connection.hpp"

#include <span>

namespace tongbao::store {

/// What the platform says of one unit and day; kept only to be compared with the facts (domain/exports.md §3). What is
/// empty, the file does not say.
struct UnitStatement {
    std::uint32_t row = 0; ///< of its file
    UnitId unit;
    Day day;
    std::optional<std::int64_t> total, activated, active, points;
    std::optional<std::int64_t> average_points; ///< in thousandths
    std::optional<std::int64_t> participation;  ///< in millionths
    friend bool operator==(const UnitStatement&, const UnitStatement&) = default;
};

/// A statement of the same unit and day is replaced.
void save_unit_statements(Connection& db, BatchId batch, std::span<const UnitStatement> statements);
/// Of the days [from, until), by day and unit.
std::vector<UnitStatement> unit_statements(Connection& db, Day from, Day until);

} // namespace tongbao::store
