#include "bot/delivery/trouble.hpp"

#include <algorithm>

namespace tongbao::bot {

Trouble trouble_about(Trouble::Kind kind, const store::DuePart& part, std::string reason)
{
    return {kind, part.target, part.message, part.kind, part.dedup_key, std::move(reason), 0, {}};
}

std::vector<Trouble> together(std::vector<Trouble> troubles)
{
    const auto told_with = [](const Trouble& one, const Trouble& other) {
        return one.kind == other.kind && one.message_kind == other.message_kind &&
               (one.message_kind != "alert" || one.target == other.target);
    };
    std::vector<Trouble> told;
    for (auto& trouble : troubles) {
        const auto first = std::ranges::find_if(told, [&](const auto& each) { return told_with(each, trouble); });
        if (first == told.end()) {
            told.push_back(std::move(trouble));
            continue;
        }
        ++first->others;
        if (trouble.target != first->target)
            first->other_targets.insert(std::move(trouble.target));
    }
    return told;
}

std::optional<Trouble> trouble_of(const store::DuePart& part, const store::AttemptResult& result)
{
    if (result.after == store::After::die)
        return trouble_about(Trouble::Kind::dead, part, result.reason);
    if (result.after == store::After::hold)
        return trouble_about(Trouble::Kind::held, part, result.reason);
    return std::nullopt;
}

} // namespace tongbao::bot
