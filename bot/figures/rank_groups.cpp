#include "bot/figures/rank_groups.hpp"

#include <algorithm>

namespace tongbao::bot {

std::vector<RankedGroup> ranked_groups(const std::vector<UnitFigures>& units, RankList list, bool within_groups)
{
    std::vector<RankedGroup> groups;
    for (const auto* unit : in_rank_order(units, list)) {
        const auto name = within_groups ? unit->unit.rank_group : std::string();
        auto group = std::ranges::find(groups, name, &RankedGroup::name);
        if (group == groups.end())
            group = groups.insert(groups.end(), {name, {}});
        group->units.push_back(unit);
    }
    std::ranges::sort(groups, {}, [](const RankedGroup& group) { return std::pair(group.name.empty(), group.name); });
    return groups;
}

} // namespace tongbao::bot
