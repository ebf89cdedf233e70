#pragma once

#include "bot/commands/context.hpp"
#include "bot/commands/parser.hpp"

/// 发件箱: what waits, was held or died, and what a person decides about it.
namespace tongbao::bot {

boost::asio::awaitable<Reply> show_outbox(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> preview_retry(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> retry_message(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> preview_cancel(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> cancel_message(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> preview_release(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> release_message(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> preview_drop(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> drop_message(const CommandContext& context, const Arguments& arguments);

} // namespace tongbao::bot
