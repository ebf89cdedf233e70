#include "bot/commands/groups/group_kinds.hpp"

#include "bot/commands/units.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tongbao::bot {
namespace {

constexpr std::pair<std::string_view, GroupKind> kinds[] = {
    {"管理员群", GroupKind::administrators}, {"单位群", GroupKind::unit}, {"支部群", GroupKind::branch}};

} // namespace

std::string_view word_of(GroupKind kind)
{
    return std::ranges::find(kinds, kind, &std::pair<std::string_view, GroupKind>::second)->first;
}

std::optional<GroupKind> group_kind_of(std::string_view word)
{
    const auto* found = std::ranges::find(kinds, word, &std::pair<std::string_view, GroupKind>::first);
    return found == std::end(kinds) ? std::nullopt : std::optional(found->second);
}

std::optional<std::string> kind_objection(GroupKind kind, const Unit& unit)
{
    const bool branch = is_branch(unit) || unit.kind == UnitKind::direct_branch;
    if (kind == GroupKind::branch && !branch)
        return "支部群要写支部的名称，" + unit.name + "不是支部。";
    if (kind == GroupKind::unit && (is_branch(unit) || is_school(unit)))
        return "单位群要写二级单位的名称。";
    return std::nullopt;
}

} // namespace tongbao::bot
