#pragma once

#include "bot/commands/context.hpp"
#include "bot/commands/parser.hpp"

/// 查…: figures of units and branches. One function a row, each in the source named after it.
namespace tongbao::bot {

boost::asio::awaitable<Reply> show_ranking(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> show_unit(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> show_branch(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> explain(const CommandContext& context, const Arguments& arguments);

} // namespace tongbao::bot
