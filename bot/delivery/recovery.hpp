#pragma once

#include "bot/delivery/traffic.hpp"
#include "bot/delivery/trouble.hpp"

namespace tongbao::bot {

/// Settles every attempt that a run other than `boot` left open: nobody can tell how far it came.
void settle_open_attempts(store::Connection& db, const std::string& boot, const Traffic& traffic,
                          const DeliveryRules& rules, const OnTrouble& on_trouble, Instant now,
                          const MachineTime& machine);

/// The lanes' paces as the attempt rows of earlier runs leave them.
Lanes restore_lanes(store::Connection& db, const Traffic& traffic, Instant now, const MachineTime& machine);
/// The same for the addresses of each lane.
LanesOfAddresses restore_addresses(store::Connection& db, const Traffic& traffic, Instant now,
                                   const MachineTime& machine);

} // namespace tongbao::bot
