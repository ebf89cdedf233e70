#pragma once

#include "bot/commands/context.hpp"
#include "store/audit.hpp"

namespace tongbao::bot {

/// What the log says of a command that the caller gives by right of `used`; none: by the own right. Add subject,
/// before and after where they apply, and record it in the transaction of the change.
store::AuditEntry audit_entry(const CommandContext& context, std::string_view command, std::string object,
                              const std::optional<Grant>& used);

/// The first grant with one of these roles.
std::optional<Grant> any_grant(const Caller& caller, std::string_view roles);

} // namespace tongbao::bot
