#include "store/roster.hpp"
#include "store/roster_plan.hpp"
#include "store/standings.hpp"
#include "store/units.hpp"

#include <algorithm>
#include <map>

namespace tongbao::store {
namespace {

Membership membership_of(MemberId member, const RosterRow& row)
{
    Membership membership;
    membership.member = member;
    membership.unit = row.unit;
    membership.branch = row.branch;
    membership.start = row.start;
    membership.end = row.end;
    membership.category = row.category;
    membership.party_status = row.party_status;
    membership.cadre = row.cadre;
    membership.registered_on = row.registered_on;
    return membership;
}

void write(Connection& db, const Membership& membership)
{
    db.run("INSERT INTO membership (member, start_day, end_day, unit, branch, category, party_status, cadre, "
           "registered_on) VALUES ($1, $2, $3, $4, nullif($5, 0), $6, $7, $8, $9) ON CONFLICT (member, start_day) DO "
           "UPDATE SET "
           "end_day = excluded.end_day, unit = excluded.unit, branch = excluded.branch, category = excluded.category, "
           "party_status = excluded.party_status, cadre = excluded.cadre, registered_on = excluded.registered_on",
           membership.member, membership.start, membership.end, membership.unit, membership.branch,
           static_cast<int>(membership.category), static_cast<int>(membership.party_status), membership.cadre,
           membership.registered_on);
}

/// Inserts or updates; false when it was so already.
bool save(Connection& db, const Membership& membership, const std::vector<Membership>& stored)
{
    if (std::find(stored.begin(), stored.end(), membership) != stored.end())
        return false;
    write(db, membership);
    return true;
}

UnitId scope_of(Role role, const RosterRow& row, UnitId whole)
{
    switch (role) {
    case Role::leading_group:
    case Role::secretariat:
    case Role::partner_department:
        return whole ? whole : row.unit;
    case Role::branch_secretary:
        return row.branch ? row.branch : row.unit;
    default:
        return row.unit;
    }
}

bool save_roles(Connection& db, MemberId member, const RosterRow& row, UnitId whole)
{
    std::vector<std::pair<int, UnitId>> stated;
    for (const Role role : row.roles)
        stated.emplace_back(static_cast<int>(role), scope_of(role, row, whole));
    std::sort(stated.begin(), stated.end());
    stated.erase(std::unique(stated.begin(), stated.end()), stated.end());
    std::vector<std::pair<int, UnitId>> stored;
    auto query =
        db.prepare("SELECT role, scope FROM held_role WHERE member = $1 AND start_day = $2 ORDER BY role, scope");
    query.bind(member, row.start);
    while (query.step())
        stored.emplace_back(static_cast<int>(query.integer(0)), query.id<UnitId>(1));
    if (stored == stated)
        return false;
    db.run("DELETE FROM held_role WHERE member = $1 AND start_day = $2", member, row.start);
    for (const auto& [role, scope] : stated)
        db.run("INSERT INTO held_role (member, start_day, role, scope) VALUES ($1, $2, $3, $4)", member, row.start,
               role, scope);
    return true;
}

/// From start through exempt_until inclusive (ruling 2).
std::optional<Exemption> exemption_of(MemberId member, const RosterRow& row)
{
    if (!row.exempt || row.end == row.start)
        return std::nullopt;
    const auto end = row.exempt_until ? std::optional(*row.exempt_until + std::chrono::days{1}) : row.end;
    return Exemption{member, row.start, end, row.exempt_reason};
}

bool save_exemption(Connection& db, MemberId member, const RosterRow& row)
{
    const auto stated = exemption_of(member, row);
    std::optional<Exemption> stored;
    auto query = db.prepare("SELECT end_day, reason FROM exemption WHERE member = $1 AND start_day = $2 "
                            "AND by_roster = 1");
    query.bind(member, row.start);
    if (query.step())
        stored = {member, row.start, query.optional_day(0), query.text(1)};
    query.reset();
    if (stored == stated)
        return false;
    db.run("DELETE FROM exemption WHERE member = $1 AND start_day = $2 AND by_roster = 1", member, row.start);
    if (stated)
        db.run("INSERT INTO exemption (member, start_day, by_roster, end_day, reason) VALUES ($1, $2, 1, $3, $4)",
               member, stated->start, stated->end, stated->reason);
    return true;
}

/// What the newest row says of the person; a platform id that it does not name stays.
MemberId save_member(Connection& db, const RosterRow& row)
{
    auto query = db.prepare("INSERT INTO member (code, name, phone_tail, platform_id) "
                            "VALUES ($1, $2, $3, nullif($4, '')) ON CONFLICT (code) DO UPDATE SET "
                            "name = excluded.name, phone_tail = excluded.phone_tail, "
                            "platform_id = coalesce(excluded.platform_id, member.platform_id) RETURNING id");
    query.bind(row.code, row.name, row.phone_tail, row.platform_id);
    query.step();
    return query.id<MemberId>(0);
}

MemberId apply_plan(Connection& db, const RosterPlan& plan, UnitId whole, RosterOutcome& outcome)
{
    const MemberId member = save_member(db, *plan.rows.back());
    outcome.members_added += plan.member ? 0 : 1;
    for (const auto* row : plan.rows) {
        bool changed = save_exemption(db, member, *row);
        if (!plan.only_exempts(*row)) {
            changed |= save(db, membership_of(member, *row), plan.stored);
            changed |= save_roles(db, member, *row, whole);
        }
        const bool known = std::any_of(plan.stored.begin(), plan.stored.end(),
                                       [&](const Membership& stored) { return stored.start == row->start; });
        if (!known && !plan.only_exempts(*row))
            ++outcome.added;
        else
            ++(changed ? outcome.changed : outcome.unchanged);
    }
    return member;
}

void recompute_touched(Connection& db, std::vector<Touched> touched, const RollupRules& rules)
{
    std::sort(touched.begin(), touched.end(),
              [](const Touched& a, const Touched& b) { return a.unit != b.unit ? a.unit < b.unit : a.from < b.from; });
    std::vector<Touched> merged; // or each of a thousand joiners would list the same days
    for (const auto& next : touched)
        if (!merged.empty() && merged.back().unit == next.unit && next.from <= merged.back().until)
            merged.back().until = std::max(merged.back().until, next.until);
        else
            merged.push_back(next);
    std::vector<Covered> pairs;
    for (const auto& [unit, from, until] : merged) {
        const auto covered = coverage_of(db, unit, from, until);
        pairs.insert(pairs.end(), covered.begin(), covered.end());
    }
    recompute_rollups(db, std::move(pairs), rules);
}

/// Recomputes what depends on the changed standings, or everything when the first stated party status changed whom the
/// figures count.
void recompute_after(Connection& db, std::vector<Touched> touched, const StandingRules& before,
                     const RollupRules& rules)
{
    if (standing_rules(db, rules).party_only != before.party_only)
        rebuild_rollups(db, rules);
    else
        recompute_touched(db, std::move(touched), rules);
}

/// Changes what is known of one member, and the rollups that depend on it.
template <class Change>
void change_member(Connection& db, MemberId member, const RollupRules& rules, Change&& change)
{
    const auto standing = standing_rules(db, rules);
    const auto before = standings_of(db, member, standing);
    change();
    std::vector<Touched> touched;
    add_differences(before, standings_of(db, member, standing), touched);
    raise_data_version(db);
    recompute_after(db, std::move(touched), standing, rules);
}

/// The roles of `from` that reach beyond what is left hold in `to` as well.
void carry_roles(Connection& db, const Membership& from, const Membership& to, UnitId whole)
{
    db.run("INSERT INTO held_role (member, start_day, role, scope) SELECT member, $3, role, scope FROM held_role "
           "WHERE member = $1 AND start_day = $2 AND (scope = $4 OR scope = $5) ON CONFLICT DO NOTHING",
           from.member, from.start, to.start, whole, from.unit == to.unit ? to.unit : whole);
}

} // namespace

RosterOutcome apply_roster(Connection& db, const std::vector<RosterRow>& rows, const RollupRules& rules)
{
    RosterOutcome outcome;
    const auto plans = plan_roster(db, rows);
    outcome.errors = roster_errors(db, plans);
    if (!outcome.errors.empty())
        return outcome;
    const auto rules_before = standing_rules(db, rules);
    const UnitId whole = school(db);
    std::vector<Touched> touched;
    for (const auto& plan : plans) {
        const auto before = plan.member ? standings_of(db, plan.member, rules_before) : std::vector<Standing>{};
        const MemberId member = apply_plan(db, plan, whole, outcome);
        add_differences(before, standings_of(db, member, rules_before), touched);
    }
    if (outcome.added + outcome.changed > 0)
        raise_data_version(db);
    recompute_after(db, std::move(touched), rules_before, rules);
    return outcome;
}

void save_membership(Connection& db, const Membership& membership, const RollupRules& rules)
{
    change_member(db, membership.member, rules, [&] { write(db, membership); });
}

void move_membership(Connection& db, const Membership& current, UnitId unit, UnitId branch, Day day,
                     const RollupRules& rules)
{
    auto moved = current;
    moved.start = day;
    moved.unit = unit;
    moved.branch = branch;
    auto ended = current;
    ended.end = day;
    const UnitId whole = school(db);
    change_member(db, current.member, rules, [&] {
        if (day == current.start) {
            db.run("DELETE FROM held_role WHERE member = $1 AND start_day = $2 AND scope <> $3 AND scope <> $4",
                   current.member, day, whole, current.unit == unit ? unit : whole);
            write(db, moved);
            return;
        }
        write(db, ended);
        write(db, moved);
        carry_roles(db, current, moved, whole);
    });
}

void save_person(Connection& db, const Member& member)
{
    db.run("UPDATE member SET name = $2, phone_tail = $3 WHERE id = $1", member.id, member.name, member.phone_tail);
}

void add_exemption(Connection& db, const Exemption& exemption, const RollupRules& rules)
{
    change_member(db, exemption.member, rules, [&] {
        db.run("INSERT INTO exemption (member, start_day, by_roster, end_day, reason) VALUES ($1, $2, 0, $3, $4) "
               "ON CONFLICT (member, start_day, by_roster) DO UPDATE SET end_day = excluded.end_day, "
               "reason = excluded.reason",
               exemption.member, exemption.start, exemption.end, exemption.reason);
    });
}

bool end_exemption(Connection& db, MemberId member, Day day, const RollupRules& rules)
{
    bool ended = false;
    change_member(db, member, rules, [&] {
        db.run("DELETE FROM exemption WHERE member = $1 AND start_day = $2 AND by_roster = 0", member, day);
        ended = db.changes() > 0;
        db.run("UPDATE exemption SET end_day = $2 WHERE member = $1 AND by_roster = 0 AND start_day < $2 "
               "AND (end_day IS NULL OR end_day > $2)",
               member, day);
        ended = ended || db.changes() > 0;
    });
    return ended;
}

} // namespace tongbao::store
