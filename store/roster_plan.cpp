#include "store/roster_plan.hpp"
#include "store/standings.hpp"
#include "store/units.hpp"

#include <algorithm>
#include <unordered_map>

namespace tongbao::store {
namespace {

/// The days of a membership, and the row that states them; none for one that is stored and not restated.
struct Interval {
    Day start;
    Day end;
    const RosterRow* row;
};

std::vector<Interval> intervals_of(const RosterPlan& plan)
{
    std::vector<Interval> found;
    for (const auto* row : plan.rows)
        if (!plan.only_exempts(*row))
            found.push_back({row->start, row->end.value_or(forever), row});
    const auto stated = [&](Day start) {
        return std::any_of(plan.rows.begin(), plan.rows.end(), [&](const auto* row) { return row->start == start; });
    };
    for (const auto& stored : plan.stored)
        if (!stated(stored.start) && stored.end != stored.start)
            found.push_back({stored.start, stored.end.value_or(forever), nullptr});
    std::sort(found.begin(), found.end(), [](const Interval& a, const Interval& b) { return a.start < b.start; });
    return found;
}

class Checker {
public:
    explicit Checker(Connection& db) : db_(db)
    {
        for (const auto& unit : all_units(db))
            parents_[unit.id] = unit.parent;
    }

    void check(const RosterPlan& plan)
    {
        for (const auto* row : plan.rows)
            check_row(plan, *row);
        check_overlaps(plan);
    }

    std::vector<RosterError> errors;

private:
    void check_row(const RosterPlan& plan, const RosterRow& row)
    {
        if (row.left && !row.end)
            report(RosterError::Kind::left_without_end, row);
        if (row.end && *row.end < row.start)
            report(RosterError::Kind::end_before_start, row);
        if (!lies_under(row.branch, row.unit))
            report(RosterError::Kind::branch_of_other_unit, row);
        if (!row.platform_id.empty() && taken(plan, row))
            report(RosterError::Kind::platform_id_taken, row);
    }

    void check_overlaps(const RosterPlan& plan)
    {
        const auto intervals = intervals_of(plan);
        const Interval* last = nullptr;
        for (const auto& interval : intervals) {
            if (last && (interval.start < last->end || interval.start == last->start))
                report(RosterError::Kind::overlap, interval.row ? *interval.row : *last->row);
            if (!last || interval.end >= last->end)
                last = &interval;
        }
    }

    bool lies_under(UnitId branch, UnitId unit) const
    {
        for (UnitId at = branch; at != unit;) {
            const auto parent = parents_.find(at);
            if (parent == parents_.end())
                return !branch;
            at = parent->second;
        }
        return true;
    }

    bool taken(const RosterPlan& plan, const RosterRow& row)
    {
        const auto [first, added] = platform_ids_.try_emplace(row.platform_id, &plan);
        if (!added && first->second != &plan)
            return true;
        const auto holder = member_of_platform_id(db_, row.platform_id);
        return holder && *holder != plan.member;
    }

    void report(RosterError::Kind kind, const RosterRow& row) { errors.push_back({kind, row.row, row.code}); }

    Connection& db_;
    std::unordered_map<UnitId, UnitId> parents_;
    std::unordered_map<std::string, const RosterPlan*> platform_ids_;
};

} // namespace

bool RosterPlan::only_exempts(const RosterRow& row) const
{
    const auto begins_inside = [&](const auto& other) {
        return other.unit == row.unit && other.branch == row.branch && other.start < row.start &&
               row.start < other.end.value_or(forever);
    };
    const bool restated =
        std::any_of(stored.begin(), stored.end(), [&](const auto& other) { return other.start == row.start; });
    if (!row.exempt || restated)
        return false;
    return std::any_of(rows.begin(), rows.end(), [&](const auto* other) { return begins_inside(*other); }) ||
           std::any_of(stored.begin(), stored.end(), [&](const auto& other) {
               const bool superseded = std::any_of(rows.begin(), rows.end(),
                                                   [&](const auto* newer) { return newer->start == other.start; });
               return !superseded && begins_inside(other);
           });
}

std::vector<RosterPlan> plan_roster(Connection& db, const std::vector<RosterRow>& rows)
{
    std::vector<RosterPlan> plans;
    std::unordered_map<std::string_view, std::size_t> places;
    for (const auto& row : rows) {
        const auto [place, added] = places.try_emplace(row.code, plans.size());
        if (added) {
            auto& plan = plans.emplace_back();
            if (const auto member = find_member(db, row.code)) {
                plan.member = member->id;
                plan.stored = memberships_of(db, member->id);
            }
        }
        plans[place->second].rows.push_back(&row);
    }
    for (auto& plan : plans)
        std::sort(plan.rows.begin(), plan.rows.end(), [](const auto* a, const auto* b) { return a->start < b->start; });
    return plans;
}

std::vector<RosterError> roster_errors(Connection& db, const std::vector<RosterPlan>& plans)
{
    Checker checker(db);
    for (const auto& plan : plans)
        checker.check(plan);
    return std::move(checker.errors);
}

std::vector<RosterError> check_roster(Connection& db, const std::vector<RosterRow>& rows)
{
    return roster_errors(db, plan_roster(db, rows));
}

} // namespace tongbao::store
