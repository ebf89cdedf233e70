#include "adapters/files/read_table.hpp"

#include "adapters/files/csv.hpp"
#include "adapters/files/json_envelope.hpp"
#include "adapters/files/xlsx.hpp"

#include <algorithm>

namespace tongbao::adapters {
namespace {

constexpr std::string_view zip_mark = "PK\x03\x04";
constexpr std::string_view empty_zip_mark = "PK\x05\x06";
constexpr std::string_view ole_mark = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"; // .xls, .et and encrypted .xlsx
constexpr std::string_view advice = "请用 Excel 或 WPS 打开后另存为 .xlsx（不设密码）再导入";

enum class Kind { csv, xlsx, json, old_workbook, other };

std::string extension_of(std::string_view name)
{
    const auto dot = name.rfind('.');
    std::string extension(dot == std::string_view::npos ? "" : name.substr(dot + 1));
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](char byte) { return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte; });
    return extension;
}

Kind kind_of(std::string_view name)
{
    const auto extension = extension_of(name);
    if (extension == "csv" || extension == "tsv" || extension == "txt")
        return Kind::csv;
    if (extension == "xlsx")
        return Kind::xlsx;
    if (extension == "json")
        return Kind::json;
    if (extension == "xls" || extension == "et" || extension == "xlsm" || extension == "xlsb" || extension == "ett")
        return Kind::old_workbook;
    return Kind::other;
}

FileRefusal unreadable_table(std::string reason)
{
    return {FileFault::unreadable, std::move(reason)};
}

} // namespace

FileResult<TableFacts> read_table(const FileContent& file, const FileLimits& limits, const RowSink& sink)
{
    const std::string_view bytes = file.bytes;
    const auto kind = kind_of(file.name);
    if (kind == Kind::other)
        return unreadable_table("不支持的文件类型，可导入 .csv .tsv .txt .xlsx .json");
    if (kind == Kind::old_workbook)
        return unreadable_table("不支持此种工作簿格式，" + std::string(advice));
    if (bytes.empty())
        return unreadable_table("文件为空");
    if (bytes.starts_with(ole_mark))
        return unreadable_table("旧版格式或受密码保护，" + std::string(advice));
    const bool zipped = bytes.starts_with(zip_mark) || bytes.starts_with(empty_zip_mark);
    if (zipped != (kind == Kind::xlsx))
        return unreadable_table("内容与扩展名不符，" + std::string(advice));
    switch (kind) {
    case Kind::xlsx:
        return read_xlsx(bytes, limits, sink);
    case Kind::json:
        return read_json_envelope(bytes, limits, sink);
    default:
        return read_csv(bytes, limits, sink);
    }
}

} // namespace tongbao::adapters
