#pragma once

#include "bot/delivery/decision.hpp"

#include <map>

namespace tongbao::bot {

/// Targets that refused us are left alone for a while, then tried with one message.
class Circuits {
public:
    explicit Circuits(const DeliveryRules& rules) : probe_after_(rules.probe_after), longest_(rules.longest_probe) {}

    /// True when nothing may go to `target` before open_until(target).
    bool open(const std::string& target, Uptime now) const { return now < open_until(target); }
    /// True when `target` refused the last message: one more is tried before the others.
    bool probing(const std::string& target) const { return circuits_.contains(target); }
    /// In the past for a target whose circuit is closed.
    Uptime open_until(const std::string& target) const;
    /// Opens the circuit of `target`, for twice as long as the last time. True when it was closed before.
    bool refused(const std::string& target, Uptime now);
    void accepted(const std::string& target) { circuits_.erase(target); }

private:
    struct Circuit {
        Uptime open_until{};
        std::chrono::seconds wait{0};
    };
    std::chrono::seconds probe_after_;
    std::chrono::seconds longest_;
    std::map<std::string, Circuit, std::less<>> circuits_; ///< the ones that are not closed
};

} // namespace tongbao::bot
