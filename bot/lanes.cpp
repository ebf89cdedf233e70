#include "bot/lanes.hpp"

#include <algorithm>

namespace tongbao::bot {
namespace {

/// Instants are cut to the second, so a period has passed for certain only one second later.
constexpr std::chrono::seconds rounding{1};

} // namespace

Lane::Lane(adapters::Pace pace, const std::vector<Instant>& ended, Instant blocked_until)
    : pace_(pace), ended_(ended.begin(), ended.end()), blocked_until_(blocked_until)
{
}

int Lane::places(Instant now) const
{
    if (now < blocked_until_)
        return 0;
    const auto counted =
        std::count_if(ended_.begin(), ended_.end(), [&](Instant end) { return now < end + pace_.period + rounding; });
    return std::max(0, pace_.count - in_flight_ - static_cast<int>(counted));
}

Instant Lane::next_place(Instant now) const
{
    auto at = std::max(now, blocked_until_);
    const auto free_again = [this](Instant end) { return end + pace_.period + rounding; };
    const auto room = static_cast<std::size_t>(std::max(1, pace_.count - in_flight_));
    if (ended_.size() >= room)
        at = std::max(at, free_again(ended_[ended_.size() - room]));
    return at;
}

void Lane::ended(Instant now)
{
    --in_flight_;
    forget(now);
    // A clock that was set back must not leave ends in the future: they would block the lane for as long.
    for (auto& end : ended_)
        end = std::min(end, now);
    ended_.push_back(now);
}

void Lane::block(Instant until)
{
    blocked_until_ = std::max(blocked_until_, until);
}

void Lane::forget(Instant now)
{
    while (!ended_.empty() && ended_.front() + pace_.period + rounding <= now)
        ended_.pop_front();
}

Instant expected_begin(const adapters::Pace& pace, const std::vector<Instant>& ended, Instant blocked_until, int ahead,
                       Instant now)
{
    Lane lane(pace, ended, blocked_until);
    auto at = lane.next_place(now);
    for (; ahead > 0; --ahead) {
        lane.begun();
        lane.ended(at);
        at = lane.next_place(at);
    }
    return at;
}

} // namespace tongbao::bot
