#pragma once

#include "adapters/channel.hpp"
#include "store/machine_time.hpp"

#include <deque>

namespace tongbao::bot {

/// The pace of one platform credential: at most `pace.count` attempts in any sliding `pace.period`, as the platform may
/// see them. An attempt counts from its beginning until a period after its end, because only then is it certain that
/// the platform counts it no more. Its state after a restart is made of the attempt rows. Counted in the machine's
/// uptime: a clock that is set forward must not make room that the platform does not give.
class Lane {
public:
    Lane() = default;
    /// `ended`: when earlier attempts ended, oldest first.
    Lane(adapters::Pace pace, const std::vector<Uptime>& ended);

    /// How many attempts may begin now.
    int places(Uptime now) const;
    /// The earliest instant from `now` at which a place is free as far as is known; attempts in flight may free it
    /// later.
    Uptime next_place(Uptime now) const;
    void begun() { ++in_flight_; }
    void ended(Uptime now);
    /// The platform accepted something: a lane that was throttled gets back to its pace.
    void accepted();
    /// Nothing begins before `until`; then one attempt, and twice as many after each that is accepted.
    void block(Uptime until);
    Uptime blocked_until() const { return blocked_until_; }

private:
    adapters::Pace pace_;
    std::deque<Uptime> ended_;
    int in_flight_ = 0;
    int allowed_ = 0; ///< in flight at once
    Uptime blocked_until_ = Uptime::min();
};

/// How long until the attempt after `ahead` others would begin, if each takes no time: what "预计" in a list means.
std::chrono::milliseconds expected_wait(Lane lane, int ahead, Uptime now);

} // namespace tongbao::bot
