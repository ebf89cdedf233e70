#include "bot/commands/families.hpp"
#include "bot/commands/own/handlers.hpp"

namespace tongbao::bot {

std::vector<Command> own_family()
{
    return {
        {.name = "我的积分",
         .aliases = {"积分", "我的", "查我"},
         .arguments = {{.name = "期间", .kind = ArgumentKind::period, .optional = true}},
         .summary = "您自己的学习天数、积分和日均",
         .example = "我的积分 本周",
         .roles = "M",
         .answers_in_private = true,
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
         .answers_in_private = true,
         .handler = show_own_trend},
        {.name = "打卡",
         .aliases = {"晒学分", "亮进度"},
         .arguments = {{.name = "文字", .kind = ArgumentKind::rest, .optional = true}},
         .summary = "自愿分享自己的进度或一句话，不计入任何统计",
         .example = "打卡 今天学完了专题第三讲",
         .roles = "M",
         .in_group = GroupUse::always,
         .handler = show_card},
        {.name = "打卡 撤回",
         .aliases = {},
         .arguments = {},
         .summary = "删除您最近的一次打卡",
         .example = "打卡 撤回",
         .roles = "M",
         .in_group = GroupUse::always,
         .handler = withdraw_card},
        {.name = "我的数据",
         .aliases = {"隐私"},
         .arguments = {},
         .summary = "我们保存了您的哪些数据，谁看过",
         .example = "我的数据",
         .roles = "M",
         .answers_in_private = true,
         .handler = show_own_data},
        {.name = "我的数据 导出",
         .aliases = {},
         .arguments = {{.name = "期间", .kind = ArgumentKind::period, .optional = true}},
         .summary = "把保存的您的数据以CSV发给您",
         .example = "我的数据 导出",
         .roles = "M",
         .answers_in_private = true,
         .handler = export_own_data},
    };
}

} // namespace tongbao::bot
