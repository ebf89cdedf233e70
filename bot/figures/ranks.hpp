#pragma once

#include "bot/figures/figures.hpp"

#include <map>

namespace tongbao::bot {

/// Participation and average of one week of a month, for tie = strict.
struct WeekShown {
    Amount participation;
    Amount average;
};
using WeeksShown = std::unordered_map<UnitId, std::vector<WeekShown>>;

/// Competition ranks 1, 2, 2, 4 of the ranked ones among `units`, which compete with each other where they have the
/// same parent (and, by the rules, the same group). Units that are not ranked keep no rank.
void rank(std::vector<UnitFigures>& units, const FiguresRules& rules, const WeeksShown& weeks);

} // namespace tongbao::bot
