#pragma once

#include "adapters/files/table.hpp"

namespace tongbao::adapters {

/// Streams the rows of a workbook's first visible sheet; the other visible ones are named in the facts. Merged ranges
/// carry their value into every cell; a date-styled number becomes `2026-09-14` in the workbook's own date system.
/// Nothing is computed: of a formula only the stored value is read, and the cell says so. Macros, passwords, external
/// sheets, DTDs and anything beyond the limits are refused.
FileResult<TableFacts> read_xlsx(std::string_view bytes, const FileLimits& limits, const RowSink& sink);

} // namespace tongbao::adapters
