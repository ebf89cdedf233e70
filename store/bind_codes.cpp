#include "store/bind_codes.hpp"

namespace tongbao::store {

void issue_bind_code(Connection& db, const BindCode& code)
{
    db.run("INSERT INTO bind_code (digest, member, issued_by, issued_at, expires) VALUES ($1, $2, $3, $4, $5) "
           "ON CONFLICT (member) DO UPDATE SET digest = excluded.digest, issued_by = excluded.issued_by, "
           "issued_at = excluded.issued_at, expires = excluded.expires",
           code.digest, code.member, code.issued_by, code.issued_at, code.expires);
}

std::optional<MemberId> member_of_bind_code(Connection& db, std::string_view digest, Instant now)
{
    auto query = db.prepare("SELECT member FROM bind_code WHERE digest = $1 AND expires > $2");
    query.bind(digest, now);
    return query.step() ? std::optional(query.id<MemberId>(0)) : std::nullopt;
}

void spend_bind_code(Connection& db, std::string_view digest)
{
    db.run("DELETE FROM bind_code WHERE digest = $1", digest);
}

void note_bind_failure(Connection& db, std::string_view platform, std::string_view user_id, Instant now, Instant since)
{
    db.run("DELETE FROM bind_failure WHERE at < $1", since);
    db.run("INSERT INTO bind_failure (platform, user_id, at) VALUES ($1, $2, $3)", platform, user_id, now);
}

int bind_failures(Connection& db, std::string_view platform, std::string_view user_id, Instant since)
{
    auto query = db.prepare("SELECT count(*) FROM bind_failure WHERE platform = $1 AND user_id = $2 AND at >= $3");
    query.bind(platform, user_id, since);
    query.step();
    return static_cast<int>(query.integer(0));
}

} // namespace tongbao::store
