#include "bot/lanes.hpp"

#include <algorithm>

namespace tongbao::bot {

Lane::Lane(adapters::Pace pace, const std::vector<Uptime>& ended)
    : pace_(pace), ended_(ended.begin(), ended.end()), allowed_(pace.count)
{
}

int Lane::places(Uptime now) const
{
    if (now < blocked_until_)
        return 0;
    const auto counted = std::ranges::count_if(ended_, [&](Uptime end) { return now < end + pace_.period; });
    const int paced = pace_.count - static_cast<int>(counted);
    return std::max(0, std::min(paced, allowed_) - in_flight_);
}

Uptime Lane::next_place(Uptime now) const
{
    const auto at = std::max(now, blocked_until_);
    const auto room = static_cast<std::size_t>(std::max(1, pace_.count - in_flight_));
    return ended_.size() < room ? at : std::max(at, ended_[ended_.size() - room] + pace_.period);
}

void Lane::ended(Uptime now)
{
    --in_flight_;
    while (!ended_.empty() && ended_.front() + pace_.period <= now)
        ended_.pop_front();
    ended_.push_back(now);
}

void Lane::accepted()
{
    allowed_ = std::min(pace_.count, 2 * allowed_);
}

void Lane::block(Uptime until)
{
    blocked_until_ = std::max(blocked_until_, until);
    allowed_ = 1;
}

std::chrono::milliseconds expected_wait(Lane lane, int ahead, Uptime now)
{
    auto at = lane.next_place(now);
    for (; ahead > 0; --ahead) {
        lane.begun();
        lane.ended(at);
        at = lane.next_place(at);
    }
    return at - now;
}

} // namespace tongbao::bot
