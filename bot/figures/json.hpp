#pragma once

#include "bot/figures/figures.hpp"

#include <nlohmann/json_fwd.hpp>

namespace tongbao::bot {

/// Every figure as displayed, the branches under their units: what `tongbao figures --json` prints and what a circular
/// keeps as its snapshot.
nlohmann::ordered_json figures_json(const WindowFigures& figures);
nlohmann::ordered_json figures_json(const UnitFigures& unit);

} // namespace tongbao::bot
