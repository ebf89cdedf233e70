#pragma once

#include "store/outbox.hpp"

namespace tongbao::bot {

/// What is known, at the moment of sending, about the person a message is for.
struct AccountState {
    std::optional<MemberId> holder; ///< of the account it goes to
    bool on_roster = false;
};

/// Why a message for `addressee` must not be sent; empty: it may. Pure.
std::string_view obstacle(const store::Addressee& addressee, const AccountState& state);

/// Looks up what `obstacle` wants to know.
AccountState account_state_of(store::Connection& db, const store::Addressee& addressee, bool user_id_is_member_id,
                              Instant now);

/// The account's holder as addressee of what only that person may read; empty for a stranger and for one who is not on
/// the roster.
std::optional<store::Addressee> addressee_at(store::Connection& db, const std::string& platform,
                                             const std::string& user_id, bool user_id_is_member_id, Instant now);

} // namespace tongbao::bot
