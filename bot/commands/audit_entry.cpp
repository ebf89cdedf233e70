#include "bot/commands/audit_entry.hpp"

#include <algorithm>

namespace tongbao::bot {

store::AuditEntry audit_entry(const CommandContext& context, std::string_view command, std::string object,
                              const std::optional<Grant>& used)
{
    store::AuditEntry entry;
    entry.at = context.now;
    entry.member = context.caller.member;
    entry.platform = context.caller.platform;
    entry.command = command;
    entry.object = std::move(object);
    if (used) {
        entry.role = static_cast<char>(used->role);
        entry.scope = used->scope;
    }
    return entry;
}

std::optional<Grant> any_grant(const Caller& caller, std::string_view roles)
{
    const auto found = std::ranges::find_if(
        caller.grants, [&](const Grant& grant) { return roles.find(static_cast<char>(grant.role)) != roles.npos; });
    return found == caller.grants.end() ? std::nullopt : std::optional(*found);
}

} // namespace tongbao::bot
