#include "adapters/files/workbook.hpp"

#include <algorithm>
#include <charconv>
#include <map>

namespace tongbao::adapters {
namespace {

constexpr std::size_t max_styles = 65'536;
constexpr std::size_t max_sheets = 1'000;

std::optional<int> to_number(std::string_view text)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// xl/workbook.xml: the sheets in order and the date system.
class SheetList final : public XmlReader {
public:
    struct Entry {
        std::string name;
        std::string relation;
        bool visible = true;
    };
    void start(std::string_view name, const XmlAttributes& attributes) override
    {
        if (name == "workbookPr") {
            const auto flag = attributes.get("date1904");
            dates_from_1904 = flag == "1" || flag == "true";
        } else if (name == "sheet" && sheets.size() < max_sheets) {
            const auto state = attributes.get("state");
            sheets.push_back({std::string(attributes.get("name")), std::string(attributes.get("id")),
                              state.empty() || state == "visible"});
        }
    }
    void end(std::string_view) override {}

    std::vector<Entry> sheets;
    bool dates_from_1904 = false;
};

/// xl/_rels/workbook.xml.rels: where each sheet lies.
class Relations final : public XmlReader {
public:
    void start(std::string_view name, const XmlAttributes& attributes) override
    {
        if (name != "Relationship" || attributes.get("TargetMode") == "External")
            return;
        const std::string target(attributes.get("Target"));
        targets[std::string(attributes.get("Id"))] = target.starts_with('/') ? target.substr(1) : "xl/" + target;
    }
    void end(std::string_view) override {}

    std::map<std::string, std::string> targets;
};

/// ECMA-376 part 1 §18.8.30: the built-in formats that show a date; those of Chinese editions are 27-36 and 50-58.
bool built_in_date(int format)
{
    return (format >= 14 && format <= 17) || format == 22 || (format >= 27 && format <= 31) || format == 36 ||
           (format >= 50 && format <= 58);
}

/// A custom format shows a date when a `y` or `d` stands outside quotes, brackets and escapes.
bool shows_date(std::string_view format)
{
    for (std::size_t at = 0; at < format.size(); ++at) {
        const char byte = format[at];
        if (byte == '\\')
            ++at;
        else if (byte == '"' || byte == '[')
            at = std::min(format.find(byte == '"' ? '"' : ']', at + 1), format.size());
        else if (byte == 'y' || byte == 'Y' || byte == 'd' || byte == 'D')
            return true;
    }
    return false;
}

/// xl/styles.xml: which cell styles show a date.
class Styles final : public XmlReader {
public:
    void start(std::string_view name, const XmlAttributes& attributes) override
    {
        if (name == "numFmt" && custom_.size() < max_styles) {
            if (const auto id = to_number(attributes.get("numFmtId")))
                custom_[*id] = shows_date(attributes.get("formatCode"));
        } else if (name == "cellXfs") {
            in_cell_styles_ = true;
        } else if (name == "xf" && in_cell_styles_ && is_date.size() < max_styles) {
            const auto format = to_number(attributes.get("numFmtId")).value_or(0);
            const auto custom = custom_.find(format);
            is_date.push_back(custom != custom_.end() ? custom->second : built_in_date(format));
        }
    }
    void end(std::string_view name) override
    {
        if (name == "cellXfs")
            in_cell_styles_ = false;
    }

    std::vector<bool> is_date;

private:
    std::map<int, bool> custom_;
    bool in_cell_styles_ = false;
};

/// xl/sharedStrings.xml: the runs of a string are joined; phonetic guides are left out.
class StringReader final : public XmlReader {
public:
    explicit StringReader(const FileLimits& limits) : limits_(limits) {}
    void start(std::string_view name, const XmlAttributes&) override
    {
        if (name == "si")
            begun_ = strings.bytes();
        else if (name == "rPh")
            phonetic_ = true;
        in_text_ = name == "t" && !phonetic_;
    }
    void end(std::string_view name) override
    {
        in_text_ = false;
        if (name == "rPh")
            phonetic_ = false;
        if (name != "si")
            return;
        strings.close_string();
        if (strings.size() > limits_.max_shared_strings)
            refuse({FileFault::size, "共享字符串过多"});
    }
    void text(std::string_view piece) override
    {
        if (!in_text_)
            return;
        strings.append(piece);
        if (strings.bytes() > limits_.max_shared_string_bytes)
            refuse({FileFault::size, "共享字符串总量超过上限"});
        else if (strings.bytes() - begun_ > limits_.max_cell_bytes)
            refuse({FileFault::size, "单元格过长"});
    }

    SharedStrings strings;

private:
    const FileLimits& limits_;
    std::size_t begun_ = 0;
    bool phonetic_ = false;
    bool in_text_ = false;
};

} // namespace

FileResult<Workbook> read_workbook(ZipArchive& archive, const FileLimits& limits)
{
    SheetList list;
    Relations relations;
    Styles styles;
    if (auto refusal = read_xml(archive, "xl/workbook.xml", limits, list))
        return *refusal;
    if (auto refusal = read_xml(archive, "xl/_rels/workbook.xml.rels", limits, relations))
        return *refusal;
    if (archive.has("xl/styles.xml"))
        if (auto refusal = read_xml(archive, "xl/styles.xml", limits, styles))
            return *refusal;
    Workbook workbook;
    workbook.dates_from_1904 = list.dates_from_1904;
    workbook.style_is_date = std::move(styles.is_date);
    for (auto& sheet : list.sheets) {
        const auto target = relations.targets.find(sheet.relation);
        if (sheet.visible && target != relations.targets.end())
            workbook.visible_sheets.push_back({std::move(sheet.name), target->second});
    }
    return workbook;
}

FileResult<SharedStrings> read_shared_strings(ZipArchive& archive, const FileLimits& limits)
{
    StringReader reader(limits);
    if (archive.has("xl/sharedStrings.xml"))
        if (auto refusal = read_xml(archive, "xl/sharedStrings.xml", limits, reader))
            return *refusal;
    return std::move(reader.strings);
}

} // namespace tongbao::adapters
