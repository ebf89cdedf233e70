#include "bot/commands/own/handlers.hpp"
#include "bot/commands/own/looks.hpp"
#include "bot/commands/own/own_record.hpp"
#include "bot/commands/requests/request_words.hpp"
#include "bot/windows.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tongbao::bot {
namespace {

constexpr std::chrono::days shown_looks{30};
constexpr std::size_t longest_export = 16'000; ///< bytes: a WeCom answer holds 20 480 (platforms/wecom.md §6.3)

std::string belonging_of(const OwnRecord& record, const UnitTree& units, Day today)
{
    const auto now = stay_on(record, today);
    if (!now)
        return "不在名册";
    const auto* unit = units.find(now->unit);
    const auto* branch = units.find(now->branch);
    std::string place = unit == nullptr ? "" : unit->name;
    return branch == nullptr || branch == unit ? place : place + " " + branch->name;
}

std::string requests_text(const std::vector<store::Request>& requests)
{
    constexpr std::size_t most = 3;
    std::string lines;
    for (std::size_t i = 0; i < std::min(most, requests.size()); ++i)
        lines +=
            fmt::format("\n您的{}{}：{}。", kind_word(requests[i].kind), requests[i].id.value, state_text(requests[i]));
    return lines;
}

std::string recent_looks(const OwnRecord& record, const CommandContext& context)
{
    auto recent = record.log;
    std::erase_if(recent, [&](const auto& entry) { return entry.at < context.now - shown_looks; });
    return looks_text(recent, context.units, stay_on(record, context.today));
}

} // namespace

/// 我的数据
boost::asio::awaitable<Reply> show_own_data(const CommandContext& context, const Arguments&)
{
    OwnRecord record;
    co_await context.store.read(
        [&](store::Connection& db) { record = own_record(db, context.caller.member, std::nullopt, context.today); });
    const auto kept = context.rules.activity_months;
    co_return Reply{
        ReplyCode::done,
        fmt::format("我们保存：姓名、工号、单位支部、每日学习积分（{}）、提醒与活动记录、聊天账号与您的对应。\n"
                    "您的登记：{}，工号{}；学习记录{}天，打卡{}次。\n"
                    "近30天查看过您数据的人：{}。{}\n"
                    "导出请发“我的数据 导出”；更正请发“我的数据 更正 内容”；注销请发“我的数据 注销”；"
                    "其他请求请发“反馈 内容”。",
                    kept ? fmt::format("保留{}个月", *kept) : std::string("长期保留"),
                    belonging_of(record, context.units, context.today), record.member.code, record.activity.size(),
                    record.cards.size(), recent_looks(record, context), requests_text(record.requests))};
}

/// 我的数据 导出 [期间]
boost::asio::awaitable<Reply> export_own_data(const CommandContext& context, const Arguments& arguments)
{
    const auto record = co_await context.store.read([&](store::Connection& db) {
        return own_record(db, context.caller.member, arguments.period(), context.today);
    });
    co_return Reply{ReplyCode::done, own_record_csv(record, context.units, context.today, longest_export)};
}

} // namespace tongbao::bot
