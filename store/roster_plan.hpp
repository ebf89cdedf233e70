#pragma once

#include "store/roster.hpp"

namespace tongbao::store {

/// What a roster says of one member, beside what is stored.
struct RosterPlan {
    MemberId member;                    ///< none: new
    std::vector<const RosterRow*> rows; ///< by start
    std::vector<Membership> stored;

    /// True for a row that only begins an exemption inside a membership of the same unit and branch (ruling 2).
    bool only_exempts(const RosterRow& row) const;
};

/// One plan per member, in the order of their first rows. Points into `rows`.
std::vector<RosterPlan> plan_roster(Connection& db, const std::vector<RosterRow>& rows);

std::vector<RosterError> roster_errors(Connection& db, const std::vector<RosterPlan>& plans);

} // namespace tongbao::store
