#pragma once

#include "store/connection.hpp"

namespace tongbao::store {

/// The member that a chat account is bound to at `now`; none for a stranger.
std::optional<MemberId> bound_member(Connection& db, std::string_view platform, std::string_view user_id, Instant now);

/// A chat account of a member.
struct Binding {
    std::string platform;
    Instant since;
    std::optional<Instant> until; ///< empty: still holds
};
/// Oldest first.
std::vector<Binding> bindings_of(Connection& db, MemberId member);

/// The accounts, platform and user id, that a member is bound to at `now`.
std::vector<std::pair<std::string, std::string>> accounts_of(Connection& db, MemberId member, Instant now);

/// Binds the account from `now` on; a binding that the account already has ends.
void bind_member(Connection& db, std::string_view platform, std::string_view user_id, MemberId member, Instant now);

/// Marks the account's binding: its holder, bound by a file, has not seen the notice of purpose.
void owe_notice(Connection& db, std::string_view platform, std::string_view user_id);
bool notice_owed(Connection& db, std::string_view platform, std::string_view user_id);
void note_notice(Connection& db, std::string_view platform, std::string_view user_id);

/// Ends the account's binding. False when it has none.
bool unbind_member(Connection& db, std::string_view platform, std::string_view user_id, Instant now);

/// True the first time on `day` that it is called for this account: then the stranger is told how to bind.
bool note_stranger(Connection& db, std::string_view platform, std::string_view user_id, Day day);

} // namespace tongbao::store
