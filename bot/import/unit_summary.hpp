#pragma once

#include "bot/import/layout.hpp"
#include "bot/import/matching.hpp"
#include "store/rollups.hpp"
#include "store/unit_statements.hpp"

namespace tongbao::bot {

using store::UnitStatement;

class UnitSummaryReader {
public:
    UnitSummaryReader(const Layout& layout, const UnitNames& units, ImportReport& report);
    /// False: the file is refused, read no further.
    bool take(const adapters::Row& row);
    /// In the order of the file; of a unit and day that stand there twice, the last.
    std::vector<UnitStatement> finish();

private:
    void read(const adapters::Row& row);

    const Layout& layout_;
    const UnitNames& units_;
    ImportReport& report_;
    std::map<std::pair<Day, UnitId>, UnitStatement> statements_;
};

/// Warns where a statement of the file differs from our figures by more than 1 %. `days` holds our figures of those
/// days; a unit and day without figures is noted, and compared when they arrive.
void compare_file(const std::vector<UnitStatement>& statements, const std::vector<store::UnitDay>& days,
                  const UnitNames& units, ImportReport& report);

/// The same when activity arrives after the statements: only what differs is said, of the units and days that are
/// `touched`.
void compare_stored(const std::vector<UnitStatement>& statements, const std::vector<store::UnitDay>& days,
                    const std::vector<store::Covered>& touched, const UnitNames& units, ImportReport& report);

} // namespace tongbao::bot
