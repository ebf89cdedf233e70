#include "bot/commands/families.hpp"
#include "bot/commands/requests/handlers.hpp"

namespace tongbao::bot {

std::vector<Command> requests_family()
{
    return {
        {.name = "我的数据 更正",
         .aliases = {},
         .arguments = {{.name = "内容", .kind = ArgumentKind::rest}},
         .summary = "请本单位学习管理员更正您的登记或记录，15天内答复",
         .example = "我的数据 更正 9月18日我有学习记录，显示为0",
         .roles = "M",
         .handler = ask_for_correction},
        {.name = "我的数据 注销",
         .aliases = {},
         .arguments = {},
         .summary = "删除您的账号对应和私信，并申请抹去姓名和工号",
         .example = "我的数据 注销",
         .roles = "M",
         .handler = preview_erasure,
         .carry_out = ask_for_erasure},
        {.name = "反馈",
         .aliases = {},
         .arguments = {{.name = "内容", .kind = ArgumentKind::rest}},
         .summary = "向秘书处提意见或投诉",
         .example = "反馈 周通报的排版能否再短一些",
         .roles = everybody_role,
         .handler = give_feedback},
        {.name = "申请 列表",
         .aliases = {"申请"},
         .arguments = {},
         .summary = "等待您答复的更正、注销申请和反馈",
         .example = "申请 列表",
         .roles = "SA",
         .handler = show_requests},
        {.name = "申请 办理",
         .aliases = {},
         .arguments = {{.name = "编号"},
                       {.name = "同意/不同意",
                        .kind = ArgumentKind::choice,
                        .choices = {{"同意", {"办结"}}, {"不同意", {"不予办理"}}}},
                       {.name = "说明", .kind = ArgumentKind::rest, .optional = true}},
         .summary = "答复一条申请或反馈",
         .example = "申请 办理 3 同意 名册已改",
         .roles = "SA",
         .handler = preview_decision,
         .carry_out = decide_request},
    };
}

} // namespace tongbao::bot
