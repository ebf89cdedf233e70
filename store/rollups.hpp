#pragma once

#include "store/coverage.hpp"

#include <span>

namespace tongbao::store {

/// Whom the figures count (ruling 4): `party` means 正式 and 预备; `by_roster` is `party` once any membership states a
/// party status, else `all`.
enum class Population { by_roster, all, party };

struct RollupRules {
    int grace_days = 7; ///< after first entering the university roster (domain/metrics.md §3)
    Population population = Population::by_roster;
    friend bool operator==(const RollupRules&, const RollupRules&) = default;
};

/// The counts of one unit, branch or the whole on one covered day (domain/metrics.md §3).
struct UnitDay {
    Day day;
    UnitId unit;
    int roster = 0;          ///< R
    int registered = 0;      ///< G, exempt members included
    int base = 0;            ///< B
    int active = 0;          ///< members of B that were active
    std::int64_t points = 0; ///< of B
    int base_registered = 0; ///< B ∩ G, and below the same for it
    int active_registered = 0;
    std::int64_t points_registered = 0;
    friend bool operator==(const UnitDay&, const UnitDay&) = default;
};

/// All units, branches and the whole (the school's row) on the covered days of the window, by day and unit. A day on
/// which a unit is not covered has no row; nor has a branch without members on that day.
std::vector<UnitDay> unit_days(Connection& db, const Window& window);
/// The same of one unit, by day.
std::vector<UnitDay> unit_days(Connection& db, UnitId unit, const Window& window);

/// Recomputes the rows of these units and days, which are covered, and the whole of these days.
void recompute_rollups(Connection& db, std::vector<Covered> touched, const RollupRules& rules);
/// Recomputes all rollups from the facts.
void rebuild_rollups(Connection& db, const RollupRules& rules);
/// Rebuilds when the rollups were made under other rules. Call it at start. True when it did.
bool rebuild_rollups_if_rules_changed(Connection& db, const RollupRules& rules);

/// Raised by each change of facts, roster or rules: what was computed under another version is out of date.
std::int64_t data_version(Connection& db);
void raise_data_version(Connection& db);

} // namespace tongbao::store
