#pragma once

#include "bot/figures/figures.hpp"

namespace tongbao::bot {

/// Whether the figures that need persons are wanted: they cost a scan of the window when nobody asked before.
enum class Persons { leave_out, include };

struct LoadedFigures {
    WindowFigures figures;
    std::int64_t data_version = 0;
    /// Scanned just now; give them to save_scanned so that the next one need not scan. Empty otherwise.
    std::unordered_map<UnitId, PersonFigures> scanned;
};

/// Reads what figures_of needs in one state of the database: call it in Store::read or Store::write.
LoadedFigures load_figures(store::Connection& db, const Window& window, const FiguresRules& rules,
                           Persons persons = Persons::leave_out,
                           std::optional<Denominator> previous_denominator = std::nullopt);

/// Keeps what was scanned, unless the data have changed since. Call it in a transaction.
void save_scanned(store::Connection& db, const LoadedFigures& loaded, const FiguresRules& rules);

} // namespace tongbao::bot
