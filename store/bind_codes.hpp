#pragma once

#include "store/connection.hpp"

namespace tongbao::store {

/// A code by which a chat account is bound to a member; only its digest is stored.
struct BindCode {
    std::string digest;
    MemberId member;
    MemberId issued_by;
    Instant issued_at;
    Instant expires;
};

/// A member has one code: a new one replaces the old.
void issue_bind_code(Connection& db, const BindCode& code);
/// Whom the code binds; none when it is unknown, spent or expired.
std::optional<MemberId> member_of_bind_code(Connection& db, std::string_view digest, Instant now);
void spend_bind_code(Connection& db, std::string_view digest);

/// Remembers that an account gave a wrong code, and forgets those before `since`.
void note_bind_failure(Connection& db, std::string_view platform, std::string_view user_id, Instant now, Instant since);
int bind_failures(Connection& db, std::string_view platform, std::string_view user_id, Instant since);

} // namespace tongbao::store
