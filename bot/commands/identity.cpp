#include "bot/commands/identity.hpp"

#include "bot/account_holder.hpp"
#include "bot/windows.hpp"
#include "store/groups.hpp"
#include "store/members.hpp"

#include <algorithm>

namespace tongbao::bot {
namespace {

RoleCode code_of(store::Role role)
{
    switch (role) {
    case store::Role::leading_group:
        return RoleCode::leadership;
    case store::Role::secretariat:
        return RoleCode::secretariat;
    case store::Role::partner_department:
        return RoleCode::partner;
    case store::Role::secretary:
        return RoleCode::secretary;
    case store::Role::study_administrator:
        return RoleCode::administrator;
    case store::Role::organiser:
    case store::Role::publicist:
        return RoleCode::organiser;
    case store::Role::branch_secretary:
        break;
    }
    return RoleCode::branch_secretary;
}

Place place_of(store::Connection& db, const adapters::InboundMessage& message, const UnitTree& units,
               const CommandRules& rules)
{
    Place place{message.where, std::nullopt, {}};
    if (message.where == ChannelKind::group && !message.chat.empty())
        if (const auto bound = store::bound_group(db, message.platform, message.chat)) {
            place.group = bound->kind;
            place.unit = bound->unit;
            return place;
        }
    const auto group = std::find_if(rules.groups.begin(), rules.groups.end(), [&](const ConfiguredGroup& each) {
        return !message.chat.empty() && each.platform == message.platform && each.chat == message.chat;
    });
    if (message.where != ChannelKind::group || group == rules.groups.end())
        return place;
    const auto* unit = units.by_code(group->unit);
    if (unit == nullptr && group->kind != GroupKind::administrators)
        return place; // a unit's group whose unit nobody knows is as good as unbound
    place.group = group->kind;
    place.unit = unit == nullptr ? UnitId{} : unit->id;
    return place;
}

} // namespace

Caller identify(store::Connection& db, const adapters::InboundMessage& message, const UnitTree& units,
                const CommandRules& rules, Instant now)
{
    Caller caller{message.platform, message.sender, {}, {}, place_of(db, message, units, rules)};
    const auto today = local_day(now);
    const auto member = account_holder(db, message.platform, message.sender, rules.user_id_is_member_id, now);
    const auto membership = member ? store::membership_on(db, *member, today) : std::nullopt;
    if (!membership)
        return caller;
    caller.member = *member;
    caller.branch = membership->branch;
    for (const auto& [role, scope] : store::roles_of(db, *member, today))
        if (scope) // a role over nothing gives nothing
            caller.grants.push_back({code_of(role), scope});
    return caller;
}

} // namespace tongbao::bot
