#pragma once

#include "bot/commands/context.hpp"
#include "bot/commands/parser.hpp"

/// One function a row of the table; each in the source named after it.
namespace tongbao::bot {

boost::asio::awaitable<Reply> show_help(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> show_ranking(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> show_unit(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> show_branch(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> show_data_state(const CommandContext& context, const Arguments& arguments);

boost::asio::awaitable<Reply> show_own_points(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> show_own_trend(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> show_own_data(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> confirm(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> cancel(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> preview_bind(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> bind(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> preview_unbind(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> unbind(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> issue_code(const CommandContext& context, const Arguments& arguments);

} // namespace tongbao::bot
