#pragma once

#include "bot/figures/amount.hpp"
#include "bot/figures/rules.hpp"
#include "store/person_days.hpp"

#include <unordered_map>

/// The figures that need persons, not only sums: 覆盖率, 黏合度, 常态化率 and those of cadres (domain/metrics.md §4).
namespace tongbao::bot {

/// Counts of one unit and window.
struct PersonFigures {
    std::int64_t due_members = 0;    ///< with at least one due day
    std::int64_t active_members = 0; ///< of them, active at least once
    std::int64_t regular_members = 0;
    std::int64_t active_days = 0;
    std::int64_t cadres = 0; ///< with at least one due day
    std::int64_t cadre_days = 0;
    std::int64_t cadre_active_days = 0;
    std::int64_t cadres_leading = 0; ///< daily mean at or above the unit's median
    friend bool operator==(const PersonFigures&, const PersonFigures&) = default;
};

/// As displayed; the cadre figures are empty below FiguresRules::min_cadres.
struct PersonShown {
    Amount coverage;
    Amount stickiness;
    Amount regular;
    Amount cadre_participation;
    Amount cadre_leading;
    bool cadres_shown = false;
};
PersonShown shown(const PersonFigures& figures, int days_covered, const FiguresRules& rules);

/// Builds the figures of every unit, every branch and the whole from person-days ordered by member.
class PersonTally {
public:
    PersonTally(UnitId school, const FiguresRules& rules) : school_(school), rules_(rules) {}
    void add(const store::PersonDay& day);
    /// Call once, after the last day.
    std::unordered_map<UnitId, PersonFigures> finish();

private:
    /// One member in one unit.
    struct Row {
        UnitId unit;
        int due = 0;
        int active = 0;
        std::int64_t points = 0;
        bool cadre = false;
    };
    struct Mean {
        std::int64_t points;
        int due;
    };
    struct UnitTally {
        PersonFigures figures;
        std::vector<Mean> means;
        std::vector<Mean> cadre_means;
    };
    void add_to(UnitId unit, const store::PersonDay& day);
    void close_member();
    static std::int64_t leading(UnitTally& tally);

    UnitId school_;
    FiguresRules rules_;
    MemberId member_;
    std::vector<Row> rows_; ///< of the current member: a handful
    std::unordered_map<UnitId, UnitTally> units_;
};

} // namespace tongbao::bot
