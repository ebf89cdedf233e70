#pragma once

#include "store/connection.hpp"

namespace tongbao::store {

/// Every unit that ever was, by code.
std::vector<Unit> all_units(Connection& db);

/// Inserts the unit, or changes the one with the same code; a name that it had is remembered. Returns its id. The
/// parent must have been saved before.
UnitId save_unit(Connection& db, const Unit& unit);

std::optional<Unit> find_unit(Connection& db, std::string_view code);

/// Names that units had, and may have again.
std::vector<std::pair<UnitId, std::string>> former_unit_names(Connection& db);

/// The root of the tree, which the figures of the whole belong to. None before units were imported.
UnitId school(Connection& db);

} // namespace tongbao::store
