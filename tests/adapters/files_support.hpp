#pragma once

#include "adapters/files/read_table.hpp"

#include <zip.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>

namespace tongbao::adapters {

/// A folder of its own, gone with the test.
class TemporaryFolder {
public:
    TemporaryFolder()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "tongbao-files-XXXXXX").string();
        if (!::mkdtemp(pattern.data()))
            throw std::runtime_error("no temporary folder");
        path_ = pattern;
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }

    const std::filesystem::path& path() const { return path_; }
    std::string write(const std::string& name, std::string_view bytes) const
    {
        const auto path = path_ / name;
        std::ofstream(path, std::ios::binary) << bytes;
        return path.string();
    }

private:
    std::filesystem::path path_;
};

/// The rows of a file as text, by row number.
struct ReadRows {
    std::map<std::uint32_t, std::vector<std::string>> rows;
    std::optional<FileRefusal> refusal;
    TableFacts facts;
};

inline ReadRows read_rows(std::string name, std::string bytes, const FileLimits& limits = {})
{
    ReadRows read;
    const FileContent file{std::move(name), std::move(bytes), ""};
    auto facts = read_table(file, limits, [&](const Row& row) {
        auto& texts = read.rows[row.number];
        for (const auto& cell : row.cells)
            texts.emplace_back(cell.text);
        return true;
    });
    if (facts)
        read.facts = std::move(*facts);
    else
        read.refusal = facts.error();
    return read;
}

inline std::string slurp(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// A zip archive of the given entries.
inline std::string zip_of(const std::map<std::string, std::string>& entries)
{
    const TemporaryFolder folder;
    const auto path = (folder.path() / "a.zip").string();
    zip_t* archive = zip_open(path.c_str(), ZIP_CREATE, nullptr);
    for (const auto& [name, text] : entries)
        zip_file_add(archive, name.c_str(), zip_source_buffer(archive, text.data(), text.size(), 0), ZIP_FL_ENC_UTF_8);
    if (zip_close(archive) != 0)
        throw std::runtime_error("zip not written");
    return slurp(path);
}

/// The smallest workbook: one sheet with this `sheetData` content and what follows it.
inline std::map<std::string, std::string> workbook_entries(const std::string& sheet_data, const std::string& after = "")
{
    return {
        {"xl/workbook.xml",
         R"(<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>)"},
        {"xl/_rels/workbook.xml.rels",
         R"(<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>)"},
        {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + sheet_data + "</sheetData>" + after + "</worksheet>"}};
}

inline std::string workbook_of(const std::string& sheet_data, const std::string& after = "")
{
    return zip_of(workbook_entries(sheet_data, after));
}

} // namespace tongbao::adapters
