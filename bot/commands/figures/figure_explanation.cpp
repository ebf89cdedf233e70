#include "bot/commands/figures/figure_explanation.hpp"

#include "bot/commands/asked_figures.hpp"
#include "bot/commands/figures/rank_list.hpp"
#include "bot/commands/outbox/outbox_words.hpp"
#include "bot/commands/text.hpp"
#include "bot/commands/units.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tongbao::bot {
namespace {

using std::chrono::days;

constexpr int most_days_listed = 7;
constexpr std::size_t most_batches_listed = 6;

std::string quotient(std::int64_t n, std::string_view what, std::int64_t d, std::string_view of)
{
    return fmt::format("{}{}÷{}{}", what, n, of, d);
}

std::string rates_of(const UnitFigures& row)
{
    const auto& main = row.main;
    auto lines = fmt::format(
        "【参与度】{}＝{}%\n【人均积分】{}＝{}分", quotient(main.active, "有学习的人次", main.person_days, "应计人次"),
        text(main.participation), quotient(main.points, "积分", main.person_days, "应计人次"), text(main.average));
    if (row.last_covered)
        lines += fmt::format("\n【注册率】{}＝{}%（{}）", quotient(row.registered, "已注册", row.roster, "应学"),
                             text(row.registration), chinese_day(*row.last_covered));
    return lines;
}

std::string basis_of(const UnitFigures& row, Denominator denominator, const FiguresRules& rules)
{
    const bool by_roster = denominator == Denominator::roster;
    const auto& other = by_roster ? row.by_registered : row.by_roster;
    return fmt::format(
        "【口径】{}：应计人次是每天{}的人数之和，不算豁免的和首次入册{}天内的。换成{}：{}＝{}%，人均{}分。",
        basis_text(denominator), by_roster ? "应学" : "已注册", rules.rollup.grace_days,
        basis_text(by_roster ? Denominator::registered : Denominator::roster),
        quotient(other.active, "", other.person_days, ""), text(other.participation), text(other.average));
}

Amount before(const Amount& now, const Amount& change)
{
    return difference(now, change);
}

std::string change_of(const UnitFigures& row, const Period& period, const FiguresRules& rules)
{
    if (!period.kind)
        return {};
    const std::string_view last = *period.kind == WindowKind::week ? "上周" : "上月";
    switch (row.changes.why) {
    case NoChange::comparable:
        break;
    case NoChange::no_previous:
        return fmt::format("【变化】{}没有数据，不作比较。", last);
    case NoChange::headcount:
        return fmt::format("【变化】应学人数比{}变动超过{}%，不作比较。", last, rules.max_headcount_change_percent);
    case NoChange::basis:
        return fmt::format("【变化】与{}的口径不同，不作比较。", last);
    }
    const auto one = [](std::string_view name, const Amount& now, const Amount& change) {
        return fmt::format("{}{}−{}＝{}", name, text(now), text(before(now, change)), signed_text(change));
    };
    return fmt::format("【变化】用印出来的数相减，比{}：{}个百分点，{}分。", last,
                       one("参与度", row.main.participation, row.changes.participation),
                       one("人均积分", row.main.average, row.changes.average));
}

std::string why_unranked(const UnitFigures& row, const WindowFigures& figures, const FiguresRules& rules)
{
    switch (row.standing) {
    case Standing::small:
        return fmt::format("每天应计平均不足{}人，不参加排名", rules.rank_min);
    case Standing::few_days:
        return figures.window.days() > most_days_listed
                   ? fmt::format("只有{}天数据，不到期间的{}%，不参加排名", row.days_covered, rules.min_month_percent)
                   : fmt::format("只有{}天数据，不到{}天，不参加排名", row.days_covered, rules.min_week_days);
    case Standing::no_data:
        return "没有数据";
    case Standing::ranked:
        break;
    }
    return {};
}

std::string gap(const UnitFigures& better, const UnitFigures& worse, RankList list)
{
    return text(difference(value_in(better, list), value_in(worse, list))) +
           (list == RankList::points ? "分" : "个百分点");
}

/// "第2名，与数理学院相等；前面是文学院70.00%，差5.00个百分点".
std::string place_in(const UnitFigures& row, const std::vector<UnitFigures>& peers, RankList list)
{
    const auto rank = rank_of(row.ranks, list);
    if (!rank)
        return {};
    const auto order = in_rank_order(peers, list);
    std::vector<std::string> equal;
    const UnitFigures* ahead = nullptr;
    for (const auto* peer : order) {
        const auto other = rank_of(peer->ranks, list);
        if (peer->unit.id != row.unit.id && other == rank)
            equal.push_back(peer->unit.name);
        if (other < rank)
            ahead = peer;
    }
    auto place = fmt::format("{}第{}名（共{}个）", list_name(list), *rank, order.size());
    if (!equal.empty())
        place += fmt::format("，与{}相等", joined(equal, "、", "、"));
    if (ahead != nullptr)
        place += fmt::format("，前面是{}{}，差{}", ahead->unit.name, value_text(*ahead, list), gap(*ahead, row, list));
    return place;
}

std::string places_of(const UnitFigures& row, const std::vector<UnitFigures>& peers, const WindowFigures& figures,
                      const FiguresRules& rules)
{
    if (is_school(row.unit))
        return {};
    if (row.standing != Standing::ranked)
        return "【排名】" + why_unranked(row, figures, rules) + "。";
    std::vector<std::string> places;
    for (const auto list : {RankList::participation, RankList::points, RankList::registration})
        if (auto place = place_in(row, peers, list); !place.empty())
            places.push_back(std::move(place));
    return "【排名】" + joined(places, "；", "；") + "。";
}

std::string short_day(Day day)
{
    const std::chrono::year_month_day date{day};
    return fmt::format("{}.{}", static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::vector<std::string> uncovered_days(const Period& period, const std::vector<store::UnitDay>& rows)
{
    std::vector<std::string> found;
    for (auto day = period.from; day < period.until; day += days{1})
        if (std::none_of(rows.begin(), rows.end(), [&](const store::UnitDay& row) { return row.day == day; }))
            found.push_back(short_day(day));
    return found;
}

std::string days_of(const UnitFigures& row, const Period& period, const std::vector<store::UnitDay>& rows,
                    Denominator denominator)
{
    auto lines = fmt::format("【数据】{}/{}天", row.days_covered, row.days_total);
    if (const auto missing = uncovered_days(period, rows); !missing.empty())
        lines += fmt::format("；没有数据的日子不当作零分，也不计入应计人次：{}", joined(missing, "、", "、"));
    if (row.days_total > most_days_listed)
        return lines + "。逐日的数请按周查。";
    for (const auto& day : rows) {
        const bool by_roster = denominator == Denominator::roster;
        lines +=
            fmt::format("\n{} 应计{}人，学习{}人，{}分", short_day(day.day), by_roster ? day.base : day.base_registered,
                        by_roster ? day.active : day.active_registered, by_roster ? day.points : day.points_registered);
    }
    return lines;
}

std::string batch_line(const store::BatchShare& batch, bool file_name)
{
    const auto span =
        batch.first == batch.last ? short_day(batch.first) : short_day(batch.first) + "–" + short_day(batch.last);
    return fmt::format("\n批次{}{}：{}导入，含{}的数据", batch.batch.value,
                       file_name && !batch.file_name.empty() ? "“" + batch.file_name + "”" : "",
                       clock_text(batch.imported_at), span);
}

std::string batches_of(const std::vector<store::BatchShare>& batches, bool file_names)
{
    if (batches.empty())
        return {};
    auto lines = fmt::format("【来源】{}个导入批次", batches.size());
    const auto hidden = batches.size() - std::min(batches.size(), most_batches_listed);
    if (hidden > 0)
        lines += fmt::format("，最近的{}个是", most_batches_listed);
    for (auto batch = batches.begin() + static_cast<std::ptrdiff_t>(hidden); batch != batches.end(); ++batch)
        lines += batch_line(*batch, file_names);
    return lines;
}

/// "2058÷2940".
std::string division_of(const UnitFigures& row, RankList list)
{
    if (list == RankList::registration)
        return quotient(row.registered, "", row.roster, "");
    return quotient(list == RankList::points ? row.main.points : row.main.active, "", row.main.person_days, "");
}

std::string rule_of(RankList list, const FiguresRules& rules)
{
    const std::string_view of = list == RankList::points          ? "期间积分÷应计人次"
                                : list == RankList::participation ? "有学习的人次÷应计人次"
                                                                  : "期末已注册÷应学";
    const std::string_view then = list == RankList::participation ? "人均积分、注册率"
                                  : list == RankList::points      ? "参与度、注册率"
                                                                  : "参与度、人均积分";
    const std::string_view ties = rules.tie == Tie::strict ? "月度里相等的再比最差的一周，仍相等才并列"
                                                           : "相等的名次相同，下一名跳过（1、2、2、4）";
    return fmt::format("【规则】{}＝{}；按印出来的{}位小数从高到低{}；{}；并列的先后只按{}和代码排列，不分高低。",
                       list_name(list), of, rules.decimals, rules.rank_within_group ? "，在组别内排" : "", ties, then);
}

} // namespace

std::string explained(const UnitFigures& row, const std::vector<UnitFigures>& peers, const WindowFigures& figures,
                      const Period& period, const FigureSources& sources, const FiguresRules& rules,
                      const ExplanationLimits& limits)
{
    const std::string whole =
        is_school(row.unit) ? "\n全校的数按成员合计，不是各单位的平均数；没有报数据的单位和日子不计入。" : "";
    return fmt::format("{}的数从哪里来：{}", row.unit.name, period_title(period)) + whole + "\n" +
           joined_lines({rates_of(row), basis_of(row, figures.denominator, rules),
                         limits.ranks ? places_of(row, peers, figures, rules) : "", change_of(row, period, rules),
                         days_of(row, period, sources.days, figures.denominator),
                         batches_of(sources.batches, limits.file_names)});
}

std::string explained_list(RankList list, const std::vector<UnitFigures>& rows, const WindowFigures& figures,
                           const Period& period, const FiguresRules& rules)
{
    auto lines = fmt::format("{}为什么这样排：{}\n{}", list_name(list), period_title(period), rule_of(list, rules));
    for (const auto* row : in_rank_order(rows, list))
        lines += fmt::format("\n{} {} {}＝{}", *rank_of(row->ranks, list), row->unit.name, division_of(*row, list),
                             value_text(*row, list));
    for (const auto& row : rows)
        if (row.standing != Standing::ranked)
            lines += fmt::format("\n– {}：{}", row.unit.name, why_unranked(row, figures, rules));
    return lines + fmt::format("\n口径：{}。名次的变化＝上一期名次−这一期名次。", basis_word(figures.denominator));
}

} // namespace tongbao::bot
