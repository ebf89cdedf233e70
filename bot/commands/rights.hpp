#pragma once

#include "bot/commands/units.hpp"

#include <string>

/// Who may use what and where (domain/commands.md §1, §3). Pure; whatever is not known is refused.
namespace tongbao::bot {

struct Command;

/// The codes of domain/commands.md §1. O is 组织员 and 宣传员.
enum class RoleCode : char {
    leadership = 'L',
    secretariat = 'S',
    partner = 'P',
    secretary = 'U',
    administrator = 'A',
    organiser = 'O',
    branch_secretary = 'B',
};

/// A role and what it reaches: the school, a unit or a branch, with all below it.
struct Grant {
    RoleCode role;
    UnitId scope;
    friend bool operator==(const Grant&, const Grant&) = default;
};

/// Where a command was typed.
struct Place {
    ChannelKind where = ChannelKind::direct;
    std::optional<GroupKind> group; ///< empty in a group nobody has configured
    UnitId unit;                    ///< of a unit's or branch's group
};

/// Who typed it: the platform's immutable user id, and what the binding of that id gives.
struct Caller {
    std::string platform;
    std::string user;
    MemberId member; ///< none for a stranger
    std::vector<Grant> grants;
    Place place;
    UnitId branch = {}; ///< the member's own
};

enum class Right {
    allowed,
    bind,          ///< a stranger
    unbound_group, ///< only 帮助 answers here
    role,          ///< lacks the role
    direct_only,   ///< has the role; not in this chat
    group_only,    ///< has the role; only in a group
    switched_off,  ///< rankings are off
};

struct RightsRules {
    bool ranking_enabled = true;
    bool ranking_public = false; ///< members may see rankings, and groups other units' figures
};

/// May this caller use the command at all in this place? What it may be used on is the handler's to decide.
Right right_to(const Command& command, const Caller& caller, const RightsRules& rules);

/// The grant by which the caller reaches `unit` with one of `roles` (letters): the narrowest one. Empty when none.
std::optional<Grant> grant_over(const Caller& caller, std::string_view roles, UnitId unit, const UnitTree& tree);

/// The same for persons: 组织员 and 宣传员 of a unit reach those of their own branch only (domain/commands.md §1, §3).
std::optional<Grant> grant_over_persons(const Caller& caller, std::string_view roles, UnitId unit,
                                        const UnitTree& tree);

/// May figures of `unit` be said in this place? Branches only in their own group, other units' figures and rankings
/// only among administrators, or where rankings are public (domain/commands.md §3, §6).
bool may_show_unit(const Place& place, const Unit& unit, const UnitTree& tree, const RightsRules& rules);
bool may_show_ranking(const Place& place, const RightsRules& rules); ///< never where rankings are off

/// "学习管理员" of a role code.
std::string_view role_name(char code);

/// "查询范围：文学院（学习管理员）" where the caller holds several grants, else empty.
std::string scope_note(const Caller& caller, const Grant& used, const UnitTree& tree);

} // namespace tongbao::bot
