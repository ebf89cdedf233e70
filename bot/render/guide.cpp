#include "bot/render/templates.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

constexpr const char* introduction =
    "# 模板指南\n\n"
    "本页由程序生成，列出每个模板可用的占位符。模板在 `templates/zh-CN`，用记事本即可修改，保存为 UTF-8。\n"
    "改好后运行 `tongbao preview weekly --window 2026-W38` "
    "查看效果；程序启动时会检查全部模板，有错误时指出文件、行号和占位符。\n\n"
    "## 写法\n\n"
    "- `{{名称}}`：换成数据。没有数据时印“—”。\n"
    "- `{{#名称}}…{{/名称}}`：有数据时才印其中的文字。下表中“可为空”的占位符必须这样写。\n"
    "- `{{^名称}}…{{/名称}}`：没有数据时才印其中的文字。\n"
    "- “列表”占位符用 `{{#名称}}…{{/名称}}` 逐项重复，其中可用该列表的各项占位符。\n"
    "- 换行写在 `{{/名称}}` 之前，没有数据时就不会留下空行。\n"
    "- 数据一律原样印出，其中的 `{{`、`*` 等符号不起作用。\n";

std::string row(const Placeholder& placeholder, std::string_view prefix)
{
    const auto usage = placeholder.presence == Presence::list       ? "列表"
                       : placeholder.presence == Presence::optional ? "可为空"
                                                                    : "";
    return fmt::format("| {}`{{{{{}}}}}` | {} | {} | {} |\n", prefix, placeholder.name, placeholder.meaning,
                       placeholder.sample, usage);
}

std::string section(const TextKindInfo& kind)
{
    auto text = fmt::format(
        "\n## {}：`{}`\n\n{}\n\n| 占位符 | 含义 | 示例 | 用法 |\n| --- | --- | --- | --- |\n", kind.title, kind.file,
        kind.channel == ChannelKind::group ? "可能发到群里：不得出现人名和禁用词。" : "只一对一发送。");
    for (const auto& placeholder : kind.placeholders) {
        text += row(placeholder, "");
        for (const auto& item : placeholder.items)
            text += row(item, "　");
    }
    return text;
}

} // namespace

std::string template_guide()
{
    std::string text = introduction;
    text += "- 群消息中不得出现：";
    for (const auto& word : forbidden_words())
        text += word + (&word == &forbidden_words().back() ? "。\n" : "、");
    for (const auto& kind : text_kinds())
        text += section(kind);
    return text;
}

} // namespace tongbao::bot
