#include "bot/commands/stored_settings.hpp"

#include "store/settings.hpp"

namespace tongbao::bot {
namespace {

constexpr Switch all_switches[] = {
    {"排行", "command.ranking.enabled", "是否提供排行", &RightsRules::ranking_enabled},
    {"排行公开", "command.ranking.public", "成员和各群是否都能看排行", &RightsRules::ranking_public},
};

} // namespace

std::span<const Switch> switches()
{
    return all_switches;
}

CommandRules with_stored_settings(store::Connection& db, CommandRules rules)
{
    for (const auto& each : all_switches)
        if (const auto stored = store::setting(db, each.key))
            rules.rights.*each.value = *stored == "1";
    return rules;
}

} // namespace tongbao::bot
