#include "bot/delivery/recovery.hpp"

#include "bot/delivery/lane_state.hpp"

#include <algorithm>

namespace tongbao::bot {

void settle_open_attempts(store::Connection& db, const std::string& boot, const Traffic& traffic,
                          const DeliveryRules& rules, const OnTrouble& on_trouble, Instant now,
                          const MachineTime& machine)
{
    std::vector<Trouble> troubles;
    for (const auto& open : store::open_attempts(db, boot)) {
        const auto lost = adapters::Outcome::uncertain("the service ended before the answer was recorded");
        const auto result = decide(lost, traffic.tried(open.part), rules, 0, now);
        store::record_outcome(db, open.attempt, result, now, machine);
        if (auto trouble = trouble_of(open.part, result))
            troubles.push_back(std::move(*trouble));
    }
    if (on_trouble)
        for (const auto& trouble : together(std::move(troubles)))
            on_trouble(db, trouble, now);
}

Lanes restore_lanes(store::Connection& db, const Traffic& traffic, Instant now, const MachineTime& machine)
{
    Lanes lanes;
    for (const auto& [name, target] : traffic.targets())
        if (!lanes.contains(target.lane))
            lanes[target.lane] = load_lane(db, target.lane, target.channel->pace(), now, machine);
    return lanes;
}

LanesOfAddresses restore_addresses(store::Connection& db, const Traffic& traffic, Instant now,
                                   const MachineTime& machine)
{
    LanesOfAddresses found;
    for (const auto& [name, target] : traffic.targets()) {
        const auto paces = target.channel->pace_per_address();
        auto& lane = found.insert_or_assign(target.lane, AddressPaces(paces)).first->second;
        if (paces.empty())
            continue;
        const auto longest = std::ranges::max(paces, {}, &adapters::Pace::period).period;
        for (const auto& [address, end] : store::recent_addresses(db, target.lane, now - 2 * longest))
            lane.ended(address, ended_at_latest(end, now, machine));
    }
    return found;
}

} // namespace tongbao::bot
