#include "bot/commands/context.hpp"
#include "bot/commands/families.hpp"
#include "bot/commands/parser.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

std::string list_for(const CommandContext& context)
{
    std::string text = "您在这里可以使用：";
    for (const auto& command : command_table())
        if (right_to(command, context.caller, context.rules.rights) == Right::allowed)
            text += fmt::format("\n{}：{}", format_of(command), command.summary);
    return text + "\n发“帮助 命令”看用法和例子。";
}

std::string detail_of(const Command& command)
{
    std::string text =
        fmt::format("{}：{}\n格式：{}\n例：{}", command.name, command.summary, format_of(command), command.example);
    for (std::size_t i = 0; i < command.aliases.size(); ++i)
        text += fmt::format("{}{}", i == 0 ? "\n也可以发：" : "、", command.aliases[i]);
    if (command.in_group == GroupUse::never)
        text += "\n请私聊我使用。";
    if (!command.in_direct)
        text += "\n请在群里@我使用。";
    return text;
}

/// 帮助 [命令]
boost::asio::awaitable<Reply> show_help(const CommandContext& context, const Arguments& arguments)
{
    const auto& caller = context.caller;
    const auto permitted = [&](const Command& command) {
        return right_to(command, caller, context.rules.rights) == Right::allowed;
    };
    const auto wanted = words_of(arguments.text("命令"));
    if (!wanted.empty()) {
        const auto line = command_of(wanted, command_table());
        if (line.command != nullptr && permitted(*line.command))
            co_return Reply{ReplyCode::done, detail_of(*line.command)};
        const auto* nearest = nearest_command(wanted, command_table(), permitted);
        co_return replies::unknown_command(nearest == nullptr ? std::string_view{} : nearest->name);
    }
    auto text = list_for(context);
    if (!caller.member)
        text += "\n" + replies::bind_first().text;
    else if (caller.place.where == ChannelKind::group && !caller.place.group)
        text += "\n" + replies::unbound_group().text;
    co_return Reply{ReplyCode::done, std::move(text)};
}

} // namespace

std::vector<Command> help_family()
{
    return {
        {.name = "帮助",
         .aliases = {"help", "?", "菜单"},
         .arguments = {{.name = "命令", .kind = ArgumentKind::rest, .optional = true}},
         .summary = "列出您在这里可以使用的命令，或说明其中一个",
         .example = "帮助 查排行",
         .roles = everybody_role,
         .in_group = GroupUse::always,
         .in_unbound_group = true,
         .handler = show_help},
    };
}

} // namespace tongbao::bot
