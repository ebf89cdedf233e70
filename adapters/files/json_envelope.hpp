#pragma once

#include "adapters/files/table.hpp"

namespace tongbao::adapters {

/// Streams the rows of a saved answer of the administrator backend (domain/exports.md §1): an envelope whose `data_str`
/// is a JSON text, or that text itself; the rows are the objects of its array `data`. The first row handed over holds
/// the field names and has number 0; the object at position n has number n. `scoreMonth` is turned from thousandths
/// into points. The `count` beside the array goes into the facts.
FileResult<TableFacts> read_json_envelope(std::string_view bytes, const FileLimits& limits, const RowSink& sink);

} // namespace tongbao::adapters
