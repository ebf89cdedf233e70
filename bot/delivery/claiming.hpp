#pragma once

#include "bot/delivery/decision.hpp"
#include "bot/delivery/selection.hpp"

namespace tongbao::bot {

/// A part whose intent is recorded: it is being sent.
struct Claim {
    store::DuePart part;
    AttemptId attempt;
};

/// Records the intent of each selected part; leaves out what no longer waits and suppresses what may not be sent any
/// more. The claims count once this is committed.
std::vector<Claim> claim(store::Connection& db, const std::vector<store::DuePart>& selected,
                         const std::map<std::string, Turn, std::less<>>& turns, const std::string& boot,
                         const DeliveryRules& rules, Instant now);

} // namespace tongbao::bot
