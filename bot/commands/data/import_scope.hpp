#pragma once

#include "bot/commands/context.hpp"
#include "bot/commands/reply.hpp"
#include "bot/import/import.hpp"

namespace tongbao::bot {

/// Why the caller may not import what was read; empty: may. 秘书处 may import everything that a person can send;
/// 学习管理员 activity and roster rows of the own units. A file with anything else in it is refused as a whole and in
/// the same words for people elsewhere and people nobody knows.
std::optional<Reply> import_objection(store::Connection& db, const CommandContext& context,
                                      const PreparedImport& prepared);

} // namespace tongbao::bot
