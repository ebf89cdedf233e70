#include "bot/delivery/recording.hpp"

#include "bot/log.hpp"
#include "store/failpoint.hpp"

namespace tongbao::bot {
namespace {

std::vector<Trouble> troubles_of(const Call& call, const std::vector<store::AttemptResult>& results)
{
    std::vector<Trouble> troubles;
    for (std::size_t i = 0; i < results.size(); ++i)
        if (auto trouble = trouble_of(call.parts[i], results[i]))
            troubles.push_back(std::move(*trouble));
    return together(std::move(troubles));
}

} // namespace

Ending ending_of(const Claim& claim, std::vector<store::AttemptResult> results, const Traffic::Lesson& lesson,
                 Instant now, const MachineTime& machine)
{
    auto troubles = troubles_of(claim.call, results);
    if (lesson.circuit_opened) {
        if (troubles.empty())
            troubles.push_back(trouble_about(Trouble::Kind::dead, claim.call.first(), results.front().reason));
        troubles.front().kind = Trouble::Kind::target_refused;
    }
    const auto blocked_until = now + std::chrono::ceil<std::chrono::seconds>(lesson.blocked_for);
    return {claim.attempts, std::move(results), std::move(troubles), lesson.blocked_lane, blocked_until, now, machine};
}

void record(store::Connection& db, const Ending& ending, const OnTrouble& on_trouble)
{
    for (std::size_t i = 0; i < ending.attempts.size(); ++i)
        store::record_outcome(db, ending.attempts[i], ending.results[i], ending.now, ending.machine);
    if (!ending.blocked_lane.empty())
        store::block_lane(db, ending.blocked_lane, ending.blocked_until, ending.results.front().reason);
    for (const auto& trouble : ending.troubles)
        if (on_trouble)
            on_trouble(db, trouble, ending.now);
    TONGBAO_FAILPOINT("outcome_written");
}

void log_ending(const Claim& claim, const Ending& ending)
{
    for (std::size_t i = 0; i < ending.attempts.size(); ++i) {
        const auto& part = claim.call.parts[i];
        const auto& result = ending.results[i];
        const bool fine = result.after == store::After::sent || result.verdict == "deferred";
        log_event(fine ? Level::info : Level::warning, "attempt_ended",
                  {{"attempt", ending.attempts[i].value},
                   {"message", part.message.value},
                   {"part", part.number},
                   {"target", part.target},
                   {"verdict", result.verdict},
                   {"reason", result.reason}});
    }
}

} // namespace tongbao::bot
