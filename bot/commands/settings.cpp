#include "store/settings.hpp"
#include "bot/commands/audit_entry.hpp"
#include "bot/commands/families.hpp"
#include "bot/commands/parser.hpp"
#include "bot/commands/stored_settings.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tongbao::bot {
namespace {

constexpr std::string_view command_name = "设置";

std::string_view word_of(bool on)
{
    return on ? "开" : "关";
}

Reply current(const CommandRules& rules)
{
    std::string text = "当前设置：";
    for (const auto& each : switches())
        text += fmt::format("\n{}：{}（{}）", each.name, word_of(rules.rights.*each.value), each.about);
    return {ReplyCode::done, text + "\n修改请发“设置 排行 关”。"};
}

/// 设置 [键] [值]
boost::asio::awaitable<Reply> set(const CommandContext& context, const Arguments& arguments)
{
    const auto name = arguments.text("键");
    const auto value = arguments.text("值");
    if (name.empty() && value.empty())
        co_return current(context.rules);
    const auto found = std::ranges::find(switches(), name, &Switch::name);
    if (found == switches().end() || value.empty())
        co_return wrong_arguments_of(command_name);
    const bool before = context.rules.rights.*found->value;
    const bool on = value == word_of(true);
    auto entry = audit_entry(context, command_name, std::string(name), any_grant(context.caller, "S"));
    entry.before = word_of(before);
    entry.after = word_of(on);
    co_await context.store.write([&](store::Connection& db) {
        store::save_setting(db, found->key, on ? "1" : "0");
        store::record_audit(db, entry);
    });
    co_return Reply{ReplyCode::done,
                    fmt::format("已设置：{}由“{}”改为“{}”，立即生效。", name, entry.before, entry.after)};
}

} // namespace

std::vector<Command> settings_family()
{
    std::vector<Choice> keys;
    for (const auto& each : switches())
        keys.push_back({each.name, {}});
    return {
        {.name = command_name,
         .aliases = {},
         .arguments = {{.name = "键", .kind = ArgumentKind::choice, .optional = true, .choices = std::move(keys)},
                       {.name = "值",
                        .kind = ArgumentKind::choice,
                        .optional = true,
                        .choices = {{"开", {"打开", "开启", "是"}}, {"关", {"关闭", "否"}}}}},
         .summary = "查看或修改设置：排行、排行公开，值为开或关",
         .example = "设置 排行公开 开",
         .roles = "S",
         .handler = set},
    };
}

} // namespace tongbao::bot
