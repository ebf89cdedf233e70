#include "adapters/files/sheet.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <deque>

namespace tongbao::adapters {
namespace {

struct Place {
    std::uint32_t row = 0;
    std::uint32_t column = 0;
};

/// "C12" -> row 12, column 3. Empty when it is not a cell's name.
std::optional<Place> place_of(std::string_view name)
{
    Place place;
    std::size_t at = 0;
    for (; at < name.size() && name[at] >= 'A' && name[at] <= 'Z' && at < 3; ++at)
        place.column = place.column * 26 + static_cast<std::uint32_t>(name[at] - 'A' + 1);
    const auto [end, error] = std::from_chars(name.data() + at, name.data() + name.size(), place.row);
    if (place.column == 0 || place.row == 0 || error != std::errc{} || end != name.data() + name.size())
        return std::nullopt;
    return place;
}

std::optional<MergedRange> range_of(std::string_view name)
{
    const auto colon = name.find(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    const auto first = place_of(name.substr(0, colon));
    const auto last = place_of(name.substr(colon + 1));
    if (!first || !last || last->row < first->row || last->column < first->column)
        return std::nullopt;
    return MergedRange{first->row, last->row, first->column, last->column};
}

class MergeReader final : public XmlReader {
public:
    explicit MergeReader(const FileLimits& limits) : limits_(limits) {}
    void start(std::string_view name, const XmlAttributes& attributes) override
    {
        if (name != "mergeCell")
            return;
        const auto range = range_of(attributes.get("ref"));
        if (range)
            ranges.push_back(*range);
        if (ranges.size() > limits_.max_merged_ranges)
            refuse({FileFault::size, "合并单元格过多"});
    }
    void end(std::string_view) override {}

    std::vector<MergedRange> ranges;

private:
    const FileLimits& limits_;
};

/// Serial numbers of 2000-01-01 and 2100-01-01 in the 1900 system: outside, a date style is taken for a slip.
constexpr int earliest_serial = 36'526;
constexpr int latest_serial = 73'051;
constexpr int days_between_systems = 1'462;

/// "46279" -> "2026-09-14" in the 1900 system (domain/exports.md §5).
std::optional<std::string> date_text(std::string_view number, bool dates_from_1904)
{
    int serial = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), serial);
    if (error != std::errc{} || (end != number.data() + number.size() && *end != '.'))
        return std::nullopt;
    serial += dates_from_1904 ? days_between_systems : 0;
    if (serial < earliest_serial || serial >= latest_serial)
        return std::nullopt;
    using namespace std::chrono;
    const year_month_day date{local_days{year{1899} / December / 30} + days{serial}};
    std::string text = std::to_string(static_cast<int>(date.year()));
    for (const unsigned part : {static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())})
        text += (part < 10 ? "-0" : "-") + std::to_string(part);
    return text;
}

/// Hands values of merged ranges to the cells they cover.
class Merges {
public:
    explicit Merges(std::vector<MergedRange> ranges) : waiting_(std::move(ranges)) {}

    void fill(std::uint32_t row, std::vector<Cell>& cells, std::size_t max_columns)
    {
        for (; next_ < waiting_.size() && waiting_[next_].first_row <= row; ++next_)
            open(waiting_[next_], row, cells);
        std::erase_if(active_, [&](const Active& active) { return active.range.last_row < row; });
        for (const auto& active : active_)
            cover(active, row, cells, max_columns);
    }

private:
    struct Active {
        MergedRange range;
        std::string text;
        bool number = false;
    };

    void open(const MergedRange& range, std::uint32_t row, const std::vector<Cell>& cells)
    {
        const auto column = range.first_column - 1;
        if (range.first_row < row || column >= cells.size())
            return; // its first row is absent: there is nothing to carry
        active_.push_back({range, std::string(cells[column].text), cells[column].number});
    }

    static void cover(const Active& active, std::uint32_t row, std::vector<Cell>& cells, std::size_t max_columns)
    {
        const auto last = std::min<std::size_t>(active.range.last_column, max_columns);
        if (cells.size() < last)
            cells.resize(last);
        for (std::size_t column = active.range.first_column - 1; column < last; ++column) {
            cells[column].text = active.text;
            cells[column].number = active.number;
            cells[column].merged_across = active.range.last_column > active.range.first_column;
            cells[column].carried = row > active.range.first_row;
        }
    }

    std::vector<MergedRange> waiting_;
    std::size_t next_ = 0;
    std::vector<Active> active_;
};

class RowReader final : public XmlReader {
public:
    RowReader(const Workbook& workbook, const SharedStrings& strings, std::vector<MergedRange> ranges,
              const FileLimits& limits, const RowSink& sink)
        : workbook_(workbook), strings_(strings), merges_(std::move(ranges)), limits_(limits), sink_(sink)
    {
    }

    void start(std::string_view name, const XmlAttributes& attributes) override
    {
        if (name == "row")
            start_row(attributes);
        else if (name == "c")
            start_cell(attributes);
        else if (name == "f")
            formula_ = true;
        else if (name == "rPh")
            phonetic_ = true;
        in_value_ = name == "v" || (name == "t" && !phonetic_);
    }

