#pragma once

#include "bot/commands/context.hpp"
#include "bot/commands/parser.hpp"
#include "store/groups.hpp"

/// 群 …: which chat group stands for which unit, and which robot posts into it. One function a row.
namespace tongbao::bot {

boost::asio::awaitable<Reply> issue_group_code(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> bind_group(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> change_group_kind(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> preview_unbinding(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> unbind_group(const CommandContext& context, const Arguments& arguments);

} // namespace tongbao::bot
