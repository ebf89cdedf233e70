#include "bot/commands/asked_figures.hpp"
#include "bot/commands/own/handlers.hpp"
#include "bot/commands/own/own_figures.hpp"
#include "bot/commands/text.hpp"
#include "store/cards.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tongbao::bot {
namespace {

constexpr std::size_t longest_card = 50;     // characters, domain/commands.md §3
constexpr std::size_t most_cards_a_day = 10; // kept of one person

constexpr std::string_view voluntary = "（打卡自愿，不计入任何统计；发“打卡 撤回”可删除）";

/// "本周学习5天，累计183分": what the caller shows of the own figures. On a Monday there are none of this week yet.
std::string own_line(const OwnFigures& own, std::string_view week)
{
    return fmt::format("学习分享：{}学习{}天，累计{}分。\n", week, own.active_days, own.points);
}

std::size_t said_on(Day day, const std::vector<store::Card>& cards)
{
    return static_cast<std::size_t>(
        std::count_if(cards.begin(), cards.end(), [&](const auto& card) { return local_day(card.said_at) == day; }));
}

} // namespace

/// 打卡 [文字]. In a group the person has said it there already: the text is kept, never repeated.
boost::asio::awaitable<Reply> show_card(const CommandContext& context, const Arguments& arguments)
{
    const auto& caller = context.caller;
    const std::string typed(arguments.text("文字"));
    if (code_points(typed).size() > longest_card)
        co_return Reply{ReplyCode::argument, fmt::format("打卡最多写{}个字。", longest_card)};
    const auto week = period_of(week_of(context.today - std::chrono::days{1}));
    OwnFigures own;
    const bool kept = co_await context.store.write([&](store::Connection& db) {
        if (said_on(context.today, store::cards_of(db, caller.member)) >= most_cards_a_day)
            return false;
        own = own_figures(db, caller.member, week, context.rules.figures);
        store::add_card(db, {{}, caller.member, context.now, typed});
        return true;
    });
    if (!kept)
        co_return Reply{ReplyCode::rate, fmt::format("今天已经打卡{}次，明天再来吧。", most_cards_a_day)};
    const auto line = typed.empty() && own.covered_days > 0
                          ? own_line(own, week.until > context.today ? "本周" : "上周")
                          : std::string();
    co_return Reply{ReplyCode::done, fmt::format("✅ 已为您发布学习分享。\n{}{}", line, voluntary)};
}

/// 打卡 撤回
boost::asio::awaitable<Reply> withdraw_card(const CommandContext& context, const Arguments&)
{
    const bool withdrawn = co_await context.store.write(
        [&](store::Connection& db) { return store::withdraw_card(db, context.caller.member); });
    if (!withdrawn)
        co_return Reply{ReplyCode::no_data, "您没有可以撤回的打卡。"};
    co_return Reply{ReplyCode::done, "已删除您最近的一次打卡。群里您自己发的那句话，请在聊天里撤回。"};
}

} // namespace tongbao::bot
