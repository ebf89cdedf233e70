#pragma once

#include "adapters/channel.hpp"

#include <deque>
#include <string>

namespace tongbao::bot {

/// The pace of one platform credential: at most `pace.count` attempts in any sliding `pace.period`, as the platform may
/// see them. An attempt counts from its beginning until a period after its end, because only then is it certain that
/// the platform counts it no more. Its state after a restart is made of the attempt rows.
class Lane {
public:
    Lane() = default;
    /// `ended`: when earlier attempts ended, oldest first. `blocked_until`: a throttle that outlived the restart.
    Lane(adapters::Pace pace, const std::vector<Instant>& ended, Instant blocked_until);

    /// How many attempts may begin now.
    int places(Instant now) const;
    /// The earliest instant from `now` at which a place is free as far as is known; attempts in flight may free it
    /// later.
    Instant next_place(Instant now) const;
    void begun() { ++in_flight_; }
    void ended(Instant now);
    void block(Instant until);
    Instant blocked_until() const { return blocked_until_; }

private:
    void forget(Instant now);
    adapters::Pace pace_;
    std::deque<Instant> ended_;
    int in_flight_ = 0;
    Instant blocked_until_{};
};

/// When the attempt after `ahead` others would begin, if each takes no time: what "预计" in a list means.
Instant expected_begin(const adapters::Pace& pace, const std::vector<Instant>& ended, Instant blocked_until, int ahead,
                       Instant now);

} // namespace tongbao::bot
