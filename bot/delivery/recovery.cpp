#include "bot/delivery/recovery.hpp"

namespace tongbao::bot {

void settle_open_attempts(store::Connection& db, const std::string& boot, const Traffic& traffic,
                          const DeliveryRules& rules, const OnTrouble& on_trouble, Instant now)
{
    for (const auto& open : store::open_attempts(db, boot)) {
        const auto lost = adapters::Outcome::uncertain("the service ended before the answer was recorded");
        const auto result = decide(lost, traffic.tried(open.part), rules, 0, now);
        store::record_outcome(db, open.attempt, result, now);
        if (const auto trouble = trouble_of(open.part, result); trouble && on_trouble)
            on_trouble(db, *trouble, now);
    }
}

Lanes restore_lanes(store::Connection& db, const Traffic& traffic, Instant now)
{
    Lanes lanes;
    for (const auto& [name, target] : traffic.targets()) {
        const auto pace = target.channel->pace();
        const auto ended = store::recent_attempts(db, target.lane, now - pace.period - std::chrono::seconds{1});
        lanes[target.lane] = Lane(pace, ended, store::lane_blocked_until(db, target.lane).value_or(Instant{}));
    }
    return lanes;
}

} // namespace tongbao::bot
