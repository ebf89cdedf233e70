#pragma once

#include "adapters/channel.hpp"
#include "store/machine_time.hpp"

#include <deque>
#include <map>
#include <set>

namespace tongbao::bot {

/// How much each address of one lane has had lately, where the platform drops the surplus of an address without a word.
/// Remembers only what the longest of the paces can still count.
class AddressPaces {
public:
    AddressPaces() = default;
    explicit AddressPaces(std::vector<adapters::Pace> paces) : paces_(std::move(paces)) {}

    void ended(const std::string& address, Uptime now);
    /// Addresses that have had all they may have.
    std::set<std::string, std::less<>> waiting(Uptime now) const;
    /// When the first of them may have more; Uptime::max() when none waits.
    Uptime next_free(Uptime now) const;

private:
    void forget(Uptime now);

    std::vector<adapters::Pace> paces_;
    std::deque<std::pair<Uptime, std::string>> all_;
    std::map<std::string, std::deque<Uptime>, std::less<>> ended_;
    std::map<std::string, Uptime, std::less<>> full_until_;
};

} // namespace tongbao::bot
