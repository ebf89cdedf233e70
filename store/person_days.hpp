#pragma once

#include "store/coverage.hpp"
#include "store/rollups.hpp"

#include <functional>
#include <span>

namespace tongbao::store {

/// One member on one covered day of the unit that the member belongs to on that day.
struct PersonDay {
    MemberId member;
    UnitId unit;
    UnitId branch; ///< may be none, or the unit itself
    Day day;
    bool due = false; ///< in the base B
    bool registered = false;
    bool cadre = false;
    bool active = false; ///< also of a member that is not due
    int points = 0;
};

/// Calls `visit` for every member of the population and covered day of the window, by member, then day. One ordered
/// pass with bounded memory. Must see one state of the database: call it in Store::read or in a transaction.
void for_each_person_day(Connection& db, const Window& window, const RollupRules& rules,
                         const std::function<void(const PersonDay&)>& visit);

/// The same for some units and days, sorted by day. Holds one statement open per day.
void for_each_person_day(Connection& db, std::span<const Covered> covered, const RollupRules& rules,
                         const std::function<void(const PersonDay&)>& visit);

} // namespace tongbao::store
