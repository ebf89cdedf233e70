#include "bot/commands/families.hpp"
#include "bot/commands/outbox/handlers.hpp"

namespace tongbao::bot {

namespace {

/// 发件箱 重试 编号 and its like.
Command action(std::string_view name, std::string_view summary, std::string_view example, Handler preview, Handler act)
{
    return {.name = name,
            .aliases = {},
            .arguments = {{.name = "编号"}},
            .summary = summary,
            .example = example,
            .roles = "S",
            .in_group = GroupUse::administrators,
            .handler = preview,
            .carry_out = act};
}

} // namespace

std::vector<Command> outbox_family()
{
    return {
        {.name = "发件箱 列表",
         .aliases = {"发件箱"},
         .arguments = {{.name = "排队/失败/待定",
                        .kind = ArgumentKind::choice,
                        .optional = true,
                        .choices = {{"排队", {"排队中"}}, {"失败", {"发送失败"}}, {"待定", {"不明"}}}}},
         .summary = "哪些消息在排队、没有送到或等人决定，预计几点发",
         .example = "发件箱 列表 失败",
         .roles = "S",
         .in_group = GroupUse::administrators,
         .handler = show_outbox},
        action("发件箱 重试", "把发送失败或过期的消息重新排队", "发件箱 重试 12", preview_retry, retry_message),
        action("发件箱 取消", "取消还在排队的消息", "发件箱 取消 12", preview_cancel, cancel_message),
        action("发件箱 放行", "是否送达不明的消息，再发一次", "发件箱 放行 12", preview_release, release_message),
        action("发件箱 丢弃", "是否送达不明的消息，不再发", "发件箱 丢弃 12", preview_drop, drop_message),
    };
}

} // namespace tongbao::bot
