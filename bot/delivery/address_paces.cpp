#include "bot/delivery/address_paces.hpp"

#include <algorithm>

namespace tongbao::bot {

void AddressPaces::ended(const std::string& address, Uptime now)
{
    if (paces_.empty() || address.empty())
        return;
    forget(now);
    auto& ends = ended_[address];
    ends.push_back(now);
    all_.emplace_back(now, address);
    for (const auto& pace : paces_) {
        if (std::ssize(ends) < pace.count)
            continue;
        const auto free_at = ends[ends.size() - static_cast<std::size_t>(pace.count)] + pace.period;
        if (free_at > now)
            full_until_[address] = std::max(full_until_[address], free_at);
    }
}

std::set<std::string, std::less<>> AddressPaces::waiting(Uptime now) const
{
    std::set<std::string, std::less<>> found;
    for (const auto& [address, until] : full_until_)
        if (now < until)
            found.insert(address);
    return found;
}

Uptime AddressPaces::next_free(Uptime now) const
{
    auto next = Uptime::max();
    for (const auto& [address, until] : full_until_)
        if (now < until)
            next = std::min(next, until);
    return next;
}

void AddressPaces::forget(Uptime now)
{
    const auto longest = std::ranges::max(paces_, {}, &adapters::Pace::period).period;
    while (!all_.empty() && all_.front().first + longest <= now) {
        const auto found = ended_.find(all_.front().second);
        found->second.pop_front();
        if (found->second.empty())
            ended_.erase(found);
        all_.pop_front();
    }
    std::erase_if(full_until_, [now](const auto& one) { return one.second <= now; });
}

} // namespace tongbao::bot
