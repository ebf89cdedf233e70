#include "adapters/files/xlsx.hpp"

#include "adapters/files/sheet.hpp"

namespace tongbao::adapters {

FileResult<TableFacts> read_xlsx(std::string_view bytes, const FileLimits& limits, const RowSink& sink)
{
    auto archive = ZipArchive::open(bytes, limits);
    if (!archive)
        return archive.error();
    if (archive->has("xl/vbaProject.bin"))
        return FileRefusal{FileFault::unreadable, "工作簿含有宏，请另存为不含宏的 .xlsx"};
    const auto workbook = read_workbook(*archive, limits);
    if (!workbook)
        return workbook.error();
    if (workbook->visible_sheets.empty())
        return FileRefusal{FileFault::unreadable, "工作簿没有可见的工作表"};
    const auto strings = read_shared_strings(*archive, limits);
    if (!strings)
        return strings.error();
    const auto& entry = workbook->visible_sheets.front().entry;
    auto ranges = read_merged_ranges(*archive, entry, limits);
    if (!ranges)
        return ranges.error();
    auto facts = read_sheet_rows(*archive, entry, *workbook, *strings, std::move(*ranges), limits, sink);
    if (facts)
        for (std::size_t i = 1; i < workbook->visible_sheets.size(); ++i)
            facts->sheets_not_read.push_back(workbook->visible_sheets[i].name);
    return facts;
}

} // namespace tongbao::adapters
