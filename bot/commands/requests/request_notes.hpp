#pragma once

#include "bot/commands/context.hpp"
#include "store/requests.hpp"

/// What people are told of a request without having asked. Call these in the transaction of what is told.
namespace tongbao::bot {

/// "1 更正（工号尾号0123，9月21日提出，10月6日前答复）：…", for those who decide: they look the rest up in the roster.
std::string request_line(store::Connection& db, const store::Request& request);

/// Tells those who decide that the request waits for them. Returns how many could be written to.
int announce(store::Connection& db, const CommandContext& context, const store::Request& request);
/// Tells whoever made the request what became of it. False when that person cannot be written to.
bool tell_asker(store::Connection& db, const CommandContext& context, const store::Request& decided);

} // namespace tongbao::bot
