#include "store/groups.hpp"

namespace tongbao::store {
namespace {

BoundGroup read_group(const Statement& row)
{
    BoundGroup group;
    group.platform = row.text(0);
    group.chat = row.text(1);
    group.kind = static_cast<GroupKind>(row.integer(2));
    group.unit = row.id<UnitId>(3);
    group.target = row.text(4);
    group.bound_by = row.id<MemberId>(5);
    group.since = row.instant(6);
    return group;
}

} // namespace

std::vector<BoundGroup> bound_groups(Connection& db)
{
    auto query = db.prepare("SELECT platform, chat, kind, unit, target, bound_by, since FROM bound_group "
                            "WHERE until IS NULL ORDER BY platform, chat");
    std::vector<BoundGroup> found;
    while (query.step())
        found.push_back(read_group(query));
    return found;
}

std::optional<BoundGroup> bound_group(Connection& db, std::string_view platform, std::string_view chat)
{
    auto query = db.prepare("SELECT platform, chat, kind, unit, target, bound_by, since FROM bound_group "
                            "WHERE platform = $1 AND chat = $2 AND until IS NULL");
    query.bind(platform, chat);
    return query.step() ? std::optional(read_group(query)) : std::nullopt;
}

void bind_group(Connection& db, const BoundGroup& group)
{
    unbind_group(db, group.platform, group.chat, group.since);
    if (!group.target.empty()) // a robot posts into one chat
        db.run("UPDATE bound_group SET target = '' WHERE target = $1 AND until IS NULL", group.target);
    db.run("INSERT INTO bound_group (platform, chat, since, kind, unit, target, bound_by) "
           "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (platform, chat, since) DO UPDATE SET until = NULL, "
           "kind = excluded.kind, unit = excluded.unit, target = excluded.target, bound_by = excluded.bound_by",
           group.platform, group.chat, group.since, static_cast<int>(group.kind), group.unit, group.target,
           group.bound_by);
}

bool unbind_group(Connection& db, std::string_view platform, std::string_view chat, Instant now)
{
    db.run("UPDATE bound_group SET until = $3 WHERE platform = $1 AND chat = $2 AND until IS NULL", platform, chat,
           now);
    return db.changes() > 0;
}

void issue_group_code(Connection& db, const GroupCode& code)
{
    db.run("DELETE FROM group_code WHERE expires <= $1", code.issued_at);
    db.run("INSERT INTO group_code (digest, kind, unit, target, issued_at, expires) VALUES ($1, $2, $3, $4, $5, $6)",
           code.digest, static_cast<int>(code.kind), code.unit, code.target, code.issued_at, code.expires);
}

std::optional<GroupCode> find_group_code(Connection& db, std::string_view digest, Instant now)
{
    auto query = db.prepare("SELECT kind, unit, target, issued_at, expires FROM group_code "
                            "WHERE digest = $1 AND expires > $2");
    query.bind(digest, now);
    if (!query.step())
        return std::nullopt;
    return GroupCode{std::string(digest), static_cast<GroupKind>(query.integer(0)),
                     query.id<UnitId>(1), query.text(2),
                     query.instant(3),    query.instant(4)};
}

void spend_group_code(Connection& db, std::string_view digest)
{
    db.run("DELETE FROM group_code WHERE digest = $1", digest);
}

} // namespace tongbao::store
