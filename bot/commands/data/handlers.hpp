#pragma once

#include "bot/commands/context.hpp"
#include "bot/commands/parser.hpp"

/// 数据 …: how fresh the data are. One function a row, each in the source named after it.
namespace tongbao::bot {

boost::asio::awaitable<Reply> show_data_state(const CommandContext& context, const Arguments& arguments);

} // namespace tongbao::bot
