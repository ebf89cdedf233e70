#pragma once

#include "store/members.hpp"
#include "store/rollups.hpp"

namespace tongbao::store {

/// One row of a roster: one membership of one member, known by (code, start).
struct RosterRow {
    int row = 0; ///< of the file, for errors
    std::string code;
    std::string name;
    std::string phone_tail;  ///< last four digits or empty
    std::string platform_id; ///< or empty: what was learned stays
    UnitId unit;
    UnitId branch;
    Day start;
    std::optional<Day> end; ///< first day on which it no longer holds; equal to start withdraws a wrong row
    bool left = false;      ///< status `left`
    Category category = Category::other;
    PartyStatus party_status = PartyStatus::unknown;
    std::string cadre;
    std::vector<Role> roles;
    std::optional<Day> registered_on;
    bool exempt = false;             ///< status `exempt`, from start
    std::optional<Day> exempt_until; ///< last exempt day; empty: as long as the membership
    std::string exempt_reason;
};

/// Why a roster is refused; each names its row.
struct RosterError {
    enum class Kind { overlap, left_without_end, end_before_start, branch_of_other_unit, platform_id_taken };
    Kind kind;
    int row;
    std::string code; ///< of the member
};

struct RosterOutcome {
    std::vector<RosterError> errors; ///< not empty: nothing was changed
    int members_added = 0;
    int added = 0; ///< memberships
    int changed = 0;
    int unchanged = 0;
};

/// What is wrong with `rows`, alone and beside the memberships already stored.
std::vector<RosterError> check_roster(Connection& db, const std::vector<RosterRow>& rows);

/// Adds and changes members, memberships, roles and the exemptions stated in the roster, and the rollups of the units
/// and covered days that this touches. Members and memberships absent from `rows` stay as they are. Call it in a
/// transaction.
RosterOutcome apply_roster(Connection& db, const std::vector<RosterRow>& rows, const RollupRules& rules);

/// Changes what is said of a stored membership, or adds it. Its roles and exemptions stay. The caller has made sure
/// that it overlaps no other.
void save_membership(Connection& db, const Membership& membership, const RollupRules& rules);
/// Ends `current` on `day` and begins the same in another branch; on its first day it is changed in place. Roles over
/// what the member belongs to before and after go along; those over what is left end.
void move_membership(Connection& db, const Membership& current, UnitId unit, UnitId branch, Day day,
                     const RollupRules& rules);
/// Changes name and last digits of the phone.
void save_person(Connection& db, const Member& member);

/// Exempts a member by command, beside what the roster says.
void add_exemption(Connection& db, const Exemption& exemption, const RollupRules& rules);
/// Ends the exemptions by command that hold on `day`, from that day on. False when there is none.
bool end_exemption(Connection& db, MemberId member, Day day, const RollupRules& rules);

} // namespace tongbao::store
