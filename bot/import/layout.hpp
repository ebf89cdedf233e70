#pragma once

#include "adapters/files/table.hpp"
#include "bot/import/dates.hpp"
#include "bot/import/headers.hpp"
#include "bot/import/report.hpp"
#include "store/totals.hpp"

#include <array>

namespace tongbao::bot {

/// Which of its meanings a column called only 积分 has, and whether 计入总积分 may stand for points.
enum class PointsMeaning { unstated, annual, raw, total };

/// What a person says beside the file.
struct ImportOptions {
    std::optional<Day> date; ///< of a file that does not say its day, or says it wrongly
    PointsMeaning points = PointsMeaning::unstated;
    DateFormat date_format = DateFormat::none;
    bool consent = false;             ///< import although many rows are rejected, or a period is closed
    std::optional<Day> earliest_open; ///< first day whose circular is not yet sent (ruling 19)
};

/// A row kept beyond the call that handed it over.
struct KeptRow {
    struct KeptCell {
        std::string text;
        bool number = false;
        bool formula = false;
        bool merged_across = false;
        bool carried = false;
    };
    std::uint32_t number = 0;
    std::vector<KeptCell> cells;
    bool dates_from_1904 = false;
};
KeptRow kept(const adapters::Row& row);

/// domain/exports.md §4: the header stands within the first rows; two more may belong to a joined header.
constexpr std::size_t header_search_rows = 20;

/// A column of a wide table: one day's points.
struct DayColumn {
    std::size_t column;
    Day day;
};

enum class TableKind { activity, unit_summary };

/// What each column of a table means and which day it speaks of.
struct Layout {
    TableKind kind = TableKind::activity;
    std::size_t data_begins = 0;                                                    ///< index into the rows given
    std::array<int, static_cast<std::size_t>(Field::ambiguous_points) + 1> columns; ///< by field; -1 = absent
    std::vector<std::string> header_texts;                                          ///< by column
    std::vector<DayColumn> day_columns;                                             ///< not empty: a wide table
    std::optional<Day> file_day;         ///< of every row; empty: a date column or day columns say it
    std::optional<store::Series> series; ///< the points are running totals of it
    DateContext dates;

    std::optional<std::size_t> column(Field field) const
    {
        const int index = columns[static_cast<std::size_t>(field)];
        return index < 0 ? std::nullopt : std::optional(static_cast<std::size_t>(index));
    }
    /// The cell of that field as the file has it; empty without such a column.
    std::string_view text(const adapters::Row& row, Field field) const
    {
        const auto at = column(field);
        return at ? row.text(*at) : std::string_view();
    }
    /// Where the points stand in a table that is not wide.
    std::optional<std::size_t> points_column() const
    {
        return column(!series ? Field::points : *series == store::Series::all_time ? Field::total : Field::month);
    }
};

/// Finds header, columns and days in the first rows of a table. What is missing or doubtful goes into the report;
/// empty when the file is refused.
std::optional<Layout> find_layout(const std::vector<KeptRow>& top, std::string_view file_name,
                                  const ImportOptions& options, Day today, ImportReport& report);

} // namespace tongbao::bot
