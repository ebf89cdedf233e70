#include "bot/inbound/buckets.hpp"

#include <algorithm>

namespace tongbao::bot {
namespace {

constexpr std::size_t tidy_names_above = 10'000; // names; a flood of strangers must not grow the map

} // namespace

double Buckets::tokens(const std::string& name, InstantMs now) const
{
    const auto found = levels_.find(name);
    if (found == levels_.end())
        return per_minute_;
    const auto waited = std::max(now - found->second.at, std::chrono::milliseconds(0)); // the clock may step back
    const double refilled = per_minute_ * (static_cast<double>(waited.count()) / 60'000.0);
    return std::min<double>(per_minute_, found->second.tokens + refilled);
}

bool Buckets::available(const std::string& name, InstantMs now) const
{
    return tokens(name, now) >= 1;
}

void Buckets::take(const std::string& name, InstantMs now)
{
    if (levels_.size() >= tidy_names_above)
        forget_full(now);
    levels_.insert_or_assign(name, Level{tokens(name, now) - 1, now});
}

void Buckets::put_back(const std::string& name, InstantMs now)
{
    levels_.insert_or_assign(name, Level{std::min<double>(per_minute_, tokens(name, now) + 1), now});
}

void Buckets::forget_full(InstantMs now)
{
    std::erase_if(levels_, [now](const auto& entry) { return now - entry.second.at >= std::chrono::minutes(1); });
    if (levels_.size() >= tidy_names_above)
        levels_.clear(); // more talkers in a minute than any organisation has: being lenient costs nothing
}

} // namespace tongbao::bot
