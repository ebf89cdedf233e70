#pragma once

#include "store/members.hpp"
#include "store/rollups.hpp"

#include <span>

namespace tongbao::store {

/// The day after every day: the end of what has no end.
constexpr Day forever{std::chrono::days{3'000'000}};
/// The day before every day.
constexpr Day always{std::chrono::days{-3'000'000}};

/// How a member stands on each of the days [from, until): nothing changes within.
struct Standing {
    Day from;
    Day until;
    UnitId unit;
    UnitId branch;
    bool due = false; ///< in the base: neither exempt nor in grace
    bool registered = false;
    bool cadre = false;
};

/// What decides a standing, of one membership.
struct Stay {
    Day start;
    Day end; ///< forever when open
    UnitId unit;
    UnitId branch;
    PartyStatus party_status = PartyStatus::unknown;
    bool cadre = false;
    std::optional<Day> registered_on;
};

struct Exempted {
    Day start;
    Day end; ///< forever when open
};

/// Whom figures count once `by_roster` was looked up.
struct StandingRules {
    int grace_days = 7;
    bool party_only = false;
};
StandingRules standing_rules(Connection& db, const RollupRules& rules);

/// Domain/metrics.md §3 and rulings 1-4, as stretches of the days [from, until) in order. `stays` are all memberships
/// of one member in order: a member is registered from the earliest registered_on of any of them, and in grace from the
/// first. Days outside the population are left out.
void standings(std::span<const Stay> stays, std::span<const Exempted> exempted, const StandingRules& rules, Day from,
               Day until, std::vector<Standing>& found);

/// The standings of one member on all days.
std::vector<Standing> standings_of(Connection& db, MemberId member, const StandingRules& rules);

/// A unit whose counts on the days [from, until) depend on what changed.
struct Touched {
    UnitId unit;
    Day from;
    Day until;
};
/// Where two versions of one member's standings count differently.
void add_differences(std::span<const Standing> before, std::span<const Standing> after, std::vector<Touched>& touched);

/// Reads the standings of all members in the order of their ids.
class StandingCursor {
public:
    StandingCursor(Connection& db, const RollupRules& rules, Day from, Day until);
    /// Moves to the next member that has a standing. False at the end.
    bool next();
    MemberId member() const { return member_; }
    const std::vector<Standing>& current() const { return current_; }

private:
    void read_exemptions();

    StandingRules rules_;
    Day from_;
    Day until_;
    Statement memberships_;
    Statement exemptions_;
    bool more_memberships_;
    bool more_exemptions_;
    MemberId member_;
    std::vector<Stay> stays_;
    std::vector<Exempted> exempted_;
    std::vector<Standing> current_;
};

} // namespace tongbao::store
