#pragma once

#include "store/connection.hpp"

namespace tongbao::store {

/// A move into another unit that waits for the consent of that unit's administrator.
struct MoveRequest {
    std::int64_t id = 0;
    MemberId member;
    Day from_start; ///< of the membership that would end
    UnitId unit;    ///< new
    UnitId branch;  ///< new
    Day day;        ///< first in the new branch
    MemberId asked_by;
    Instant asked_at;
    Instant expires;
};

/// Returns its number. An earlier request for the same member ends: the last word counts.
std::int64_t ask_for_move(Connection& db, const MoveRequest& request);
/// Requests that nobody has decided and that have not expired, oldest first.
std::vector<MoveRequest> waiting_moves(Connection& db, Instant now);
std::optional<MoveRequest> waiting_move(Connection& db, std::int64_t id, Instant now);
/// Ends a waiting request. False when somebody decided before.
bool decide_move(Connection& db, std::int64_t id, bool agreed, MemberId by, Instant now);

} // namespace tongbao::store
