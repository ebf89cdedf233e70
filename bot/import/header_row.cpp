#include "bot/import/header_row.hpp"

#include "bot/import/date_mentions.hpp"
#include "bot/import/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace tongbao::bot {
namespace {

constexpr std::size_t matches_needed = 2;

/// The field a header cell counts for when a header row is looked for; the figures of units count as points.
std::optional<Field> counted_field(Field field)
{
    switch (field) {
    case Field::member_id:
    case Field::platform_id:
    case Field::name:
    case Field::unit:
    case Field::date:
        return field;
    case Field::points:
    case Field::points_raw:
    case Field::total:
    case Field::month:
    case Field::count_total:
    case Field::count_activated:
    case Field::count_active:
    case Field::participation:
    case Field::points_sum:
    case Field::average_points:
    case Field::ambiguous_points:
        return Field::points;
    default:
        return std::nullopt;
    }
}

std::set<Field> matches_in(const std::vector<ColumnHeader>& columns, const DateContext& dates)
{
    std::set<Field> found;
    for (const auto& column : columns) {
        if (const auto match = match_header(column.joined()))
            if (const auto field = counted_field(match->field))
                found.insert(*field);
        if (header_day(column, dates) || read_weekday(column.joined()))
            found.insert(Field::date);
    }
    return found;
}

bool merged_over_some(const KeptRow& row)
{
    std::set<std::string_view> texts;
    bool merged = false;
    for (const auto& cell : row.cells) {
        merged = merged || cell.merged_across;
        if (!cell.text.empty())
            texts.insert(cell.text);
    }
    return merged && texts.size() > 1; // one text over the whole row is a title
}

/// Workbooks store 9.19 as 9.1899999999999995; a spreadsheet shows 15 digits.
std::string as_shown(const std::string& number)
{
    const auto value = read_decimal(number);
    return value ? fmt::format("{:.15g}", *value) : number;
}

void append_part(ColumnHeader& header, const KeptRow::KeptCell& cell)
{
    const auto text = cell.number ? as_shown(cell.text) : cell.text;
    if (text.empty() || (!header.parts.empty() && header.parts.back() == text))
        return;
    header.parts.push_back(text);
    header.number = cell.number;
}

HeaderRow joined_header(const std::vector<KeptRow>& top, std::size_t found)
{
    HeaderRow header{found, found, {}};
    while (header.first > 0 && merged_over_some(top[header.first - 1]))
        --header.first;
    const bool lower_row = found + 1 < top.size() && merged_over_some(top[found]) &&
                           std::any_of(top[found + 1].cells.begin(), top[found + 1].cells.end(),
                                       [](const auto& cell) { return cell.carried; });
    if (lower_row)
        ++header.last;
    for (std::size_t row = header.first; row <= header.last; ++row) {
        if (header.columns.size() < top[row].cells.size())
            header.columns.resize(top[row].cells.size());
        for (std::size_t i = 0; i < top[row].cells.size(); ++i)
            append_part(header.columns[i], top[row].cells[i]);
    }
    return header;
}

std::vector<ColumnHeader> single_row(const KeptRow& row)
{
    std::vector<ColumnHeader> columns(row.cells.size());
    for (std::size_t i = 0; i < row.cells.size(); ++i)
        append_part(columns[i], row.cells[i]);
    return columns;
}

} // namespace

std::string ColumnHeader::joined() const
{
    std::string text;
    for (const auto& part : parts)
        text += (text.empty() ? "" : "/") + part;
    return text;
}

std::optional<Day> header_day(const ColumnHeader& header, const DateContext& dates)
{
    for (const auto& part : header.parts)
        if (const auto day = read_header_date(part, dates))
            return day;
    const auto text = header.joined();
    const auto mentions = mentioned_dates(text, dates);
    const bool one_day = mentions.size() == 1 && mentions[0].from == mentions[0].last;
    return one_day && text.find("分") != std::string::npos ? std::optional(mentions[0].from) : std::nullopt;
}

std::optional<HeaderRow> find_header_row(const std::vector<KeptRow>& top, const DateContext& dates)
{
    for (std::size_t i = 0; i < std::min(top.size(), header_search_rows); ++i)
        if (matches_in(single_row(top[i]), dates).size() >= matches_needed)
            return joined_header(top, i);
    return std::nullopt;
}

} // namespace tongbao::bot
