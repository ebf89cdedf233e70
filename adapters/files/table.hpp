#pragma once

#include <boost/system/result.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Files people export: every format becomes one stream of rows. Nothing in a file is trusted; every bound is here.
namespace tongbao::adapters {

/// promises.md §3 "Files". A file beyond a limit is refused, never cut.
struct FileLimits {
    std::size_t max_file_bytes = 64u << 20;
    std::uint32_t max_rows = 1'000'000;
    std::uint32_t max_columns = 512;
    std::size_t max_cell_bytes = 32'767;
    int max_archive_entries = 1'000;
    std::uint64_t max_expanded_bytes = 256u << 20; ///< all entries of an archive together
    std::uint64_t max_expansion_ratio = 200;       ///< per entry, looked at above 1 MiB
    std::size_t max_shared_strings = 1'000'000;
    std::size_t max_shared_string_bytes = 48u << 20;
    std::size_t max_merged_ranges = 100'000;
    std::size_t max_xml_token_bytes = 1u << 20;
    int max_depth = 32; ///< of XML elements and JSON containers
};

/// Why a file is not read at all (domain/rulings.md 28).
enum class FileFault { encoding, size, unreadable };

struct FileRefusal {
    FileFault fault = FileFault::unreadable;
    std::string reason;       ///< Chinese, for people; holds no cell's content
    std::uint32_t row = 0;    ///< 1-based as a spreadsheet shows it; 0 = the file as a whole
    std::uint32_t column = 0; ///< 1-based; 0 = unknown
};

template <class Value>
using FileResult = boost::system::result<Value, FileRefusal>;

/// One cell. The text is UTF-8 as the file has it, not normalised; a date-styled number is already `2026-09-14`.
struct Cell {
    std::string_view text;
    bool number = false;        ///< the file stores a number, so leading zeros are gone
    bool formula = false;       ///< the text is the value the spreadsheet stored beside a formula; nothing is computed
    bool merged_across = false; ///< belongs to a range merged over several columns
    bool carried = false;       ///< value of a merged range that began in a row above
};

/// One row; valid only during the call that hands it over.
struct Row {
    std::uint32_t number = 0; ///< 1-based, blank rows counted
    std::span<const Cell> cells;
    bool dates_from_1904 = false;

    std::string_view text(std::size_t column) const
    {
        return column < cells.size() ? cells[column].text : std::string_view();
    }
};

/// Takes rows in file order; returning false ends the reading early without an error.
using RowSink = std::function<bool(const Row&)>;

/// What is known about the table beside its rows.
struct TableFacts {
    std::uint32_t rows = 0;                    ///< handed to the sink
    std::optional<std::int64_t> declared_rows; ///< what the file says it holds; only the JSON envelope does
    std::vector<std::string> sheets_not_read;  ///< a workbook's sheets after the first visible one
};

} // namespace tongbao::adapters
