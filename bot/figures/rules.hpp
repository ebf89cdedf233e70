#pragma once

#include "store/rollups.hpp"

namespace tongbao::bot {

/// Which members the main figures divide by (domain/metrics.md §3); the other is printed beside it.
enum class Denominator { roster, registered };
/// shared: 1, 2, 2, 4. strict: of equal units the one with the better worst week goes first (metrics.md §7).
enum class Tie { shared, strict };

/// Weights of a composite list. Points enter as a share of `reference_points`.
struct CompositeWeights {
    int registration = 1;
    int participation = 1;
    int points = 1;
    int reference_points = 40;
};

/// The choices of domain/metrics.md §12.
struct FiguresRules {
    Denominator denominator = Denominator::roster;
    store::RollupRules rollup;
    int rank_min = 5; ///< average base below which a unit is not ranked
    int show_min = 3; ///< average base below which figures stay inside the unit
    int decimals = 2;
    int min_week_days = 4;                 ///< covered days a week needs for ranks
    int min_month_percent = 60;            ///< share of a month's days
    int max_headcount_change_percent = 20; ///< beyond it there is nothing to compare (metrics.md §8)
    int regular_percent = 70;
    int min_cadres = 3;
    int damping_person_days = 70; ///< k of metrics.md §7
    bool rank_within_group = false;
    Tie tie = Tie::shared;
    std::optional<CompositeWeights> composite;
};

/// "名册口径" or "激活口径".
std::string basis_text(Denominator denominator);

} // namespace tongbao::bot
