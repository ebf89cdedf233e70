#include "bot/delivery/circuits.hpp"

#include <algorithm>

namespace tongbao::bot {

Uptime Circuits::open_until(const std::string& target) const
{
    const auto found = circuits_.find(target);
    return found == circuits_.end() ? Uptime::min() : found->second.open_until;
}

bool Circuits::refused(const std::string& target, Uptime now)
{
    const auto [entry, news] = circuits_.try_emplace(target);
    auto& circuit = entry->second;
    circuit.wait = news ? probe_after_ : std::min(2 * circuit.wait, longest_);
    circuit.open_until = now + circuit.wait;
    return news;
}

} // namespace tongbao::bot
