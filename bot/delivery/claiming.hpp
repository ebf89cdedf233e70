#pragma once

#include "bot/delivery/decision.hpp"
#include "bot/delivery/selection.hpp"

namespace tongbao::bot {

/// A call whose parts' intents are recorded: it is being sent.
struct Claim {
    Call call;
    std::vector<AttemptId> attempts; ///< one for each part of the call
};

/// Records the intent of each part of the selected calls; leaves out what no longer waits and suppresses what may not
/// be sent any more. The claims count once this is committed.
std::vector<Claim> claim(store::Connection& db, std::vector<Call> selected,
                         const std::map<std::string, Turn, std::less<>>& turns, const std::string& boot,
                         const DeliveryRules& rules, Instant now);

} // namespace tongbao::bot
