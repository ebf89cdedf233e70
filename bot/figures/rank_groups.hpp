#pragma once

#include "bot/figures/figures.hpp"

namespace tongbao::bot {

/// The units that compete with each other, in the order of the list.
struct RankedGroup {
    std::string name; ///< rank_group; may be empty
    std::vector<const UnitFigures*> units;
    /// What stands above its list where there are several.
    std::string heading() const { return name.empty() ? "其他单位" : name; }
};

/// One group without a name, or by FiguresRules::rank_within_group each rank group that has ranked units, by name with
/// the nameless one last.
std::vector<RankedGroup> ranked_groups(const std::vector<UnitFigures>& units, RankList list, bool within_groups);

} // namespace tongbao::bot
