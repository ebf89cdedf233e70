#include "bot/delivery/recording.hpp"

#include "bot/log.hpp"
#include "store/failpoint.hpp"

namespace tongbao::bot {

Ending ending_of(const store::DuePart& part, AttemptId attempt, store::AttemptResult result,
                 const Traffic::Lesson& lesson, Instant now, const MachineTime& machine)
{
    auto trouble = trouble_of(part, result);
    if (trouble && lesson.circuit_opened)
        trouble->kind = Trouble::Kind::target_refused;
    const auto blocked_until = now + std::chrono::ceil<std::chrono::seconds>(lesson.blocked_for);
    return {attempt, std::move(result), std::move(trouble), lesson.blocked_lane, blocked_until, now, machine};
}

void record(store::Connection& db, const Ending& ending, const OnTrouble& on_trouble)
{
    store::record_outcome(db, ending.attempt, ending.result, ending.now, ending.machine);
    if (!ending.blocked_lane.empty())
        store::block_lane(db, ending.blocked_lane, ending.blocked_until, ending.result.reason);
    if (ending.trouble && on_trouble)
        on_trouble(db, *ending.trouble, ending.now);
    TONGBAO_FAILPOINT("outcome_written");
}

void log_ending(const store::DuePart& part, const Ending& ending)
{
    const auto& result = ending.result;
    const bool fine = result.after == store::After::sent || result.verdict == "deferred";
    log_event(fine ? Level::info : Level::warning, "attempt_ended",
              {{"attempt", ending.attempt.value},
               {"message", part.message.value},
               {"part", part.number},
               {"target", part.target},
               {"verdict", result.verdict},
               {"reason", result.reason}});
}

} // namespace tongbao::bot
