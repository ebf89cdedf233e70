#pragma once

#include "bot/import/layout.hpp"

namespace tongbao::bot {

/// Why a row is no data: a total, a note, a repeated header, nobody named. Null: it is data. (domain/exports.md §5)
const char* reason_to_skip(const adapters::Row& row, const Layout& layout);

/// The cell that would name a person or a unit but begins like a formula.
std::optional<std::size_t> formula_in_identity(const adapters::Row& row, const Layout& layout);

} // namespace tongbao::bot
