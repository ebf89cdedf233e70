#pragma once

#include "adapters/inbound.hpp"
#include "bot/commands/context.hpp"
#include "store/connection.hpp"

namespace tongbao::bot {

/// Who typed the message, with the roles held today. A stranger is who has no binding, or is on no roster today: roles
/// end with the membership.
Caller identify(store::Connection& db, const adapters::InboundMessage& message, const UnitTree& units,
                const CommandRules& rules, Instant now);

} // namespace tongbao::bot
