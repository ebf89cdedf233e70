#pragma once

#include "bot/circulars/settings.hpp"
#include "bot/figures/figures.hpp"

#include <nlohmann/json_fwd.hpp>

/// What a circular says of single units. Pure.
namespace tongbao::bot {

/// Puts the list of the units, those that are not ranked and why, and the improved ones into the values of the weekly
/// template. Several rank groups are several lists, each under its heading.
void put_unit_table(nlohmann::json& values, const WindowFigures& figures, Ranking ranking, bool within_groups);

/// How many rank beside this unit: "5", or "同组5" where several groups rank apart.
std::string competitors_text(const WindowFigures& figures, const UnitFigures& unit, bool within_groups);

} // namespace tongbao::bot
