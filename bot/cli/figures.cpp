#include "bot/cli/cli.hpp"
#include "bot/cli/opening.hpp"
#include "bot/figures/json.hpp"
#include "bot/figures/load.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tongbao::bot::cli {
namespace {

std::string rank_text(const std::optional<int>& rank)
{
    return rank ? std::to_string(*rank) : "–";
}

void print_row(const UnitFigures& unit)
{
    fmt::print("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}/{}\n", unit.unit.name, unit.roster, unit.registered,
               text(unit.registration), text(unit.main.participation), rank_text(unit.ranks.participation),
               text(unit.main.average), rank_text(unit.ranks.points), unit.days_covered, unit.days_total);
}

void print_table(const WindowFigures& figures, const std::vector<const UnitFigures*>& rows)
{
    fmt::print("{} {}\n单位\t应学\t已注册\t注册率%\t参与度%\t名次\t人均积分\t名次\t数据天数\n",
               chinese_period(figures.window), basis_text(figures.denominator));
    for (const auto* row : rows)
        print_row(*row);
}

/// The rows asked for: one unit or branch, or the units and the whole. Empty when no unit has that code.
std::vector<const UnitFigures*> rows_of(const WindowFigures& figures, const std::string& code)
{
    std::vector<const UnitFigures*> rows;
    for (const auto* list : {&figures.units, &figures.branches})
        for (const auto& unit : *list)
            if (code.empty() ? list == &figures.units : unit.unit.code == code)
                rows.push_back(&unit);
    if (code.empty() || figures.whole.unit.code == code)
        rows.push_back(&figures.whole);
    return rows;
}

nlohmann::ordered_json json_of(const WindowFigures& figures, const std::string& code,
                               const std::vector<const UnitFigures*>& rows)
{
    return code.empty() ? figures_json(figures) : figures_json(*rows.front());
}

/// Loads with the figures of persons, and keeps what had to be scanned for them.
WindowFigures load(store::Connection& db, const Window& window, const FiguresRules& rules)
{
    store::Transaction transaction(db);
    auto loaded = load_figures(db, window, rules, Persons::include);
    save_scanned(db, loaded, rules);
    transaction.commit();
    return std::move(loaded.figures);
}

} // namespace

int figures(const FiguresArguments& arguments)
{
    const auto window = parse_window(arguments.window);
    if (!window) {
        fmt::print(stderr, "--window {}: write an ISO week like 2026-W38 or a month like 2026-09\n", arguments.window);
        return usage;
    }
    const auto config = open_config(arguments.config, Secrets::unread);
    if (!config)
        return bad_config;
    auto db = open_database_to_read(*config);
    if (!db)
        return not_complete;
    const auto figures = load(*db, *window, config->figures);
    const auto rows = rows_of(figures, arguments.unit);
    if (rows.empty()) {
        fmt::print(stderr, "--unit {}: no unit or branch has that code in this window\n", arguments.unit);
        return refused;
    }
    if (arguments.json)
        fmt::print("{}\n", json_of(figures, arguments.unit, rows).dump(2));
    else
        print_table(figures, rows);
    return figures.whole.days_covered == 0 ? not_complete : done;
}

} // namespace tongbao::bot::cli
