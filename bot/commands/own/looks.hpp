#pragma once

#include "bot/commands/units.hpp"
#include "store/audit.hpp"
#include "store/members.hpp"

/// Who looked at a person's data or changed them, for that person: by which right, never by name.
namespace tongbao::bot {

/// "本支部书记", "本单位学习管理员", "秘书处", "命令行"; of another place "数理学院学习管理员". `stay` is the person's
/// own membership. Pure.
std::string looker(const store::AuditEntry& entry, const UnitTree& units, const std::optional<store::Membership>& stay);

/// "本支部书记1次（9月16日）；秘书处2次（9月17日、9月18日）", or "没有": those among `entries`, newest first, that only
/// looked. What the person did with the own data is left out. Pure.
std::string looks_text(const std::vector<store::AuditEntry>& entries, const UnitTree& units,
                       const std::optional<store::Membership>& stay);

} // namespace tongbao::bot
