#pragma once

#include "bot/import/layout.hpp"

namespace tongbao::bot {

/// What a cell of points says.
struct CellPoints {
    std::optional<std::int64_t> value; ///< empty: missing, or rejected
    bool rejected = false;             ///< the report says why
};

/// Reads the numbers of a row: points, 计入总积分, 是否活跃.
class PointsCell {
public:
    PointsCell(const Layout& layout, ImportReport& report) : layout_(layout), report_(report) {}

    CellPoints read(const adapters::Row& row, std::size_t column);
    /// Points, or a flag that says so: activity without points is legal (domain/exports.md §3).
    bool active(const adapters::Row& row, std::int64_t points) const;
    std::optional<int> raw_points(const adapters::Row& row) const;

private:
    const Layout& layout_;
    ImportReport& report_;
    bool formulas_reported_ = false;
};

} // namespace tongbao::bot
