#pragma once

#include "bot/delivery/traffic.hpp"
#include "bot/delivery/trouble.hpp"

namespace tongbao::bot {

/// What one look at the outbox showed.
struct Look {
    std::vector<Call> due;
    std::vector<std::string> with_work; ///< targets
    bool stale = false;                 ///< something waits whose time is over
    std::optional<Instant> next_due;
};

/// Up to as many due calls of each target as are wanted.
Look look_at(store::Connection& db, const std::map<std::string, Wanted>& wanted, Instant now);

/// True when end_hopeless() would end something.
bool anything_hopeless(const Look& look, const Traffic& traffic);

/// Ends what can never be sent: stale messages, messages for targets that are not configured, damaged rows.
void end_hopeless(store::Connection& db, const Look& look, const Traffic& traffic, const OnTrouble& on_trouble,
                  Instant now);

} // namespace tongbao::bot
