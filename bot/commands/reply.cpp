#include "bot/commands/reply.hpp"

#include "bot/commands/rights.hpp"
#include "bot/commands/text.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

constexpr std::size_t most_names = 3; // domain/commands.md §2

/// "文学院、体育学院", and "…等5个" where there are more than three.
std::string few_of(const std::vector<std::string>& names)
{
    if (names.size() <= most_names)
        return joined(names, "、", "、");
    const std::vector<std::string> first(names.begin(), names.begin() + most_names);
    return fmt::format("{}等{}个", joined(first, "、", "、"), names.size());
}

} // namespace

namespace replies {

Reply unknown_command(std::string_view nearest)
{
    if (nearest.empty())
        return {ReplyCode::unknown, "没有这个命令。发“帮助”看全部。"};
    return {ReplyCode::unknown, fmt::format("没有这个命令。您是不是想发“{}”？发“帮助”看全部。", nearest)};
}

Reply wrong_arguments(std::string_view format, std::string_view example)
{
    return {ReplyCode::argument, fmt::format("格式：{}。例：{}", format, example)};
}

Reply bind_first()
{
    return {ReplyCode::bind, "请先私聊我发送“绑定 校验码”（校验码向本单位学习管理员索取）。"};
}

Reply needs_role(std::string_view roles)
{
    std::vector<std::string> names;
    for (const char code : roles)
        names.emplace_back(role_name(code));
    return {ReplyCode::permission, fmt::format("此操作需{}权限。", joined(names, "、", "或"))};
}

Reply out_of_scope(const std::vector<std::string>& similar)
{
    std::string text = "未找到，或不在您的管理范围内。";
    if (!similar.empty())
        text += fmt::format("您是不是想查：{}？", joined(similar, "、", "、"));
    return {ReplyCode::scope, std::move(text)};
}

Reply direct_only()
{
    return {ReplyCode::direct_only, "请私聊我使用此命令。"};
}

Reply answered_in_private(std::string text)
{
    return {ReplyCode::done, "涉及个人信息，已私信您。如未收到，请私聊我使用此命令。", false, "", std::move(text)};
}

Reply ask_in_private()
{
    return {ReplyCode::direct_only, "涉及个人信息，不在群里回复，请私聊我使用此命令。"};
}

Reply group_only()
{
    return {ReplyCode::group_only, "请在要登记的群里@我使用此命令。"};
}

Reply ambiguous(const std::vector<std::string>& matches)
{
    return {ReplyCode::ambiguous, fmt::format("有{}个匹配：{}。请写全称或代码。", matches.size(), few_of(matches))};
}

Reply ambiguous_person(const std::vector<std::string>& matches)
{
    return {ReplyCode::ambiguous, fmt::format("有{}位同名：{}。请写工号。", matches.size(), few_of(matches))};
}

Reply no_data()
{
    return {ReplyCode::no_data, "该期间暂无数据。"};
}

Reply small(int show_min)
{
    return {ReplyCode::small, fmt::format("人数少于{}人，不显示统计，以免推断到个人。", show_min)};
}

Reply too_often()
{
    return {ReplyCode::rate, "操作太频繁，请1分钟后再试。"};
}

Reply too_long()
{
    return {ReplyCode::argument, "消息太长，一条消息请不超过1000字。"};
}

Reply failed(std::string_view number)
{
    return {ReplyCode::internal, fmt::format("出错了（编号 {}），已通知秘书处，请稍后再试。", number)};
}

Reply wrong_confirmation()
{
    return {ReplyCode::confirmation, "确认码错误或已过期，请重新发起。"};
}

Reply conflict()
{
    return {ReplyCode::conflict, "这条记录刚被他人修改，请重新查询后再试。"};
}

Reply wrong_bind_code()
{
    return {ReplyCode::confirmation, "校验码错误或已过期，请向本单位学习管理员索取新的校验码。"};
}

Reply bind_locked()
{
    return {ReplyCode::rate, "校验码错误次数过多，请24小时后再试，或联系本单位学习管理员。"};
}

Reply unbound_group()
{
    return {ReplyCode::unbound_group, "本群尚未登记，这里只能使用“帮助”；其他命令请私聊我使用。"};
}

Reply ranking_off()
{
    return {ReplyCode::ranking_off, "目前不提供排行，其他查询照常使用。发“帮助”看全部。"};
}

} // namespace replies

std::string stale_line(std::string_view day, const std::vector<std::string>& late_units)
{
    return fmt::format("数据停在{}（{}未导入），结果可能不完整。", day, few_of(late_units));
}

} // namespace tongbao::bot
