#include "bot/circulars/content.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tongbao::bot {
namespace {

using nlohmann::json;

constexpr int top_places = 3;
constexpr std::size_t most_improved = 3; // domain/rulings.md 14

std::string joined(const std::vector<std::string>& words, std::string_view separator)
{
    return fmt::format("{}", fmt::join(words, separator));
}

const char* last_period(WindowKind kind)
{
    return kind == WindowKind::week ? "上周" : "上月";
}

/// One unit of displayed percentage points.
std::int64_t one_point(const Amount& amount)
{
    std::int64_t one = 1;
    for (int i = 0; i < amount.decimals; ++i)
        one *= 10;
    return one;
}

json unit_line(const UnitFigures& unit, bool with_rank)
{
    json line{{"name", unit.unit.name},
              {"part", text(unit.main.participation)},
              {"part_diff", signed_text(unit.changes.participation)},
              {"avg", text(unit.main.average)},
              {"avg_diff", signed_text(unit.changes.average)},
              {"reg", text(unit.registration)}};
    if (with_rank)
        line["rank"] = *unit.ranks.participation;
    return line;
}

json unit_lines(const WindowFigures& figures, Ranking ranking)
{
    json lines = json::array();
    if (ranking == Ranking::off)
        for (const auto& unit : figures.units)
            if (unit.standing != Standing::no_data && !unit.hidden)
                lines.push_back(unit_line(unit, false));
    if (ranking == Ranking::full || ranking == Ranking::top)
        for (const auto* unit : in_rank_order(figures.units, RankList::participation))
            if (ranking == Ranking::full || *unit->ranks.participation <= top_places)
                lines.push_back(unit_line(*unit, true));
    return lines;
}

std::string small_units(const WindowFigures& figures)
{
    std::vector<std::string> names;
    for (const auto& unit : figures.units)
        if (unit.standing == Standing::small)
            names.push_back(unit.unit.name);
    return joined(names, "、");
}

/// Units of one standing (or all that miss days) with their days, as in 体育学院（数据3/7天）.
template <class Chosen>
std::string units_with_days(const WindowFigures& figures, Chosen chosen)
{
    std::vector<std::string> names;
    for (const auto& unit : figures.units)
        if (chosen(unit))
            names.push_back(fmt::format("{}（数据{}/{}天）", unit.unit.name, unit.days_covered, unit.days_total));
    return joined(names, "、");
}

bool unranked_for_days(const UnitFigures& unit)
{
    return unit.standing == Standing::few_days || unit.standing == Standing::no_data;
}

/// Ranked units with one percentage point more or better, best three.
std::string improved_units(const WindowFigures& figures)
{
    std::vector<const UnitFigures*> better;
    for (const auto* unit : in_rank_order(figures.units, RankList::participation))
        if (const auto& change = unit->changes.participation; change.known() && *change.scaled >= one_point(change))
            better.push_back(unit);
    std::ranges::stable_sort(better, std::ranges::greater{},
                             [](const UnitFigures* unit) { return *unit->changes.participation.scaled; });
    if (better.size() > most_improved)
        better.resize(most_improved);
    std::vector<std::string> names;
    names.reserve(better.size());
    for (const auto* unit : better)
        names.push_back(unit->unit.name);
    return joined(names, "、");
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
    return joined(notes, "；");
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
                    const Blocks& blocks, Day sign_day)
{
    const auto& whole = figures.whole;
    auto values = common_content(figures, whole, calendar, settings, sign_day);
    values["date_from"] = chinese_day(figures.window.from);
    values["date_to"] = chinese_day(figures.window.until - std::chrono::days{1});
    values["registered"] = whole.registered;
    values["units"] = unit_lines(figures, settings.ranking);
    if (values["units"].empty())
        values["no_units"] = "本期不列各单位情况。";
    if (settings.ranking == Ranking::full) {
        values["small"] = small_units(figures);
        values["few_days"] = units_with_days(figures, unranked_for_days);
    }
    if (settings.ranking != Ranking::own) {
        values["up"] = improved_units(figures);
        values["uncovered"] = units_with_days(figures, [&](const UnitFigures& unit) {
            const bool listed = settings.ranking == Ranking::full && unranked_for_days(unit);
            return unit.days_covered < whole.days_covered && !listed;
        });
    }
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
        values["rank_total"] = in_rank_order(figures.units, RankList::participation).size();
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
