#include "store/moves.hpp"

namespace tongbao::store {
namespace {

MoveRequest read_request(const Statement& row)
{
    MoveRequest request;
    request.id = row.integer(0);
    request.member = row.id<MemberId>(1);
    request.from_start = row.day(2);
    request.unit = row.id<UnitId>(3);
    request.branch = row.id<UnitId>(4);
    request.day = row.day(5);
    request.asked_by = row.id<MemberId>(6);
    request.asked_at = row.instant(7);
    request.expires = row.instant(8);
    return request;
}

constexpr std::string_view waiting =
    "SELECT id, member, from_start, unit, branch, day, asked_by, asked_at, expires FROM move_request "
    "WHERE decided_at IS NULL AND expires > $1";

} // namespace

std::int64_t ask_for_move(Connection& db, const MoveRequest& request)
{
    db.run("UPDATE move_request SET decided_at = $2, agreed = 0, decided_by = $3 WHERE member = $1 "
           "AND decided_at IS NULL",
           request.member, request.asked_at, request.asked_by);
    auto query = db.prepare("INSERT INTO move_request (member, from_start, unit, branch, day, asked_by, asked_at, "
                            "expires) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id");
    query.bind(request.member, request.from_start, request.unit, request.branch, request.day, request.asked_by,
               request.asked_at, request.expires);
    query.step();
    const auto id = query.integer(0);
    query.step(); // the insertion is done when the statement has ended
    return id;
}

std::vector<MoveRequest> waiting_moves(Connection& db, Instant now)
{
    auto query = db.prepare(std::string(waiting) + " ORDER BY id");
    query.bind(now);
    std::vector<MoveRequest> found;
    while (query.step())
        found.push_back(read_request(query));
    return found;
}

std::optional<MoveRequest> waiting_move(Connection& db, std::int64_t id, Instant now)
{
    auto query = db.prepare(std::string(waiting) + " AND id = $2");
    query.bind(now, id);
    return query.step() ? std::optional(read_request(query)) : std::nullopt;
}

bool decide_move(Connection& db, std::int64_t id, bool agreed, MemberId by, Instant now)
{
    db.run("UPDATE move_request SET decided_at = $2, agreed = $3, decided_by = $4 WHERE id = $1 "
           "AND decided_at IS NULL",
           id, now, agreed, by);
    return db.changes() > 0;
}

} // namespace tongbao::store
