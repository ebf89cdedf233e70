#pragma once

#include "bot/import/layout.hpp"

namespace tongbao::bot {

/// One column's header; merged header rows give several parts, from top to bottom.
struct ColumnHeader {
    std::vector<std::string> parts;
    bool number = false;
    std::string joined() const; ///< 上级/下级
};

/// Where the header stands among the first rows.
struct HeaderRow {
    std::size_t first = 0; ///< rows above are title and notes
    std::size_t last = 0;
    std::vector<ColumnHeader> columns;
};

/// The first row within the top 20 with two distinct matches among member_id, platform_id, name, unit, date and points
/// (ruling 23); columns of days count as date, and a unit's counts as points.
std::optional<HeaderRow> find_header_row(const std::vector<KeptRow>& top, const DateContext& dates);

/// The day that a part of the header names.
std::optional<Day> header_day(const ColumnHeader& header, const DateContext& dates);

} // namespace tongbao::bot
