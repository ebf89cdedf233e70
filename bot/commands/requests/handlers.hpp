#pragma once

#include "bot/commands/context.hpp"
#include "bot/commands/parser.hpp"

/// 更正, 注销 and 反馈, and 申请: what is asked of the people responsible, and their decision.
namespace tongbao::bot {

boost::asio::awaitable<Reply> ask_for_correction(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> preview_erasure(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> ask_for_erasure(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> give_feedback(const CommandContext& context, const Arguments& arguments);

boost::asio::awaitable<Reply> show_requests(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> preview_decision(const CommandContext& context, const Arguments& arguments);
boost::asio::awaitable<Reply> decide_request(const CommandContext& context, const Arguments& arguments);

} // namespace tongbao::bot
