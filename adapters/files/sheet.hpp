#pragma once

#include "adapters/files/workbook.hpp"

namespace tongbao::adapters {

/// A merged range; rows and columns are 1-based and inclusive.
struct MergedRange {
    std::uint32_t first_row, last_row, first_column, last_column;
};

/// The merged ranges stand behind the rows in the file, so they are read first. Ordered by first row.
FileResult<std::vector<MergedRange>> read_merged_ranges(ZipArchive& archive, const std::string& entry,
                                                        const FileLimits& limits);

FileResult<TableFacts> read_sheet_rows(ZipArchive& archive, const std::string& entry, const Workbook& workbook,
                                       const SharedStrings& strings, std::vector<MergedRange> ranges,
                                       const FileLimits& limits, const RowSink& sink);

} // namespace tongbao::adapters
