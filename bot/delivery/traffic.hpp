#pragma once

#include "bot/delivery/address_paces.hpp"
#include "bot/delivery/circuits.hpp"
#include "bot/delivery/ramp.hpp"
#include "bot/delivery/selection.hpp"
#include "bot/delivery/target.hpp"
#include "bot/lanes.hpp"

namespace tongbao::bot {

using Lanes = std::map<std::string, Lane, std::less<>>;
using LanesOfAddresses = std::map<std::string, AddressPaces, std::less<>>;

/// How much may begin where, and what the outcomes of attempts teach about it: the lanes' paces, the circuits, the
/// turns of targets that share a lane, and the ramp over all of them.
class Traffic {
public:
    Traffic(const std::vector<Target>& targets, const DeliveryRules& rules);

    const std::map<std::string, Target, std::less<>>& targets() const { return targets_; }
    bool knows(std::string_view target) const { return targets_.contains(target); }
    const Target& target(std::string_view name) const { return targets_.find(name)->second; }
    const std::map<std::string, Turn, std::less<>>& turns() const { return turns_; }
    void start(Lanes lanes, LanesOfAddresses addresses);

    /// What is worth looking for, by target; nothing for a target that has to wait.
    std::map<std::string, Wanted> wanted(Uptime now) const;
    Room room(Uptime now) const;
    /// When `target`, which has work, is worth another look; Uptime::max() when nothing but its own messages holds it
    /// up.
    Uptime next_look(const std::string& target, Uptime now) const;

    void begun(const std::string& target);
    /// What the end of an attempt changed beyond its own message.
    struct Lesson {
        std::string blocked_lane; ///< empty: none
        Uptime blocked_for{};
        bool circuit_opened = false; ///< that was closed before
    };
    Lesson ended(const Call& call, const adapters::Outcome& outcome, Uptime now);
    /// True when `target` is left alone at `now` because it refused us.
    bool left_alone(const std::string& target, Uptime now) const { return circuits_.open(target, now); }
    /// All of these.
    std::vector<std::string> open_circuits(Uptime now) const;
    /// What decides about the next attempt of `part`, whose target may no longer be configured.
    Tried tried(const store::DuePart& part) const;

private:
    int room_in_all() const { return std::max(0, ramp_.allowed() - in_flight_); }
    const Lane& lane_of(const std::string& target) const;
    bool learn_refusal(const store::DuePart& part, adapters::Scope scope, Uptime now);

    std::map<std::string, Target, std::less<>> targets_;
    std::map<std::string, Turn, std::less<>> turns_;
    Lanes lanes_;
    LanesOfAddresses addresses_;
    Circuits circuits_;
    Ramp ramp_;
    int in_flight_ = 0;
    std::int64_t served_ = 0;
};

} // namespace tongbao::bot