    void end(std::string_view name) override
    {
        in_value_ = false;
        if (name == "rPh")
            phonetic_ = false;
        else if (name == "c")
            end_cell();
        else if (name == "row")
            end_row();
        else if (name == "sheetData")
            stop();
    }

    void text(std::string_view piece) override
    {
        if (!in_value_)
            return;
        value_.append(piece);
        if (value_.size() > limits_.max_cell_bytes)
            refuse(at_cell(FileFault::size, "单元格过长"));
    }

    TableFacts facts;

private:
    FileRefusal at_cell(FileFault fault, std::string reason) const { return {fault, std::move(reason), row_, column_}; }

    void start_row(const XmlAttributes& attributes)
    {
        const auto previous = row_;
        const auto named = attributes.get("r");
        ++row_;
        if (!named.empty())
            std::from_chars(named.data(), named.data() + named.size(), row_);
        column_ = 0;
        filled_ = 0;
        if (row_ <= previous)
            refuse(at_cell(FileFault::unreadable, "工作表的行号混乱"));
        else if (row_ > limits_.max_rows)
            refuse(at_cell(FileFault::size, "行数超过上限 " + std::to_string(limits_.max_rows)));
    }

    void start_cell(const XmlAttributes& attributes)
    {
        const auto previous = column_;
        const auto place = place_of(attributes.get("r"));
        column_ = place ? place->column : column_ + 1;
        type_ = attributes.get("t");
        const auto style = attributes.get("s");
        std::size_t index = 0;
        std::from_chars(style.data(), style.data() + style.size(), index);
        date_style_ = index < workbook_.style_is_date.size() && workbook_.style_is_date[index];
        value_.clear();
        formula_ = false;
        if (column_ <= previous || (place && place->row != row_))
            refuse(at_cell(FileFault::unreadable, "工作表的单元格位置混乱"));
        else if (column_ > limits_.max_columns)
            refuse(at_cell(FileFault::size, "列数超过上限 " + std::to_string(limits_.max_columns)));
    }

    void end_cell()
    {
        if (value_.empty() && !formula_)
            return;
        if (texts_.size() < column_)
            texts_.resize(column_);
        if (cells_.size() < column_)
            cells_.resize(column_);
        for (; filled_ < column_; ++filled_)
            cells_[filled_] = Cell{};
        auto& cell = cells_[column_ - 1];
        cell.formula = formula_;
        if (type_ == "s")
            return shared_text(cell);
        auto& kept = texts_[column_ - 1];
        kept.swap(value_);
        cell.number = type_.empty() || type_ == "n";
        if (cell.number && date_style_) {
            if (auto date = date_text(kept, workbook_.dates_from_1904)) {
                kept = std::move(*date);
                cell.number = false;
            }
        }
        cell.text = kept;
    }

    void shared_text(Cell& cell)
    {
        std::size_t index = 0;
        const auto [end, error] = std::from_chars(value_.data(), value_.data() + value_.size(), index);
        if (error != std::errc{} || end != value_.data() + value_.size() || index >= strings_.size())
            return refuse(at_cell(FileFault::unreadable, "单元格引用了不存在的文字"));
        cell.text = strings_.get(index);
    }

    void end_row()
    {
        cells_.resize(filled_);
        merges_.fill(row_, cells_, limits_.max_columns);
        const auto size = cells_.size();
        const bool blank = std::all_of(cells_.begin(), cells_.end(),
                                       [](const Cell& cell) { return cell.text.empty() && !cell.formula; });
        if (!blank) {
            ++facts.rows;
            if (!sink_(Row{row_, {cells_.data(), size}, workbook_.dates_from_1904}))
                stop();
        }
    }

    const Workbook& workbook_;
    const SharedStrings& strings_;
    Merges merges_;
    const FileLimits& limits_;
    const RowSink& sink_;
    std::deque<std::string> texts_; ///< by column, growing without moving what cells point to
    std::vector<Cell> cells_;
    std::size_t filled_ = 0;
    std::string value_;
    std::string type_;
    std::uint32_t row_ = 0;
    std::uint32_t column_ = 0;
    bool date_style_ = false;
    bool formula_ = false;
    bool phonetic_ = false;
    bool in_value_ = false;
};

} // namespace

FileResult<std::vector<MergedRange>> read_merged_ranges(ZipArchive& archive, const std::string& entry,
                                                        const FileLimits& limits)
{
    MergeReader reader(limits);
    if (auto refusal = read_xml(archive, entry, limits, reader))
        return *refusal;
    std::sort(reader.ranges.begin(), reader.ranges.end(),
              [](const MergedRange& left, const MergedRange& right) { return left.first_row < right.first_row; });
    return std::move(reader.ranges);
}

FileResult<TableFacts> read_sheet_rows(ZipArchive& archive, const std::string& entry, const Workbook& workbook,
                                       const SharedStrings& strings, std::vector<MergedRange> ranges,
                                       const FileLimits& limits, const RowSink& sink)
{
    RowReader reader(workbook, strings, std::move(ranges), limits, sink);
    if (auto refusal = read_xml(archive, entry, limits, reader))
        return *refusal;
    return std::move(reader.facts);
}

} // namespace tongbao::adapters
