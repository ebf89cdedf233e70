#pragma once

#include "bot/delivery/claiming.hpp"
#include "bot/delivery/traffic.hpp"
#include "bot/delivery/trouble.hpp"

namespace tongbao::bot {

/// What is to be recorded about one call.
struct Ending {
    std::vector<AttemptId> attempts;
    std::vector<store::AttemptResult> results; ///< one for each attempt
    std::vector<Trouble> troubles;             ///< of each kind one, however many messages it befell
    std::string blocked_lane;                  ///< empty: none
    Instant blocked_until{};
    Instant now;
    MachineTime machine;
};

Ending ending_of(const Claim& claim, std::vector<store::AttemptResult> results, const Traffic::Lesson& lesson,
                 Instant now, const MachineTime& machine);

void record(store::Connection& db, const Ending& ending, const OnTrouble& on_trouble);

void log_ending(const Claim& claim, const Ending& ending);

} // namespace tongbao::bot
