#pragma once

#include "bot/commands/context.hpp"
#include "bot/commands/parser.hpp"

/// 数据 …: how fresh the data are, how they come in, and rows that wait for a person. One function a row, each in the
/// source named after it.
namespace tongbao::bot {

/// What a file that is sent without a word asks for.
constexpr std::string_view import_command = "数据 导入";

boost::asio::awaitable<Reply> show_data_state(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> preview_import(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> import_file(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> preview_queued(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> resolve_queued(const CommandContext& context, const Arguments& arguments);

} // namespace tongbao::bot
