#include "bot/commands/table.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

std::string people_of(const Command& command)
{
    if (command.roles == everybody_role)
        return "所有人";
    std::string people;
    for (const char code : command.roles)
        people += fmt::format("{}{}", people.empty() ? "" : "、", role_name(code));
    if (command.ranking)
        people += "（排行公开时还有其他成员）";
    return people;
}

std::string places_of(const Command& command)
{
    if (!command.in_direct)
        return "群";
    std::string places = "私聊";
    if (command.in_group == GroupUse::always)
        places += "、群";
    else if (command.in_group == GroupUse::branch)
        places += "、本支部的群";
    else if (command.in_group == GroupUse::administrators)
        places += "、管理员群";
    else if (command.in_group == GroupUse::figures)
        places += command.ranking ? "、管理员群（排行公开时各群均可）"
                                  : "、群（本群单位的指标；其他单位的只在管理员群，排行公开时各群均可）";
    if (command.answers_in_private)
        places += "；在群里问，改为私信回答";
    return places;
}

std::string section(const Command& command)
{
    std::string text = fmt::format("\n## {}\n\n{}。\n\n- 格式：`{}`\n- 例：`{}`\n", command.name, command.summary,
                                   format_of(command), command.example);
    for (std::size_t i = 0; i < command.aliases.size(); ++i)
        text += fmt::format("{}`{}`", i == 0 ? "- 也可以发：" : "、", command.aliases[i]);
    if (!command.aliases.empty())
        text += "\n";
    return text + fmt::format("- 谁可以用：{}\n- 在哪里用：{}\n", people_of(command), places_of(command));
}

constexpr std::string_view preface = R"(# 命令手册

本手册由命令表生成，与程序逐字一致。

在群里先@机器人再写命令，私聊直接写。词与词之间用空格、逗号或顿号分开，全角半角均可；命令前可以加`/`或`#`。
方括号里的内容可以不写。

期间可以写：`今天` `昨天` `本周` `上周` `本月` `上月` `2026-09-14` `9月14日` `9.14-9.20` `2026-W38` `第38周` `2026-09` `9月`，
数字可以写成汉字，如`九月十四日`；不写就是上一个已结束的周。平台数据次日更新，写`今天`得到的是昨天的数据。

单位可以写代码、全称、简称，或者只属于一个单位的开头几个字。
)";

} // namespace

std::string command_manual()
{
    std::string text(preface);
    for (const auto& command : command_table())
        text += section(command);
    return text;
}

} // namespace tongbao::bot
