#include "bot/commands/families.hpp"
#include "bot/commands/roster/handlers.hpp"

namespace tongbao::bot {
namespace {

const Argument person_argument{.name = "工号"};
const Argument branch_argument{.name = "支部"};

Argument optional(Argument argument)
{
    argument.optional = true;
    return argument;
}

Argument day_argument(std::string_view name, ArgumentKind kind = ArgumentKind::day)
{
    return {.name = name, .kind = kind};
}

Argument choice_argument(std::string_view name, std::vector<Choice> choices)
{
    return {.name = name, .kind = ArgumentKind::choice, .choices = std::move(choices)};
}

std::vector<Command> list_rows()
{
    return {
        {.name = "名册 查询",
         .aliases = {},
         .arguments = {optional({.name = "支部/人"})},
         .summary = "本单位或本支部的在册人数和名单，或一位成员的登记",
         .example = "名册 查询 文学院第1党支部",
         .roles = "UAOB",
         .handler = show_roster},
        {.name = "名册 未归属",
         .aliases = {},
         .arguments = {optional(branch_argument)},
         .summary = "还没有归属支部的成员",
         .example = "名册 未归属",
         .roles = "UAOB",
         .handler = show_unassigned},
        {.name = "名册 未注册",
         .aliases = {},
         .arguments = {optional(branch_argument)},
         .summary = "还没有注册的成员",
         .example = "名册 未注册 文学院第1党支部",
         .roles = "UAOB",
         .handler = show_unregistered},
    };
}

std::vector<Command> change_rows()
{
    return {
        {.name = "名册 新增",
         .aliases = {},
         .arguments = {person_argument,
                       {.name = "姓名"},
                       branch_argument,
                       optional(choice_argument("类别", {{"教工", {}}, {"学生", {}}, {"离退休", {}}, {"其他", {}}})),
                       optional(day_argument("日期"))},
         .summary = "登记一位成员，不写日期就从今天起；多人请用文件导入",
         .example = "名册 新增 20260101 王小明 文学院第1党支部 学生 9月21日",
         .roles = "AUS",
         .handler = add_member},
        {.name = "名册 修改",
         .aliases = {},
         .arguments = {person_argument,
                       choice_argument("字段", {{"姓名", {}},
                                                {"类别", {}},
                                                {"政治面貌", {}},
                                                {"干部", {}},
                                                {"注册日期", {"注册"}},
                                                {"手机尾号", {"手机"}}}),
                       {.name = "值"}},
         .summary = "修改一位成员的姓名、类别、政治面貌、干部、注册日期或手机尾号",
         .example = "名册 修改 20180123 类别 教工",
         .roles = "AUS",
         .handler = edit_member},
        {.name = "名册 调动",
         .aliases = {},
         .arguments = {person_argument, {.name = "新支部"}, day_argument("日期")},
         .summary = "从这一天起调到另一个支部；调到其他单位需要对方学习管理员同意",
         .example = "名册 调动 20180123 机关第二支部 9月21日",
         .roles = "AS",
         .handler = preview_move,
         .carry_out = move_member},
        {.name = "名册 离岗",
         .aliases = {"名册 退出"},
         .arguments = {person_argument, day_argument("日期"),
                       choice_argument("原因码", {{"退休", {}}, {"调离", {"调出"}}, {"毕业", {}}, {"其他", {}}})},
         .summary = "从这一天起不再在册；原因码：退休、调离、毕业、其他",
         .example = "名册 离岗 20180123 9月30日 退休",
         .roles = "AUS",
         .handler = preview_leaving,
         .carry_out = end_membership},
        {.name = "名册 豁免",
         .aliases = {},
         .arguments = {person_argument,
                       choice_argument(
                           "原因码",
                           {{"病假", {}}, {"产假", {}}, {"事假", {}}, {"出国", {}}, {"高龄", {}}, {"其他", {}}}),
                       day_argument("到期日", ArgumentKind::coming)},
         .summary = "从今天到到期日不计入统计；原因码：病假、产假、事假、出国、高龄、其他",
         .example = "名册 豁免 20180123 病假 10月31日",
         .roles = "AU",
         .handler = exempt_member},
        {.name = "名册 取消豁免",
         .aliases = {"名册 解除豁免"},
         .arguments = {person_argument},
         .summary = "从今天起不再豁免，已豁免的日子不变",
         .example = "名册 取消豁免 20180123",
         .roles = "AU",
         .handler = end_exemption},
    };
}

std::vector<Command> consent_rows()
{
    return {
        {.name = "名册 申请",
         .aliases = {"名册 待办"},
         .arguments = {},
         .summary = "等待您同意的和您提出的跨单位调动",
         .example = "名册 申请",
         .roles = "AS",
         .handler = show_moves},
        {.name = "名册 同意",
         .aliases = {},
         .arguments = {{.name = "编号"}},
         .summary = "同意一位成员调入本单位",
         .example = "名册 同意 3",
         .roles = "AS",
         .handler = preview_agreeing,
         .carry_out = agree_to_move},
        {.name = "名册 不同意",
         .aliases = {"名册 拒绝"},
         .arguments = {{.name = "编号"}},
         .summary = "不同意一位成员调入本单位",
         .example = "名册 不同意 3",
         .roles = "AS",
         .handler = refuse_move},
    };
}

std::vector<Command> role_rows()
{
    const auto role = choice_argument(
        "角色", {{"书记", {}}, {"学习管理员", {"管理员"}}, {"组织员", {}}, {"宣传员", {}}, {"支部书记", {}}});
    return {
        {.name = "角色 授予",
         .aliases = {},
         .arguments = {person_argument, role, optional({.name = "单位"})},
         .summary = "授予角色：秘书处授予书记、学习管理员；党组织书记授予组织员、宣传员、支部书记",
         .example = "角色 授予 20180123 支部书记",
         .roles = "SU",
         .handler = preview_granting,
         .carry_out = grant_role},
        {.name = "角色 撤销",
         .aliases = {},
         .arguments = {person_argument, role, optional({.name = "单位"})},
         .summary = "撤销角色，权限与授予相同",
         .example = "角色 撤销 20180123 支部书记",
         .roles = "SU",
         .handler = preview_revoking,
         .carry_out = revoke_role},
    };
}

} // namespace

std::vector<Command> roster_family()
{
    std::vector<Command> family;
    for (const auto& rows : {list_rows(), change_rows(), consent_rows(), role_rows()})
        family.insert(family.end(), rows.begin(), rows.end());
    return family;
}

} // namespace tongbao::bot
