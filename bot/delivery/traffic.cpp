#include "bot/delivery/traffic.hpp"

namespace tongbao::bot {

using adapters::Outcome;
using adapters::Scope;
using adapters::Verdict;

Traffic::Traffic(const std::vector<Target>& targets, const DeliveryRules& rules)
    : circuits_(rules), ramp_(rules.max_in_flight)
{
    for (const auto& target : targets) {
        turns_[target.name] = {target.lane, 0};
        targets_[target.name] = target;
    }
}

void Traffic::start(Lanes lanes, LanesOfAddresses addresses)
{
    lanes_ = std::move(lanes);
    addresses_ = std::move(addresses);
}

std::map<std::string, Wanted> Traffic::wanted(Uptime now) const
{
    std::map<std::string, Wanted> found;
    for (const auto& [name, target] : targets_) {
        const int free = lane_of(name).places(now);
        if (free == 0 || circuits_.open(name, now))
            continue;
        auto waiting = addresses_.find(target.lane)->second.waiting(now);
        if (circuits_.probing(name))
            found[name] = {1, 1, std::move(waiting)};
        else
            found[name] = {std::min(free, room_in_all()), target.channel->addresses_per_call(), std::move(waiting)};
    }
    return found;
}

Room Traffic::room(Uptime now) const
{
    Room room{room_in_all(), {}};
    for (const auto& [name, lane] : lanes_)
        room.by_lane[name] = lane.places(now);
    return room;
}

Uptime Traffic::next_look(const std::string& target, Uptime now) const
{
    if (circuits_.open(target, now))
        return circuits_.open_until(target);
    const auto& lane = lane_of(target);
    if (lane.places(now) == 0)
        return lane.next_place(now);
    return addresses_.find(targets_.find(target)->second.lane)->second.next_free(now);
}

void Traffic::begun(const std::string& target)
{
    auto& turn = turns_.find(target)->second;
    turn.last_served = ++served_;
    lanes_.find(turn.lane)->second.begun();
    ++in_flight_;
}

Traffic::Lesson Traffic::ended(const Call& call, const Outcome& outcome, Uptime now)
{
    Lesson lesson;
    const auto& part = call.first();
    const auto& lane_name = target(part.target).lane;
    auto& lane = lanes_.find(lane_name)->second;
    --in_flight_;
    lane.ended(now);
    auto& addresses = addresses_.find(lane_name)->second;
    for (const auto& reached : call.parts)
        addresses.ended(reached.address, now);
    // A throttled conversation says nothing about the others that a bot answers.
    if (outcome.verdict == Verdict::deferred && (part.address.empty() || outcome.scope == Scope::configuration)) {
        lane.block(now + outcome.wait);
        lesson.blocked_lane = lane_name;
        lesson.blocked_for = lane.blocked_until() - now;
    }
    if (outcome.verdict == Verdict::sent || outcome.verdict == Verdict::sent_to_some) {
        circuits_.accepted(part.target);
        lane.accepted();
        ramp_.succeeded();
    }
    if (outcome.verdict == Verdict::retry || outcome.verdict == Verdict::uncertain)
        ramp_.failed();
    if (outcome.verdict == Verdict::refused && outcome.scope != Scope::message)
        lesson.circuit_opened = learn_refusal(part, outcome.scope, now);
    return lesson;
}

std::vector<std::string> Traffic::open_circuits(Uptime now) const
{
    std::vector<std::string> open;
    for (const auto& [name, target] : targets_)
        if (circuits_.open(name, now))
            open.push_back(name);
    return open;
}

Tried Traffic::tried(const store::DuePart& part) const
{
    Tried facts;
    facts.tries = part.tries;
    facts.limited_tries = part.limited_tries;
    facts.copy = part.copy;
    facts.own_address = !part.address.empty();
    facts.on_uncertain = part.on_uncertain;
    facts.deduplicates = knows(part.target) && target(part.target).channel->deduplicates();
    return facts;
}

const Lane& Traffic::lane_of(const std::string& target) const
{
    return lanes_.find(targets_.find(target)->second.lane)->second;
}

bool Traffic::learn_refusal(const store::DuePart& part, Scope scope, Uptime now)
{
    // An address of its own that refuses says nothing about the bot that serves many.
    if (scope == Scope::target && !part.address.empty())
        return false;
    const auto& lane = target(part.target).lane;
    bool news = false;
    for (const auto& [name, other] : targets_)
        if (scope == Scope::configuration ? other.lane == lane : name == part.target)
            news = circuits_.refused(name, now) || news;
    return news;
}

} // namespace tongbao::bot
