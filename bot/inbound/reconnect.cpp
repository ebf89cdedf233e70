#include "bot/inbound/reconnect.hpp"

#include <algorithm>

namespace tongbao::bot {

std::chrono::milliseconds reconnect_delay(int failures, std::chrono::seconds longest, double chance)
{
    const auto doubled = std::chrono::milliseconds{1000LL << std::clamp(failures - 1, 0, 20)};
    const auto drawn = std::chrono::milliseconds{static_cast<std::int64_t>(1000 * chance)};
    return std::min<std::chrono::milliseconds>(doubled + drawn, longest);
}

} // namespace tongbao::bot
