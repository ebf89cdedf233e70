#pragma once

#include "store/connection.hpp"

namespace tongbao::store {

/// A second-level unit and a day for which a snapshot was imported. Its branches inherit it (ruling 6).
struct Covered {
    Day day;
    UnitId unit;
    friend auto operator<=>(const Covered&, const Covered&) = default;
};

/// Covered units and days of the window, by day and unit.
std::vector<Covered> coverage(Connection& db, const Window& window);
/// The same of one unit, in [from, until).
std::vector<Covered> coverage_of(Connection& db, UnitId unit, Day from, Day until);
std::optional<Day> last_covered_day(Connection& db);
std::optional<Day> last_covered_day(Connection& db, UnitId unit);

/// True when the unit was not covered on that day before.
bool declare_covered(Connection& db, const Covered& covered, BatchId batch);

} // namespace tongbao::store
