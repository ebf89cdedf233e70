#include "store/requests.hpp"

#include <algorithm>
#include <array>

namespace tongbao::store {
namespace {

constexpr std::array<std::string_view, 3> kind_names{"correction", "erasure", "feedback"};

constexpr std::string_view select = "SELECT id, kind, coalesce(member, 0), coalesce(unit, 0), text, made_at, due, "
                                    "decided_at, coalesce(granted, 0), answer FROM request ";

Request read(const Statement& row)
{
    Request request;
    request.id = row.id<RequestId>(0);
    request.kind = static_cast<RequestKind>(std::ranges::find(kind_names, row.view(1)) - kind_names.begin());
    request.member = row.id<MemberId>(2);
    request.unit = row.id<UnitId>(3);
    request.text = row.text(4);
    request.made_at = row.instant(5);
    request.due = row.day(6);
    request.decided_at = row.optional_instant(7);
    request.granted = row.integer(8) != 0;
    request.answer = row.text(9);
    return request;
}

std::vector<Request> all_of(Statement query)
{
    std::vector<Request> found;
    while (query.step())
        found.push_back(read(query));
    return found;
}

template <class Tag>
std::optional<Id<Tag>> or_null(Id<Tag> id)
{
    return id ? std::optional(id) : std::nullopt;
}

} // namespace

RequestId add_request(Connection& db, const Request& request)
{
    auto insert = db.prepare("INSERT INTO request (kind, member, unit, text, made_at, due) "
                             "VALUES ($1, $2, $3, $4, $5, $6) RETURNING id");
    insert.bind(kind_names.at(static_cast<std::size_t>(request.kind)), or_null(request.member), or_null(request.unit),
                request.text, request.made_at, request.due);
    insert.step();
    return insert.id<RequestId>(0);
}

std::optional<Request> find_request(Connection& db, RequestId id)
{
    auto query = db.prepare(std::string(select) + "WHERE id = $1");
    query.bind(id);
    return query.step() ? std::optional(read(query)) : std::nullopt;
}

std::vector<Request> open_requests(Connection& db)
{
    return all_of(db.prepare(std::string(select) + "WHERE decided_at IS NULL ORDER BY id"));
}

std::vector<Request> requests_of(Connection& db, MemberId member)
{
    auto query = db.prepare(std::string(select) + "WHERE member = $1 ORDER BY id DESC");
    query.bind(member);
    return all_of(std::move(query));
}

bool decide_request(Connection& db, RequestId id, bool granted, std::string_view answer, MemberId by, Instant now)
{
    db.run("UPDATE request SET granted = $2, answer = $3, decided_by = $4, decided_at = $5 "
           "WHERE id = $1 AND decided_at IS NULL",
           id, granted, answer, by, now);
    return db.changes() == 1;
}

std::int64_t forget_requests(Connection& db, Instant decided_before)
{
    db.run("DELETE FROM request WHERE decided_at < $1", decided_before);
    return db.changes();
}

} // namespace tongbao::store
