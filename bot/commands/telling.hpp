#pragma once

#include "bot/commands/context.hpp"
#include "store/members.hpp"

/// What people are told without having asked, one-to-one and outside their quiet hours. Call these in the transaction
/// of what is told.
namespace tongbao::bot {

/// Those who decide for a unit, its 学习管理员, or for none the 秘书处.
std::vector<MemberId> deciders(store::Connection& db, const CommandContext& context, UnitId unit);

/// How many of these could be written to; the others find it in their lists.
int tell(store::Connection& db, const CommandContext& context, const std::vector<MemberId>& members,
         const PrivateNote& note);

/// "，已私信通知2位学习管理员"; empty for nobody. Pure.
std::string told_text(int told, std::string_view role);

} // namespace tongbao::bot
