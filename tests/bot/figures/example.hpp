#pragma once

#include "bot/figures/figures.hpp"

#include "tests/bot/iso_day.hpp"

/// The worked examples of domain/metrics.md as day rollups.
namespace tongbao::bot::example {

inline Window window(std::string_view name)
{
    return parse_window(name).value();
}

inline Unit unit(std::int64_t id, std::string code, std::string name, std::int64_t parent)
{
    Unit made;
    made.id = UnitId{id};
    made.code = std::move(code);
    made.name = std::move(name);
    made.kind = parent == 0 ? UnitKind::school : parent == 1 ? UnitKind::general_branch : UnitKind::branch;
    made.parent = UnitId{parent};
    made.active_from = day("2020-09-01");
    return made;
}

/// One week of a unit whose headcount is constant; active and points are the week's sums, spread over `days` days.
struct WeekOfUnit {
    std::int64_t unit;
    int roster, registered;
    std::int64_t active, points;
};

inline void add_week(std::vector<store::UnitDay>& rows, const Window& week, const WeekOfUnit& sums)
{
    for (int i = 0; i < 7; ++i) {
        const auto share = [&](std::int64_t sum) { return sum / 7 + (i < sum % 7 ? 1 : 0); };
        store::UnitDay row;
        row.day = week.from + std::chrono::days{i};
        row.unit = UnitId{sums.unit};
        row.roster = row.base = sums.roster;
        row.registered = row.base_registered = sums.registered;
        row.active = row.active_registered = static_cast<int>(share(sums.active));
        row.points = row.points_registered = share(sums.points);
        rows.push_back(row);
    }
}

inline std::vector<Unit> units_of_example_2()
{
    return {unit(1, "XX", "示例大学", 0), unit(2, "WX", "文学院", 1),   unit(3, "SL", "数理学院", 1),
            unit(4, "JG", "机关党委", 1), unit(5, "YY", "音乐学院", 1), unit(6, "TY", "体育学院", 1),
            unit(7, "ZS", "直属支部", 1)};
}

/// Worked example 2: 2026-W38 and the week before.
inline FiguresInput example_2()
{
    FiguresInput input{window("2026-W38"), units_of_example_2(), {}, {}, {}};
    for (const auto& week :
         {WeekOfUnit{1, 1334, 1300, 6055, 294301}, WeekOfUnit{2, 420, 412, 2058, 101430},
          WeekOfUnit{3, 380, 371, 1729, 83790}, WeekOfUnit{4, 260, 258, 1183, 57330},
          WeekOfUnit{5, 150, 147, 682, 33075}, WeekOfUnit{6, 120, 108, 378, 17640}, WeekOfUnit{7, 4, 4, 25, 1036}})
        add_week(input.days, window("2026-W38"), week);
    for (const auto& week :
         {WeekOfUnit{1, 1334, 1300, 6065, 294280}, WeekOfUnit{2, 420, 412, 1999, 98490},
          WeekOfUnit{3, 380, 371, 1782, 86450}, WeekOfUnit{4, 260, 258, 1147, 54600},
          WeekOfUnit{5, 150, 147, 693, 33600}, WeekOfUnit{6, 120, 108, 420, 20160}, WeekOfUnit{7, 4, 4, 24, 980}})
        add_week(input.days, window("2026-W37"), week);
    return input;
}

} // namespace tongbao::bot::example
