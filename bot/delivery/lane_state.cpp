#include "bot/delivery/lane_state.hpp"

#include <algorithm>

namespace tongbao::bot {
namespace {

/// Instants are cut to the second: what lies between two of them is certain only less this.
constexpr std::chrono::seconds rounding{1};

} // namespace

Uptime ended_at_latest(const store::AttemptEnd& end, Instant now, const MachineTime& machine)
{
    if (end.machine && end.machine->run == machine.run)
        return std::min(end.machine->up, machine.up);
    const auto ago = std::clamp<Uptime>(now - end.at - rounding, Uptime{0}, machine.up);
    return machine.up - ago;
}

Lane load_lane(store::Connection& db, const std::string& name, const adapters::Pace& pace, Instant now,
               const MachineTime& machine)
{
    // An attempt lasts less than a period, so what still counts is among twice as many as may begin in one.
    std::vector<Uptime> ended;
    for (const auto& end : store::newest_ends(db, name, 2 * pace.count))
        ended.push_back(ended_at_latest(end, now, machine));
    std::ranges::sort(ended);
    Lane lane(pace, std::move(ended));
    if (const auto until = store::lane_blocked_until(db, name); until && *until > now)
        lane.block(machine.up + (*until - now));
    return lane;
}

} // namespace tongbao::bot
