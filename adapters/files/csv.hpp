#pragma once

#include "adapters/files/table.hpp"

namespace tongbao::adapters {

/// Streams the rows of a delimited text: separator `,` `;` tab or `，` (found by itself), quoted fields with line
/// breaks and doubled quotes, CRLF, LF or CR. A row's number counts records, blank ones included, as a spreadsheet
/// shows them; blank rows are not handed over. `bytes` are in any encoding of text_encoding.hpp.
FileResult<TableFacts> read_csv(std::string_view bytes, const FileLimits& limits, const RowSink& sink);

} // namespace tongbao::adapters
