#include "store/roles.hpp"

#include <algorithm>

namespace tongbao::store {
namespace {

/// One word of a role from `day` on; saying it twice on one day is saying it once.
void note_change(Connection& db, MemberId member, const HeldRole& role, bool granted, UnitId unit, Day day)
{
    db.run("INSERT INTO role_change (member, role, scope, granted, start_day, unit) VALUES ($1, $2, $3, $4, $5, $6) "
           "ON CONFLICT (member, role, scope, granted, start_day) DO UPDATE SET end_day = NULL, unit = excluded.unit",
           member, static_cast<int>(role.role), role.scope, granted, day, unit);
}

void end_changes(Connection& db, MemberId member, const HeldRole& role, bool granted, Day day)
{
    db.run("UPDATE role_change SET end_day = $5 WHERE member = $1 AND role = $2 AND scope = $3 AND granted = $4 "
           "AND (end_day IS NULL OR end_day > $5)",
           member, static_cast<int>(role.role), role.scope, granted, day);
}

bool holds(Connection& db, MemberId member, const HeldRole& role, Day day)
{
    const auto held = roles_of(db, member, day);
    return std::find(held.begin(), held.end(), role) != held.end();
}

} // namespace

bool grant_role(Connection& db, MemberId member, const HeldRole& role, Day day)
{
    const auto membership = membership_on(db, member, day);
    if (!membership || holds(db, member, role, day))
        return false;
    end_changes(db, member, role, false, day); // what the roster states comes back
    if (!holds(db, member, role, day))
        note_change(db, member, role, true, membership->unit, day);
    return true;
}

bool revoke_role(Connection& db, MemberId member, const HeldRole& role, Day day)
{
    if (!holds(db, member, role, day))
        return false;
    end_changes(db, member, role, true, day);
    if (holds(db, member, role, day))
        note_change(db, member, role, false, membership_on(db, member, day)->unit, day);
    return true;
}

} // namespace tongbao::store
