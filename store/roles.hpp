#pragma once

#include "store/members.hpp"

/// Roles given and taken by command, beside those of the roster. A role given lasts as long as its holder stays in the
/// unit; a role of the roster that was taken stays away until a later membership states it again, so that importing the
/// same roster once more brings nothing back.
namespace tongbao::store {

/// Gives the role over `scope` from `day` on. The member must be on the roster that day. False when it is held already.
bool grant_role(Connection& db, MemberId member, const HeldRole& role, Day day);
/// Takes it away from `day` on, whoever gave it. False when it is not held.
bool revoke_role(Connection& db, MemberId member, const HeldRole& role, Day day);

} // namespace tongbao::store
