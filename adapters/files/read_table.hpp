#pragma once

#include "adapters/files/opened_file.hpp"

namespace tongbao::adapters {

/// Streams the rows of a file of any accepted kind (`.csv .tsv .txt .xlsx .json`, domain/exports.md §5). The content
/// must be what the name says. `.xls`, `.et`, password-protected files and everything else are refused with advice.
FileResult<TableFacts> read_table(const FileContent& file, const FileLimits& limits, const RowSink& sink);

} // namespace tongbao::adapters
