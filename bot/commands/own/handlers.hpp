#pragma once

#include "bot/commands/context.hpp"
#include "bot/commands/parser.hpp"

/// 我的…: what members see of themselves. One function a row, each in the source named after it.
namespace tongbao::bot {

boost::asio::awaitable<Reply> show_own_points(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> show_own_trend(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> show_own_data(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> export_own_data(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> show_card(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> withdraw_card(const CommandContext& context, const Arguments& arguments);

} // namespace tongbao::bot
