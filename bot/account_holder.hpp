#pragma once

#include "store/connection.hpp"

namespace tongbao::bot {

/// The member that a chat account is at `now`: the one it is bound to or, where the organisation's accounts are named
/// by member codes, the one of that code. None for a stranger. It may have left the roster.
std::optional<MemberId> account_holder(store::Connection& db, std::string_view platform, std::string_view user_id,
                                       bool user_id_is_member_id, Instant now);

} // namespace tongbao::bot
