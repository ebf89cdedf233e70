#include "bot/commands/rights.hpp"

#include "bot/commands/table.hpp"

#include <algorithm>

namespace tongbao::bot {
namespace {

bool names(std::string_view roles, RoleCode role)
{
    return roles.find(static_cast<char>(role)) != roles.npos;
}

bool has_role(const Command& command, const Caller& caller, const RightsRules& rules)
{
    if (command.roles.find(member_role) != command.roles.npos || (command.ranking && rules.ranking_public))
        return true;
    return std::any_of(caller.grants.begin(), caller.grants.end(),
                       [&](const Grant& grant) { return names(command.roles, grant.role); });
}

bool has_place(const Command& command, const Place& place, const RightsRules& rules)
{
    if (place.where == ChannelKind::direct)
        return command.in_direct;
    switch (command.in_group) {
    case GroupUse::never:
        return false;
    case GroupUse::branch:
        return place.group == GroupKind::branch;
    case GroupUse::administrators:
        return place.group == GroupKind::administrators;
    case GroupUse::figures:
    case GroupUse::always:
        break;
    }
    return !command.ranking || may_show_ranking(place, rules);
}

/// Narrower scopes first: a branch, a unit, the university. The scope is a unit of the tree.
int width(const Grant& grant, const UnitTree& tree)
{
    const auto* unit = tree.find(grant.scope);
    if (is_school(*unit))
        return 2;
    return is_branch(*unit) ? 0 : 1;
}

} // namespace

Right right_to(const Command& command, const Caller& caller, const RightsRules& rules)
{
    const auto& place = caller.place;
    const bool everybody = command.roles == everybody_role;
    if (!everybody && !caller.member)
        return Right::bind;
    if (place.where == ChannelKind::group && !place.group && !command.in_unbound_group)
        return Right::unbound_group;
    if (!everybody && !has_role(command, caller, rules))
        return Right::role;
    if (command.ranking && !rules.ranking_enabled)
        return Right::switched_off;
    if (has_place(command, place, rules))
        return Right::allowed;
    return place.where == ChannelKind::direct ? Right::group_only : Right::direct_only;
}

std::optional<Grant> grant_over(const Caller& caller, std::string_view roles, UnitId unit, const UnitTree& tree)
{
    std::optional<Grant> narrowest;
    for (const auto& grant : caller.grants) {
        if (!names(roles, grant.role) || !tree.within(unit, grant.scope))
            continue;
        if (!narrowest || width(grant, tree) < width(*narrowest, tree))
            narrowest = grant;
    }
    return narrowest;
}

std::optional<Grant> grant_over_persons(const Caller& caller, std::string_view roles, UnitId unit, const UnitTree& tree)
{
    auto narrowed = caller;
    for (auto& grant : narrowed.grants)
        if (grant.role == RoleCode::organiser && caller.branch && tree.within(caller.branch, grant.scope))
            grant.scope = caller.branch;
    std::erase_if(narrowed.grants, [&](const Grant& grant) {
        const auto* scope = tree.find(grant.scope);
        return grant.role == RoleCode::organiser && (scope == nullptr || !is_branch(*scope));
    });
    return grant_over(narrowed, roles, unit, tree);
}

bool may_show_unit(const Place& place, const Unit& unit, const UnitTree& tree, const RightsRules& rules)
{
    if (place.where == ChannelKind::direct)
        return true;
    if (!place.group)
        return false;
    if (is_branch(unit))
        return place.group == GroupKind::branch && place.unit == unit.id;
    if (place.group == GroupKind::administrators || rules.ranking_public)
        return true;
    return is_school(unit) || tree.within(place.unit, unit.id);
}

bool may_show_ranking(const Place& place, const RightsRules& rules)
{
    if (!rules.ranking_enabled)
        return false;
    if (place.where == ChannelKind::direct)
        return true;
    return place.group == GroupKind::administrators || (place.group && rules.ranking_public);
}

std::string_view role_name(char code)
{
    switch (static_cast<RoleCode>(code)) {
    case RoleCode::leadership:
        return "领导小组";
    case RoleCode::secretariat:
        return "秘书处";
    case RoleCode::partner:
        return "协同部门";
    case RoleCode::secretary:
        return "党组织书记";
    case RoleCode::administrator:
        return "学习管理员";
    case RoleCode::organiser:
        return "组织员/宣传员";
    case RoleCode::branch_secretary:
        return "支部书记";
    }
    return code == member_role ? "成员" : "所有人";
}

std::string scope_note(const Caller& caller, const Grant& used, const UnitTree& tree)
{
    const auto* unit = tree.find(used.scope);
    const bool only_one =
        std::all_of(caller.grants.begin(), caller.grants.end(), [&](const Grant& grant) { return grant == used; });
    if (unit == nullptr || only_one)
        return {};
    const auto reach = is_school(*unit) ? std::string("全校") : unit->name;
    return "查询范围：" + reach + "（" + std::string(role_name(static_cast<char>(used.role))) + "）";
}

} // namespace tongbao::bot
