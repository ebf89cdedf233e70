#include "bot/monitor/pulses.hpp"

namespace tongbao::bot {

void Pulses::expect(std::string loop, std::chrono::milliseconds longest, Steady::time_point now)
{
    pulses_[std::move(loop)] = {longest, now};
}

void Pulses::beat(std::string_view loop, Steady::time_point now)
{
    if (const auto found = pulses_.find(loop); found != pulses_.end())
        found->second.last = now;
}

std::vector<std::string> Pulses::silent(Steady::time_point now) const
{
    std::vector<std::string> found;
    for (const auto& [loop, pulse] : pulses_)
        if (now - pulse.last > pulse.longest)
            found.push_back(loop);
    return found;
}

} // namespace tongbao::bot
