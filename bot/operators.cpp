#include "bot/operators.hpp"

namespace tongbao::bot {

std::optional<std::string> way_to_operators(const Config& config, const std::set<std::string>& broken)
{
    const auto& own = config.circular.operators;
    if (own.empty())
        return std::nullopt;
    if (!broken.contains(own))
        return own;
    for (const auto& group : config.groups)
        if (group.kind == GroupKind::administrators && !broken.contains(group.name))
            return group.name;
    return std::nullopt;
}

} // namespace tongbao::bot
