#pragma once

#include "bot/import/layout.hpp"
#include "bot/import/matching.hpp"
#include "store/rollups.hpp"

namespace tongbao::bot {

/// What the platform says of one unit and day; kept only to be compared (domain/exports.md §3).
struct UnitStatement {
    std::uint32_t row = 0;
    UnitId unit;
    Day day;
    std::optional<double> total, activated, active, points;
    std::optional<double> average_points, participation;
};

class UnitSummaryReader {
public:
    UnitSummaryReader(const Layout& layout, const UnitNames& units, ImportReport& report);
    void take(const adapters::Row& row);
    std::vector<UnitStatement> finish();

private:
    const Layout& layout_;
    const UnitNames& units_;
    ImportReport& report_;
    std::vector<UnitStatement> statements_;
};

/// Warns where a statement differs from our figures by more than 1 %. `days` holds our figures of those days; a unit
/// and day without figures is noted.
void reconcile(const std::vector<UnitStatement>& statements, const std::vector<store::UnitDay>& days,
               const UnitNames& units, ImportReport& report);

} // namespace tongbao::bot
