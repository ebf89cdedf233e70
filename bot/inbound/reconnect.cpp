#include "bot/inbound/reconnect.hpp"

#include <algorithm>

namespace tongbao::bot {

std::chrono::milliseconds reconnect_delay(int failures, std::chrono::seconds longest, double chance)
{
    const auto doubled = std::chrono::milliseconds{1000LL << std::clamp(failures - 1, 0, 20)};
    const auto drawn = std::chrono::milliseconds{static_cast<std::int64_t>(1000 * chance)};
    return std::min<std::chrono::milliseconds>(doubled + drawn, longest);
}

std::chrono::milliseconds return_delay(int evictions, std::chrono::milliseconds first, double chance)
{
    using std::chrono::milliseconds;
    constexpr milliseconds longest = std::chrono::hours{8};
    const milliseconds doubled = std::min<milliseconds>(first * (1LL << std::clamp(evictions - 1, 0, 20)), longest);
    const milliseconds drawn{static_cast<std::int64_t>(static_cast<double>(doubled.count()) / 2 * chance)};
    return std::min(doubled + drawn, longest);
}

} // namespace tongbao::bot
