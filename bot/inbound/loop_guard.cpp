#include "bot/inbound/loop_guard.hpp"

namespace tongbao::bot {
namespace {

constexpr std::size_t tidy_speakers_above = 10'000; // speakers

} // namespace

LoopGuard::Verdict LoopGuard::hear(const std::string& speaker, InstantMs now)
{
    if (runs_.size() >= tidy_speakers_above)
        std::erase_if(runs_, [&](const auto& entry) { return now - entry.second.last >= rest_; });
    if (runs_.size() >= tidy_speakers_above)
        runs_.clear(); // a flood of strangers must not grow the map
    auto& run = runs_[speaker];
    const auto silent = now - run.last;
    run.last = now;
    if (silent >= (run.tripped ? rest_ : pause_))
        run = {0, now, false};
    if (run.tripped)
        return Verdict::tripped;
    run.tripped = ++run.length > at_most_;
    return run.tripped ? Verdict::tripped_now : Verdict::heard;
}

} // namespace tongbao::bot
