#pragma once

#include "bot/import/matching.hpp"
#include "store/coverage.hpp"

namespace tongbao::bot {

/// Counts for how many rows of a day each unit is named, and tells from that which units the file covers (ruling 6).
class ListedUnits {
public:
    /// No unit is no row of any.
    void list(Day day, UnitId unit);
    bool empty() const { return days_.empty(); }

    /// The covered units and days. The report gets the days, the units without rows, and a warning for each unit of
    /// which less than `min_listed_percent` are in the file.
    std::vector<store::Covered> cover(const MemberMatcher& matcher, int min_listed_percent, ImportReport& report);

private:
    struct Listing {
        Day day;
        std::unordered_map<UnitId, int> rows;
    };

    std::vector<Listing> days_; ///< the day in hand stays last
};

} // namespace tongbao::bot
