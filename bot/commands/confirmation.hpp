#pragma once

#include "bot/commands/context.hpp"
#include "bot/commands/reply.hpp"

#include <boost/asio/awaitable.hpp>

namespace tongbao::bot {

/// Keeps what the message asks for until the same person confirms it in the same chat within five minutes
/// (domain/rulings.md 36), and adds to its preview how that is done.
boost::asio::awaitable<Reply> held_for_confirmation(const CommandContext& context, const Reply& preview);

} // namespace tongbao::bot
