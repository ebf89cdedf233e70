#pragma once

#include "bot/delivery/traffic.hpp"
#include "bot/delivery/trouble.hpp"

namespace tongbao::bot {

/// What is to be recorded about one attempt.
struct Ending {
    AttemptId attempt;
    store::AttemptResult result;
    std::optional<Trouble> trouble;
    std::string blocked_lane; ///< empty: none
    Instant blocked_until{};
    Instant now;
    MachineTime machine;
};

Ending ending_of(const store::DuePart& part, AttemptId attempt, store::AttemptResult result,
                 const Traffic::Lesson& lesson, Instant now, const MachineTime& machine);

void record(store::Connection& db, const Ending& ending, const OnTrouble& on_trouble);

void log_ending(const store::DuePart& part, const Ending& ending);

} // namespace tongbao::bot
