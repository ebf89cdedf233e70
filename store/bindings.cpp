#include "store/bindings.hpp"

namespace tongbao::store {

std::optional<MemberId> bound_member(Connection& db, std::string_view platform, std::string_view user_id, Instant now)
{
    auto query = db.prepare("SELECT member FROM binding WHERE platform = $1 AND user_id = $2 AND since <= $3 "
                            "AND (until IS NULL OR until > $3)");
    query.bind(platform, user_id, now);
    return query.step() ? std::optional(query.id<MemberId>(0)) : std::nullopt;
}

std::vector<Binding> bindings_of(Connection& db, MemberId member)
{
    auto query = db.prepare("SELECT platform, since, until FROM binding WHERE member = $1 ORDER BY since");
    query.bind(member);
    std::vector<Binding> found;
    while (query.step())
        found.push_back({query.text(0), query.instant(1), query.optional_instant(2)});
    return found;
}

std::vector<std::pair<std::string, std::string>> accounts_of(Connection& db, MemberId member, Instant now)
{
    auto query = db.prepare("SELECT platform, user_id FROM binding WHERE member = $1 AND since <= $2 "
                            "AND (until IS NULL OR until > $2) ORDER BY platform, user_id");
    query.bind(member, now);
    std::vector<std::pair<std::string, std::string>> found;
    while (query.step())
        found.emplace_back(query.text(0), query.text(1));
    return found;
}

void bind_member(Connection& db, std::string_view platform, std::string_view user_id, MemberId member, Instant now)
{
    unbind_member(db, platform, user_id, now);
    db.run("INSERT INTO binding (platform, user_id, member, since) VALUES ($1, $2, $3, $4) "
           "ON CONFLICT (platform, user_id, since) DO UPDATE SET member = excluded.member, until = NULL",
           platform, user_id, member, now);
}

bool unbind_member(Connection& db, std::string_view platform, std::string_view user_id, Instant now)
{
    db.run("UPDATE binding SET until = $1 WHERE platform = $2 AND user_id = $3 AND until IS NULL", now, platform,
           user_id);
    return db.changes() > 0;
}

void owe_notice(Connection& db, std::string_view platform, std::string_view user_id)
{
    db.run("UPDATE binding SET notice_due = 1 WHERE platform = $1 AND user_id = $2 AND until IS NULL", platform,
           user_id);
}

bool notice_owed(Connection& db, std::string_view platform, std::string_view user_id)
{
    auto query = db.prepare("SELECT 1 FROM binding WHERE platform = $1 AND user_id = $2 AND until IS NULL "
                            "AND notice_due = 1");
    return query.bind(platform, user_id).step();
}

void note_notice(Connection& db, std::string_view platform, std::string_view user_id)
{
    db.run("UPDATE binding SET notice_due = 0 WHERE platform = $1 AND user_id = $2 AND until IS NULL", platform,
           user_id);
}

bool note_stranger(Connection& db, std::string_view platform, std::string_view user_id, Day day)
{
    db.run("INSERT INTO stranger_told (platform, user_id, day) VALUES ($1, $2, $3) "
           "ON CONFLICT (platform, user_id) DO UPDATE SET day = excluded.day WHERE stranger_told.day < excluded.day",
           platform, user_id, day);
    return db.changes() > 0;
}

} // namespace tongbao::store
