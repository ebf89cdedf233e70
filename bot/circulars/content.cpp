#include "bot/circulars/content.hpp"

#include "bot/circulars/unit_table.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tongbao::bot {
namespace {

using nlohmann::json;

const char* last_period(WindowKind kind)
{
    return kind == WindowKind::week ? "上周" : "上月";
}

std::string holiday_note(const Calendar& calendar, const Window& window)
{
    std::vector<std::string> notes;
    if (const auto off = calendar.listed_off_days(window))
        notes.push_back(fmt::format("含法定节假日{}天", off));
    for (const auto day : calendar.shifted_workdays(window))
        notes.push_back(fmt::format("{}（{}）为调休上班日", chinese_day(day), chinese_weekday(day)));
    if (const auto* vacation = calendar.vacation(window.until - std::chrono::days{1}))
        notes.push_back(vacation->name + "期间");
    if (auto pending = arrangement_note(calendar, window.until - std::chrono::days{1}); !pending.empty())
        notes.push_back(std::move(pending));
    return fmt::format("{}", fmt::join(notes, "；"));
}

/// The day before which corrections are asked for: "23日", with its month where that differs.
std::string deadline(const Calendar& calendar, Day sign_day, int workdays)
{
    auto day = sign_day;
    for (int i = 0; i < workdays; ++i)
        day = calendar.first_workday_from(day + std::chrono::days{1});
    const std::chrono::year_month_day from{sign_day}, to{day};
    if (from.month() != to.month())
        return chinese_day(day);
    return fmt::format("{}日", static_cast<unsigned>(to.day()));
}

void put_tasks(json& values, std::vector<std::string> tasks, std::size_t most)
{
    if (tasks.empty())
        tasks.emplace_back("请继续做好学习组织和名册维护。");
    for (std::size_t i = 0; i < std::min(tasks.size(), most); ++i)
        values[fmt::format("task{}", i + 1)] = tasks[i];
}

void put_blocks(json& values, const Blocks& blocks, std::initializer_list<std::string_view> allowed)
{
    const bool own_tasks = blocks.contains("task1") || blocks.contains("task2") || blocks.contains("task3");
    for (const auto* task : {"task1", "task2", "task3"})
        if (own_tasks)
            values.erase(task);
    for (const auto& [key, value] : blocks)
        if (std::ranges::find(allowed, key) != allowed.end())
            values[key] = value;
}

json common_content(const WindowFigures& figures, const UnitFigures& about, const Calendar& calendar,
                    const CircularSettings& settings, Day sign_day)
{
    return {{"period_no", circular_number(figures.window)},
            {"roster", about.roster},
            {"reg_rate", text(about.registration)},
            {"part", text(about.main.participation)},
            {"part_diff_text", rate_difference_text(about.changes.participation, figures.window.kind)},
            {"avg", text(about.main.average)},
            {"avg_diff_text", points_difference_text(about.changes.average, figures.window.kind)},
            {"cutoff", about.last_covered ? chinese_day(*about.last_covered) + "24时" : ""},
            {"days_covered", about.days_covered},
            {"days_total", about.days_total},
            {"basis", basis_text(figures.denominator)},
            {"holiday_note", holiday_note(calendar, figures.window)},
            {"org", settings.org},
            {"sign_date", chinese_date(sign_day)}};
}

} // namespace

std::string circular_number(const Window& window)
{
    if (window.kind == WindowKind::week) {
        const auto [year, week] = iso_week(window.from);
        return fmt::format("周通报〔{}〕第{}期", year, week);
    }
    const std::chrono::year_month_day first{window.from};
    return fmt::format("月通报〔{}〕第{}期", static_cast<int>(first.year()), static_cast<unsigned>(first.month()));
}

std::string difference_text(const Amount& difference, WindowKind kind, std::string_view measure)
{
    if (!difference.known())
        return fmt::format("{}无可比数据", last_period(kind));
    if (*difference.scaled == 0)
        return fmt::format("与{}持平", last_period(kind));
    return fmt::format("较{}{}{}", last_period(kind), signed_text(difference), measure);
}

std::string rate_difference_text(const Amount& difference, WindowKind kind)
{
    return difference_text(difference, kind, "个百分点");
}

std::string points_difference_text(const Amount& difference, WindowKind kind)
{
    return difference_text(difference, kind, "分");
}

json weekly_content(const WindowFigures& figures, const Calendar& calendar, const CircularSettings& settings,
                    const FiguresRules& rules, const Blocks& blocks, Day sign_day)
{
    const auto& whole = figures.whole;
    auto values = common_content(figures, whole, calendar, settings, sign_day);
    values["date_from"] = chinese_day(figures.window.from);
    values["date_to"] = chinese_day(figures.window.until - std::chrono::days{1});
    values["registered"] = whole.registered;
    put_unit_table(values, figures, settings.ranking, rules.rank_within_group);
    values["deadline"] = deadline(calendar, sign_day, settings.deadline_workdays);
    values["contact"] = settings.contact;
    auto tasks = settings.tasks;
    if (const auto missing = whole.roster - whole.registered; tasks.empty() && missing > 0)
        tasks.push_back(
            fmt::format("全校尚有{}位同志未完成注册，请各单位协助核对名册，确有困难的可登记说明。", missing));
    put_tasks(values, std::move(tasks), 3);
    put_blocks(values, blocks, {"story", "task1", "task2", "task3", "deadline", "contact", "org"});
    return values;
}

json monthly_content(const WindowFigures& figures, const UnitFigures& unit, const Calendar& calendar,
                     const CircularSettings& settings, const FiguresRules& rules, const Blocks& blocks, Day sign_day)
{
    const auto& whole = figures.whole;
    auto values = common_content(figures, unit, calendar, settings, sign_day);
    values["unit"] = unit.unit.name;
    values["period"] = chinese_period(figures.window);
    values["school_reg"] = text(whole.registration);
    values["school_part"] = text(whole.main.participation);
    values["school_part_diff_text"] = rate_difference_text(whole.changes.participation, figures.window.kind);
    values["school_avg"] = text(whole.main.average);
    values["school_avg_diff_text"] = points_difference_text(whole.changes.average, figures.window.kind);
    values["show_min"] = rules.show_min;
    if (settings.ranking != Ranking::off && unit.ranks.participation) {
        values["rank"] = *unit.ranks.participation;
        values["rank_total"] = competitors_text(figures, unit, rules.rank_within_group);
    }
    if (unit.persons) {
        values["coverage"] = text(unit.persons->coverage);
        values["regular"] = text(unit.persons->regular);
    }
    if (unit.persons && unit.persons->cadres_shown) {
        values["cadre_part"] = text(unit.persons->cadre_participation);
        values["cadre_lead"] = text(unit.persons->cadre_leading);
    }
    auto& branches = values["branches"] = json::array();
    for (const auto& branch : figures.branches)
        if (branch.unit.parent == unit.unit.id && !branch.hidden && branch.main.person_days > 0)
            branches.push_back({{"name", branch.unit.name},
                                {"part", text(branch.main.participation)},
                                {"avg", text(branch.main.average)}});
    std::vector<std::string> tasks;
    if (const auto missing = unit.roster - unit.registered; missing > 0)
        tasks.push_back(fmt::format("尚有{}位同志未完成注册，请协助核对名册，确有困难的可登记说明。", missing));
    put_tasks(values, std::move(tasks), 2);
    put_blocks(values, blocks, {"task1", "task2", "org"});
    return values;
}

} // namespace tongbao::bot
