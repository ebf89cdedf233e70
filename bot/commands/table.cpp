#include "bot/commands/table.hpp"

#include "bot/commands/handlers.hpp"

#include <algorithm>
#include <cassert>

namespace tongbao::bot {

const std::vector<Command>& command_table()
{
    static const std::vector<Command> table = {
        {.name = "帮助",
         .aliases = {"help", "?", "菜单"},
         .arguments = {{.name = "命令", .kind = ArgumentKind::rest, .optional = true}},
         .summary = "列出您在这里可以使用的命令，或说明其中一个",
         .example = "帮助 查排行",
         .roles = everybody_role,
         .in_group = GroupUse::always,
         .in_unbound_group = true,
         .handler = show_help},
        {.name = "查排行",
         .aliases = {"排行", "排行榜", "排名"},
         .arguments = {{.name = "参与/积分/注册",
                        .kind = ArgumentKind::choice,
                        .optional = true,
                        .choices = {{"参与", {"参与度", "参与率"}}, {"积分", {"人均积分"}}, {"注册", {"注册率"}}}},
                       {.name = "期间", .kind = ArgumentKind::period, .optional = true},
                       {.name = "组别", .optional = true}},
         .summary = "各单位的排行；支部书记看本单位各支部",
         .example = "查排行 参与 第38周",
         .roles = "LSPUAOB",
         .ranking = true,
         .in_group = GroupUse::figures,
         .handler = show_ranking},
        {.name = "查单位",
         .aliases = {"单位"},
         .arguments = {{.name = "单位"}, {.name = "期间", .kind = ArgumentKind::period, .optional = true}},
         .summary = "一个单位的指标、变化和数据情况",
         .example = "查单位 文学院 第38周",
         .roles = "LSPUAO",
         .in_group = GroupUse::figures,
         .handler = show_unit},
        {.name = "查支部",
         .aliases = {"支部"},
         .arguments = {{.name = "支部"}, {.name = "期间", .kind = ArgumentKind::period, .optional = true}},
         .summary = "一个支部的指标、变化和数据情况",
         .example = "查支部 文学院第1党支部 第38周",
         .roles = "SUAOB",
         .in_group = GroupUse::branch,
         .handler = show_branch},
        {.name = "数据 状态",
         .aliases = {},
         .arguments = {},
         .summary = "各单位的数据到哪一天，哪些单位还没有报送",
         .example = "数据 状态",
         .roles = "SA",
         .handler = show_data_state},
        {.name = "我的积分",
         .aliases = {"积分", "我的", "查我"},
         .arguments = {{.name = "期间", .kind = ArgumentKind::period, .optional = true}},
         .summary = "您自己的学习天数、积分和日均",
         .example = "我的积分 本周",
         .roles = "M",
         .handler = show_own_points},
        {.name = "我的趋势",
         .aliases = {},
         .arguments = {{.name = "4周/6月",
                        .kind = ArgumentKind::choice,
                        .optional = true,
                        .choices = {{"4周", {"四周"}}, {"6月", {"六月", "6个月", "六个月"}}}}},
         .summary = "您自己近4周或近6个月的变化，不与他人比较",
         .example = "我的趋势 4周",
         .roles = "M",
         .handler = show_own_trend},
        {.name = "我的数据",
         .aliases = {"隐私"},
         .arguments = {},
         .summary = "我们保存了您的哪些数据",
         .example = "我的数据",
         .roles = "M",
         .handler = show_own_data},
        {.name = "绑定",
         .aliases = {"bind"},
         .arguments = {{.name = "校验码"}},
         .summary = "把您的聊天账号与名册中的您对应起来",
         .example = "绑定 12345678",
         .roles = everybody_role,
         .handler = preview_bind,
         .carry_out = bind},
        {.name = "解绑",
         .aliases = {},
         .arguments = {},
         .summary = "解除您的聊天账号与名册的对应",
         .example = "解绑",
         .roles = "M",
         .handler = preview_unbind,
         .carry_out = unbind},
        {.name = "校验码",
         .aliases = {},
         .arguments = {{.name = "工号"}},
         .summary = "给本单位一位成员发放绑定用的校验码",
         .example = "校验码 20180123",
         .roles = "A",
         .handler = issue_code},
        {.name = "确认",
         .aliases = {},
         .arguments = {{.name = "确认码"}},
         .summary = "执行刚才预览的操作",
         .example = "确认 4827",
         .roles = everybody_role,
         .in_group = GroupUse::always,
         .handler = confirm},
        {.name = "取消",
         .aliases = {},
         .arguments = {},
         .summary = "放弃刚才预览的操作",
         .example = "取消",
         .roles = everybody_role,
         .in_group = GroupUse::always,
         .handler = cancel},
    };
    return table;
}

std::string format_of(const Command& command)
{
    std::string format(command.name);
    for (const auto& argument : command.arguments)
        format += argument.optional ? " [" + std::string(argument.name) + "]" : " " + std::string(argument.name);
    return format;
}

Reply wrong_arguments_of(std::string_view command_name)
{
    const auto& table = command_table();
    const auto row =
        std::find_if(table.begin(), table.end(), [&](const Command& command) { return command.name == command_name; });
    assert(row != table.end());
    return replies::wrong_arguments(format_of(*row), row->example);
}

} // namespace tongbao::bot
