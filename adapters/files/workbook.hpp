#pragma once

#include "adapters/files/xml_stream.hpp"

namespace tongbao::adapters {

struct SheetPlace {
    std::string name;
    std::string entry; ///< of the archive
};

/// What a workbook says outside its sheets.
struct Workbook {
    std::vector<SheetPlace> visible_sheets;
    bool dates_from_1904 = false;
    std::vector<bool> style_is_date; ///< by the cell's style index
};

FileResult<Workbook> read_workbook(ZipArchive& archive, const FileLimits& limits);

/// The texts cells point to, one behind another in one block.
class SharedStrings {
public:
    std::size_t size() const { return ends_.size(); }
    std::string_view get(std::size_t index) const
    {
        const std::size_t start = index == 0 ? 0 : ends_[index - 1];
        return std::string_view(block_).substr(start, ends_[index] - start);
    }
    void append(std::string_view piece) { block_.append(piece); }
    void close_string() { ends_.push_back(static_cast<std::uint32_t>(block_.size())); }
    std::size_t bytes() const { return block_.size(); }

private:
    std::string block_;
    std::vector<std::uint32_t> ends_;
};

/// Empty when the workbook has none.
FileResult<SharedStrings> read_shared_strings(ZipArchive& archive, const FileLimits& limits);

} // namespace tongbao::adapters
