#pragma once

#include "bot/commands/context.hpp"
#include "bot/figures/figures.hpp"

/// Which units a caller may read, shared by the commands that show figures.
namespace tongbao::bot {

/// Who may read, and which nodes of the tree.
struct UnitReading {
    std::string_view roles;
    bool (*includes)(const Unit& unit);
};
extern const UnitReading reading_units;
extern const UnitReading reading_branches; ///< and units that are a branch themselves

std::vector<const Unit*> readable(const CommandContext& context, const UnitReading& reading);

/// The row of `unit`; null when it did not exist in the window.
const UnitFigures* row_of(const WindowFigures& figures, const Unit& unit);

/// Inside the own unit a chat of two may show what would point to persons elsewhere (domain/metrics.md §7).
bool reads_inside(const CommandContext& context, const Grant& grant);

} // namespace tongbao::bot
