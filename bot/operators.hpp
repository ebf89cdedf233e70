#pragma once

#include "bot/config.hpp"

#include <set>

namespace tongbao::bot {

/// The group that is told of trouble: the operators' own, or when that is among the `broken` targets, another group of
/// administrators. Empty when none is left, or when nobody wants to be told.
std::optional<std::string> way_to_operators(const Config& config, const std::set<std::string>& broken);

} // namespace tongbao::bot
