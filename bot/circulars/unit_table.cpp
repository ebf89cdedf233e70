#include "bot/circulars/unit_table.hpp"

#include "bot/figures/rank_groups.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <nlohmann/json.hpp>

namespace tongbao::bot {
namespace {

using nlohmann::json;

constexpr int top_places = 3;
constexpr std::size_t most_improved = 3; // domain/rulings.md 14

std::string joined(const std::vector<std::string>& names)
{
    return fmt::format("{}", fmt::join(names, "、"));
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

/// Several groups are several lists, each under its heading: ranks of different groups do not compare.
json ranked_lines(const WindowFigures& figures, bool within_groups, int last_place)
{
    json lines = json::array();
    const auto groups = ranked_groups(figures.units, RankList::participation, within_groups);
    for (const auto& group : groups)
        for (const auto* unit : group.units) {
            if (*unit->ranks.participation > last_place)
                continue;
            lines.push_back(unit_line(*unit, true));
            if (groups.size() > 1 && unit == group.units.front())
                lines.back()["group"] = group.heading();
        }
    return lines;
}

json unit_lines(const WindowFigures& figures, Ranking ranking, bool within_groups)
{
    if (ranking == Ranking::full || ranking == Ranking::top)
        return ranked_lines(figures, within_groups,
                            ranking == Ranking::full ? std::numeric_limits<int>::max() : top_places);
    json lines = json::array();
    if (ranking == Ranking::off)
        for (const auto& unit : figures.units)
            if (unit.standing != Standing::no_data && !unit.hidden)
                lines.push_back(unit_line(unit, false));
    return lines;
}

std::string small_units(const WindowFigures& figures)
{
    std::vector<std::string> names;
    for (const auto& unit : figures.units)
        if (unit.standing == Standing::small)
            names.push_back(unit.unit.name);
    return joined(names);
}

/// Units of one standing (or all that miss days) with their days, as in 体育学院（数据3/7天）.
template <class Chosen>
std::string units_with_days(const WindowFigures& figures, Chosen chosen)
{
    std::vector<std::string> names;
    for (const auto& unit : figures.units)
        if (chosen(unit))
            names.push_back(fmt::format("{}（数据{}/{}天）", unit.unit.name, unit.days_covered, unit.days_total));
    return joined(names);
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
    return joined(names);
}

} // namespace

void put_unit_table(json& values, const WindowFigures& figures, Ranking ranking, bool within_groups)
{
    values["units"] = unit_lines(figures, ranking, within_groups);
    if (values["units"].empty())
        values["no_units"] = "本期不列各单位情况。";
    if (ranking == Ranking::full) {
        values["small"] = small_units(figures);
        values["few_days"] = units_with_days(figures, unranked_for_days);
    }
    if (ranking != Ranking::own) {
        values["up"] = improved_units(figures);
        values["uncovered"] = units_with_days(figures, [&](const UnitFigures& unit) {
            const bool listed = ranking == Ranking::full && unranked_for_days(unit);
            return unit.days_covered < figures.whole.days_covered && !listed;
        });
    }
}

std::string competitors_text(const WindowFigures& figures, const UnitFigures& unit, bool within_groups)
{
    const auto groups = ranked_groups(figures.units, RankList::participation, within_groups);
    for (const auto& group : groups)
        if (groups.size() == 1 || group.name == unit.unit.rank_group)
            return fmt::format("{}{}", groups.size() == 1 ? "" : "同组", group.units.size());
    return {};
}

} // namespace tongbao::bot
