#pragma once

#include "bot/commands/context.hpp"
#include "bot/commands/parser.hpp"

/// 查个人: one person's activity, for those responsible (domain/commands.md §3). Every look is logged and shown to the
/// person.
namespace tongbao::bot {

/// What the log calls a look.
constexpr std::string_view looks_command = "查个人";

boost::asio::awaitable<Reply> look_up_person(const CommandContext& context, const Arguments& arguments);

} // namespace tongbao::bot
