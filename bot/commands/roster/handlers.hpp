#pragma once

#include "bot/commands/context.hpp"
#include "bot/commands/parser.hpp"

/// 名册 … and 角色 …: who belongs where, on which days. One function a row; of a destructive row one that previews and
/// one that acts.
namespace tongbao::bot {

constexpr std::string_view roster_writers = "AUS"; ///< the roles that change rows of the roster within their scope

boost::asio::awaitable<Reply> show_roster(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> show_unassigned(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> show_unregistered(const CommandContext& context, const Arguments& arguments);

boost::asio::awaitable<Reply> add_member(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> edit_member(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> exempt_member(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> end_exemption(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> preview_leaving(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> end_membership(const CommandContext& context, const Arguments& arguments);

boost::asio::awaitable<Reply> preview_move(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> move_member(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> show_moves(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> preview_agreeing(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> agree_to_move(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> refuse_move(const CommandContext& context, const Arguments& arguments);

boost::asio::awaitable<Reply> preview_granting(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> grant_role(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> preview_revoking(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> revoke_role(const CommandContext& context, const Arguments& arguments);

} // namespace tongbao::bot
