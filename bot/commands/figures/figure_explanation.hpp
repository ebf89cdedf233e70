#pragma once

#include "bot/commands/period.hpp"
#include "bot/figures/figures.hpp"
#include "store/batch_shares.hpp"

/// 为什么: a figure with its formula and the numbers put in, so that a reader with a pencil gets the same. Pure.
namespace tongbao::bot {

/// What a unit's figures were made of.
struct FigureSources {
    std::vector<store::UnitDay> days;       ///< of the unit, in the period
    std::vector<store::BatchShare> batches; ///< oldest first
};

/// What is left out of an explanation, by place and by rule.
struct ExplanationLimits {
    bool ranks = true;      ///< false where no ranking may be said
    bool file_names = true; ///< false in groups: whoever named a file did not think of them
};

/// 为什么 单位. `peers` are the units that it is ranked among.
std::string explained(const UnitFigures& row, const std::vector<UnitFigures>& peers, const WindowFigures& figures,
                      const Period& period, const FigureSources& sources, const FiguresRules& rules,
                      const ExplanationLimits& limits);

/// 为什么 排名: how one list comes about.
std::string explained_list(RankList list, const std::vector<UnitFigures>& rows, const WindowFigures& figures,
                           const Period& period, const FiguresRules& rules);

} // namespace tongbao::bot
