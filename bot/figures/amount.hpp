#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace tongbao::bot {

/// Wide enough for every product of sums of person-days.
__extension__ using Wide = __int128;

/// A number as displayed: `scaled` counts units of 10^-decimals. Empty where there is nothing to divide by: "—".
struct Amount {
    std::optional<std::int64_t> scaled;
    int decimals = 2;
    bool known() const { return scaled.has_value(); }
    friend bool operator==(const Amount&, const Amount&) = default;
};

/// n/d rounded half up in integers (domain/metrics.md §6). n and d are not negative; d = 0 gives an empty amount.
Amount rounded(Wide n, Wide d, int decimals);
Amount rounded_percent(Wide n, Wide d, int decimals);

/// "64.84", or "—".
std::string text(const Amount& amount);

/// The difference of two displayed values, empty when one of them is.
Amount difference(const Amount& now, const Amount& before);
/// "+2.01", "-0.11", "持平" or "—" (domain/rulings.md 15).
std::string signed_text(const Amount& difference);

} // namespace tongbao::bot
