#include "bot/commands/asked_figures.hpp"
#include "bot/commands/figures/handlers.hpp"
#include "bot/commands/figures/rank_list.hpp"
#include "bot/commands/kept_figures.hpp"
#include "bot/commands/text.hpp"
#include "bot/figures/rank_groups.hpp"
#include "bot/render/templates.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tongbao::bot {
namespace {

constexpr std::string_view all_units_roles = "LSPUAO";
constexpr std::string_view branches_roles = "B";

/// Which list, of what.
struct Asked {
    RankList list = RankList::participation;
    std::string group;            ///< empty: all
    const Unit* parent = nullptr; ///< of the branches; null: the units of the university
    std::string scope;            ///< the line that names the right used
};

/// ↑2, ↓1, 持平, or — where there is no previous rank (domain/rulings.md 15).
std::string change_text(const UnitFigures& unit, RankList list)
{
    const auto& change = rank_of(unit.changes.ranks, list);
    if (!change)
        return "—";
    if (*change == 0)
        return "持平";
    return *change > 0 ? fmt::format("↑{}", *change) : fmt::format("↓{}", -*change);
}

/// Roles over the university's list first; a branch secretary without one sees the branches of the own unit, which are
/// no matter for groups (domain/commands.md §6). Empty when nothing may be shown here.
std::optional<Asked> asked_by(const CommandContext& context, const Arguments& arguments)
{
    const auto& caller = context.caller;
    const auto& grants = caller.grants;
    const auto holding = [&](std::string_view roles) {
        return std::find_if(grants.begin(), grants.end(), [&](const Grant& grant) {
            return roles.find(static_cast<char>(grant.role)) != roles.npos;
        });
    };
    Asked asked{list_called(arguments.text("参与/积分/注册")), std::string(arguments.text("组别")), nullptr, ""};
    if (const auto wide = holding(all_units_roles); wide != grants.end()) {
        asked.scope = scope_note(caller, *wide, context.units);
        return asked;
    }
    const auto branch = holding(branches_roles);
    if (branch != grants.end() && caller.place.where == ChannelKind::direct) {
        asked.parent = context.units.second_level(branch->scope);
        asked.scope = scope_note(caller, *branch, context.units);
        return asked.parent == nullptr ? std::nullopt : std::optional(asked);
    }
    return context.rules.rights.ranking_public ? std::optional(asked) : std::nullopt;
}

/// The row whose days the last line counts: of the whole, or of the unit whose branches are listed.
const UnitFigures& covering(const Asked& asked, const WindowFigures& figures)
{
    const auto parent = std::find_if(figures.units.begin(), figures.units.end(), [&](const UnitFigures& unit) {
        return asked.parent != nullptr && unit.unit.id == asked.parent->id;
    });
    return parent == figures.units.end() ? figures.whole : *parent;
}

/// The units whose delay shows in the list.
std::vector<const UnitFigures*> reporting(const Asked& asked, const std::vector<UnitFigures>& rows,
                                          const WindowFigures& figures)
{
    if (asked.parent != nullptr)
        return {&covering(asked, figures)};
    std::vector<const UnitFigures*> all;
    all.reserve(rows.size());
    for (const auto& row : rows)
        all.push_back(&row);
    return all;
}

std::vector<UnitFigures> rows_of(const WindowFigures& figures, const Asked& asked)
{
    std::vector<UnitFigures> rows;
    for (const auto& unit : asked.parent == nullptr ? figures.units : figures.branches) {
        const bool wanted = asked.parent == nullptr || unit.unit.parent == asked.parent->id;
        if (wanted && (asked.group.empty() || unit.unit.rank_group == asked.group))
            rows.push_back(unit);
    }
    return rows;
}

/// Too few days for a rank leave the figure itself (domain/metrics.md §5); small units show none here.
std::string unranked_text(const UnitFigures& unit, RankList list)
{
    switch (unit.standing) {
    case Standing::small:
        return unit.unit.name + "（人数较少）";
    case Standing::no_data:
        return unit.unit.name + "（无数据）";
    case Standing::few_days:
    case Standing::ranked:
        break;
    }
    return fmt::format("{} {}（数据{}/{}天）", unit.unit.name, value_text(unit, list), unit.days_covered,
                       unit.days_total);
}

std::string title_of(const Asked& asked)
{
    const auto of = asked.parent == nullptr ? std::string{} : asked.parent->name + "各支部";
    return of + asked.group + std::string(list_name(asked.list));
}

/// Several groups are several lists, each under its heading.
nlohmann::json ranked_lines(const Asked& asked, const std::vector<UnitFigures>& rows, bool within_groups)
{
    auto lines = nlohmann::json::array();
    const auto groups = ranked_groups(rows, asked.list, within_groups);
    for (const auto& group : groups)
        for (const auto* unit : group.units) {
            lines.push_back({{"rank", *rank_of(unit->ranks, asked.list)},
                             {"name", unit->unit.name},
                             {"value", value_text(*unit, asked.list)},
                             {"change", change_text(*unit, asked.list)}});
            if (groups.size() > 1 && unit == group.units.front())
                lines.back()["group"] = group.heading();
        }
    return lines;
}

nlohmann::json ranking_data(const Asked& asked, const std::vector<UnitFigures>& rows, const WindowFigures& figures,
                            const Period& period, const std::string& note, bool within_groups)
{
    auto lines = ranked_lines(asked, rows, within_groups);
    std::vector<std::string> unranked;
    for (const auto& unit : rows)
        if (unit.standing != Standing::ranked)
            unranked.push_back(unranked_text(unit, asked.list));
    const auto& covered = covering(asked, figures);
    return {{"list", title_of(asked)},
            {"period", period_title(period)},
            {"rows", std::move(lines)},
            {"unranked", joined(unranked, "、", "、")},
            {"basis", basis_word(figures.denominator)},
            {"days_covered", covered.days_covered},
            {"days_total", covered.days_total},
            {"note", note}};
}

} // namespace

/// 查排行 [参与/积分/注册] [期间] [组别]
boost::asio::awaitable<Reply> show_ranking(const CommandContext& context, const Arguments& arguments)
{
    const auto asked = asked_by(context, arguments);
    if (!asked)
        co_return context.caller.place.where == ChannelKind::group ? replies::direct_only() : replies::out_of_scope();
    const bool within_groups = context.rules.figures.rank_within_group || !asked->group.empty();
    const auto found = co_await asked_figures(context, arguments.period(), within_groups);
    const auto& period = found.period;
    const auto& figures = *found.figures;
    const auto rows = rows_of(figures, *asked);
    if (rows.empty() && !asked->group.empty())
        co_return wrong_arguments_of("查排行");
    const bool no_data = std::all_of(rows.begin(), rows.end(),
                                     [](const UnitFigures& unit) { return unit.standing == Standing::no_data; });
    if (no_data)
        co_return replies::no_data();
    const auto note =
        joined_lines({cutoff_note(covering(*asked, figures), period),
                      stale_note(reporting(*asked, rows, figures), period, context.now),
                      arrangement_note(context.calendar, period.until - std::chrono::days{1}), asked->scope});
    const auto body =
        context.templates.render(TextKind::ranking, ranking_data(*asked, rows, figures, period, note, within_groups));
    co_return Reply{ReplyCode::done, today_note(period) + body};
}

} // namespace tongbao::bot
