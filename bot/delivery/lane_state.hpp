#pragma once

#include "bot/lanes.hpp"
#include "store/attempts.hpp"

namespace tongbao::bot {

/// When an earlier attempt ended at the latest, as `machine` counts: negative before its start. The clock is believed
/// only as far as the time since the machine's start bears it out, because it may have been set. Pure.
Uptime ended_at_latest(const store::AttemptEnd& end, Instant now, const MachineTime& machine);

/// A lane as the attempt rows and the platform's throttle leave it. A throttled lane begins again with one attempt.
Lane load_lane(store::Connection& db, const std::string& name, const adapters::Pace& pace, Instant now,
               const MachineTime& machine);

} // namespace tongbao::bot
