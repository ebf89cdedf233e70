#include "bot/figures/amount.hpp"

#include <cassert>
#include <cstdlib>
#include <fmt/format.h>

namespace tongbao::bot {
namespace {

std::int64_t power_of_ten(int exponent)
{
    std::int64_t value = 1;
    for (int i = 0; i < exponent; ++i)
        value *= 10;
    return value;
}

std::string magnitude(std::int64_t scaled, int decimals)
{
    const auto unit = power_of_ten(decimals);
    const auto size = std::abs(scaled);
    if (decimals == 0)
        return fmt::format("{}", size);
    return fmt::format("{}.{:0{}}", size / unit, size % unit, decimals);
}

} // namespace

Amount rounded(Wide n, Wide d, int decimals)
{
    assert(n >= 0 && d >= 0);
    if (d == 0)
        return {std::nullopt, decimals};
    return {static_cast<std::int64_t>((2 * n * power_of_ten(decimals) + d) / (2 * d)), decimals};
}

Amount rounded_percent(Wide n, Wide d, int decimals)
{
    return rounded(100 * n, d, decimals);
}

std::string text(const Amount& amount)
{
    if (!amount.known())
        return "—";
    return (*amount.scaled < 0 ? "-" : "") + magnitude(*amount.scaled, amount.decimals);
}

Amount difference(const Amount& now, const Amount& before)
{
    if (!now.known() || !before.known())
        return {std::nullopt, now.decimals};
    return {*now.scaled - *before.scaled, now.decimals};
}

std::string signed_text(const Amount& difference)
{
    if (!difference.known())
        return "—";
    if (*difference.scaled == 0)
        return "持平";
    return (*difference.scaled < 0 ? "-" : "+") + magnitude(*difference.scaled, difference.decimals);
}

} // namespace tongbao::bot
