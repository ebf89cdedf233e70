#include "bot/commands/families.hpp"
#include "bot/commands/groups/handlers.hpp"

namespace tongbao::bot {
namespace {

Argument kind_argument(bool optional)
{
    return {.name = "管理员群/单位群/支部群",
            .kind = ArgumentKind::choice,
            .optional = optional,
            .choices = {{"管理员群", {}}, {"单位群", {}}, {"支部群", {}}}};
}

} // namespace

std::vector<Command> groups_family()
{
    return {
        {.name = "群 发码",
         .aliases = {},
         .arguments = {{.name = "单位"}, kind_argument(true), {.name = "通道", .optional = true}},
         .summary = "发放在群里登记用的校验码；通道是配置里向该群发通报的机器人",
         .example = "群 发码 文学院 单位群",
         .roles = "AS",
         .handler = issue_group_code},
        {.name = "群 绑定",
         .aliases = {"群 登记"},
         .arguments = {{.name = "校验码"}},
         .summary = "把所在的群登记为一个单位或支部的群",
         .example = "群 绑定 12345678",
         .roles = "AS",
         .in_direct = false,
         .in_group = GroupUse::always,
         .in_unbound_group = true,
         .handler = bind_group},
        {.name = "群 类型",
         .aliases = {},
         .arguments = {kind_argument(false)},
         .summary = "修改所在群的类型；管理员群由秘书处登记",
         .example = "群 类型 单位群",
         .roles = "AS",
         .in_direct = false,
         .in_group = GroupUse::always,
         .handler = change_group_kind},
        {.name = "群 解绑",
         .aliases = {},
         .arguments = {},
         .summary = "取消所在群的登记，之后群里只能使用帮助",
         .example = "群 解绑",
         .roles = "AS",
         .in_direct = false,
         .in_group = GroupUse::always,
         .handler = preview_unbinding,
         .carry_out = unbind_group},
    };
}

} // namespace tongbao::bot
