#include "bot/backoff.hpp"

#include <algorithm>
#include <cmath>

namespace tongbao::bot {

std::chrono::seconds backoff(int tries, double chance)
{
    constexpr double longest = 600;
    const double full = std::min(longest, std::exp2(std::clamp(tries, 1, 30)));
    return std::chrono::seconds{std::llround(full / 2 + full / 2 * chance)};
}

} // namespace tongbao::bot
