#include "bot/commands/asked_figures.hpp"
#include "bot/commands/own/handlers.hpp"
#include "bot/commands/own/own_figures.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tongbao::bot {
namespace {

using std::chrono::days;

/// "9月14日–20日", "9月28日–10月4日", "9月14日".
std::string span_of(const Period& period)
{
    const auto last = period.until - days{1};
    const std::chrono::year_month_day first_date{period.from}, last_date{last};
    if (period.from == last)
        return chinese_day(last);
    if (first_date.month() == last_date.month() && first_date.year() == last_date.year())
        return fmt::format("{}–{}日", chinese_day(period.from), static_cast<unsigned>(last_date.day()));
    return chinese_day(period.from) + "–" + chinese_day(last);
}

std::string label_of(const Period& period, Day today)
{
    const auto same = [&](const Window& window) { return window.from == period.from && window.until == period.until; };
    if (same(week_of(today)))
        return "本周";
    if (same(previous(week_of(today))))
        return "上周";
    if (same(month_of(today)))
        return "本月";
    return same(previous(month_of(today))) ? "上月" : "";
}

std::string mean_of(const OwnFigures& own, const FiguresRules& rules)
{
    return text(rounded(own.due_points, own.due_days, rules.decimals));
}

std::string cutoff_of(Day last_covered, Day today)
{
    return last_covered == today - days{1} ? "昨日" : chinese_day(last_covered);
}

/// The last `count` weeks or months that have begun by yesterday, oldest first.
std::vector<Period> latest_periods(WindowKind kind, int count, Day today)
{
    std::vector<Period> found;
    auto window = window_of(kind, today - days{1});
    for (int i = 0; i < count; ++i, window = previous(window))
        found.insert(found.begin(), period_of(window));
    return found;
}

std::string trend_line(const Period& period, const OwnFigures& own, const FiguresRules& rules)
{
    if (own.covered_days == 0)
        return short_title(period) + " 无数据";
    return fmt::format("{} 学习{}天，累计{}分，日均{}分", short_title(period), own.active_days, own.points,
                       mean_of(own, rules));
}

} // namespace

/// 我的积分 [期间]
boost::asio::awaitable<Reply> show_own_points(const CommandContext& context, const Arguments& arguments)
{
    const auto& rules = context.rules.figures;
    const auto period = arguments.period().value_or(period_of(week_of(context.today - days{1})));
    const auto month = period_of(month_of(context.today - days{1}));
    OwnFigures own, this_month;
    co_await context.store.read([&](store::Connection& db) {
        own = own_figures(db, context.caller.member, period, rules);
        this_month = own_figures(db, context.caller.member, month, rules);
    });
    if (own.covered_days == 0)
        co_return replies::no_data();
    auto text =
        fmt::format("我的积分（仅您可见）\n{}{}{}：学习{}天，累计{}分，日均{}分", today_note(period),
                    label_of(period, context.today), span_of(period), own.active_days, own.points, mean_of(own, rules));
    if (period.kind != WindowKind::month)
        text += fmt::format("；{}累计{}分", label_of(month, context.today), this_month.points);
    text += fmt::format("。\n数据截至{}24时。回复“帮助”查看更多。", cutoff_of(*own.last_covered, context.today));
    co_return Reply{ReplyCode::done, std::move(text)};
}

/// 我的趋势 [4周/6月]
boost::asio::awaitable<Reply> show_own_trend(const CommandContext& context, const Arguments& arguments)
{
    const auto& rules = context.rules.figures;
    const bool months = arguments.text("4周/6月") == "6月";
    const auto periods = months ? latest_periods(WindowKind::month, 6, context.today)
                                : latest_periods(WindowKind::week, 4, context.today);
    std::string text = "我的趋势（仅您可见）";
    bool any = false;
    co_await context.store.read([&](store::Connection& db) {
        for (const auto& period : periods) {
            const auto own = own_figures(db, context.caller.member, period, rules);
            any = any || own.covered_days > 0;
            text += "\n" + trend_line(period, own, rules);
        }
    });
    if (!any)
        co_return replies::no_data();
    co_return Reply{ReplyCode::done, std::move(text)};
}

} // namespace tongbao::bot
