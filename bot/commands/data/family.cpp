#include "bot/commands/data/handlers.hpp"
#include "bot/commands/families.hpp"

namespace tongbao::bot {

std::vector<Command> data_family()
{
    return {
        {.name = "数据 状态",
         .aliases = {},
         .arguments = {},
         .summary = "各单位的数据到哪一天，哪些单位还没有报送",
         .example = "数据 状态",
         .roles = "SA",
         .handler = show_data_state},
        {.name = import_command,
         .aliases = {},
         .arguments = {{.name = "编号", .optional = true},
                       {.name = "日期", .kind = ArgumentKind::day, .optional = true},
                       {.name = "类别",
                        .kind = ArgumentKind::choice,
                        .optional = true,
                        .choices = {{"学习记录", {}}, {"名册", {"花名册"}}, {"单位", {}}}}},
         .summary = "把平台后台导出的文件私聊发给机器人，看过预览再导入；只发这个命令，说明怎样导入",
         .example = "数据 导入",
         .roles = "SA",
         .handler = preview_import,
         .carry_out = import_file},
        {.name = "数据 待认",
         .aliases = {},
         .arguments = {{.name = "编号", .optional = true},
                       {.name = "工号/无", .kind = ArgumentKind::rest, .optional = true}},
         .summary = "导入时认不出是谁的记录；认给一个工号，或认定不属于任何人",
         .example = "数据 待认 12 20180123",
         .roles = "SA",
         .handler = preview_queued,
         .carry_out = resolve_queued},
    };
}

} // namespace tongbao::bot
