#include "bot/commands/asked_figures.hpp"
#include "bot/commands/figures/handlers.hpp"
#include "bot/commands/figures/unit_reading.hpp"
#include "bot/commands/kept_figures.hpp"
#include "bot/render/templates.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tongbao::bot {
namespace {

/// "较上周+2.01个百分点", "与上周持平" or "上周无可比数据" (domain/rulings.md 15); empty for other runs of days.
std::string change_text(const Amount& change, std::string_view unit, const Period& period)
{
    if (!period.kind)
        return {};
    const std::string_view before = *period.kind == WindowKind::week ? "上周" : "上月";
    if (!change.known())
        return fmt::format("{}无可比数据", before);
    if (*change.scaled == 0)
        return fmt::format("与{}持平", before);
    return fmt::format("较{}{}{}", before, signed_text(change), unit);
}

std::string unranked_text(const UnitFigures& row)
{
    switch (row.standing) {
    case Standing::small:
        return "人数较少";
    case Standing::few_days:
        return "数据天数不足";
    default:
        return {};
    }
}

nlohmann::json unit_data(const UnitFigures& row, const WindowFigures& figures, const Period& period, bool ranks,
                         const std::string& note)
{
    nlohmann::json data{{"name", row.unit.name},
                        {"period", short_title(period)},
                        {"roster", row.roster},
                        {"reg_rate", text(row.registration)},
                        {"part", text(row.main.participation)},
                        {"part_diff_text", change_text(row.changes.participation, "个百分点", period)},
                        {"avg", text(row.main.average)},
                        {"avg_diff_text", change_text(row.changes.average, "分", period)},
                        {"basis", basis_word(figures.denominator)},
                        {"days_covered", row.days_covered},
                        {"days_total", row.days_total},
                        {"cutoff", chinese_day(*row.last_covered) + "24时"},
                        {"note", note}};
    if (!ranks || is_school(row.unit))
        return data;
    if (row.ranks.participation)
        data["part_rank"] = *row.ranks.participation;
    if (row.ranks.points)
        data["avg_rank"] = *row.ranks.points;
    data["unranked"] = unranked_text(row);
    return data;
}

/// The units whose delay shows in this row: itself, or all of them in the row of the whole.
std::vector<const UnitFigures*> reporting(const UnitFigures& row, const WindowFigures& figures)
{
    if (!is_school(row.unit))
        return {&row};
    std::vector<const UnitFigures*> all;
    for (const auto& unit : figures.units)
        all.push_back(&unit);
    return all;
}

boost::asio::awaitable<Reply> show(const CommandContext& context, std::string_view typed,
                                   const std::optional<Period>& asked, const UnitReading& reading)
{
    const auto match = match_unit(typed, readable(context, reading), context.units.former());
    if (!match.matches.empty())
        co_return replies::ambiguous(names_of(match.matches));
    if (match.unit == nullptr)
        co_return replies::out_of_scope(names_of(match.similar));
    const auto& unit = *match.unit;
    const auto& place = context.caller.place;
    if (!may_show_unit(place, unit, context.units, context.rules.rights))
        co_return replies::direct_only();
    const auto found = co_await asked_figures(context, asked, context.rules.figures.rank_within_group);
    const auto& period = found.period;
    const auto& figures = *found.figures;
    const auto* row = row_of(figures, unit);
    if (row == nullptr || row->days_covered == 0)
        co_return replies::no_data();
    const auto grant = *grant_over(context.caller, reading.roles, unit.id, context.units);
    if (row->hidden && !reads_inside(context, grant))
        co_return replies::small(context.rules.figures.show_min);
    const bool ranks = may_show_ranking(place, context.rules.rights);
    const auto note = joined_lines({stale_note(reporting(*row, figures), period, context.now),
                                    arrangement_note(context.calendar, period.until - std::chrono::days{1}),
                                    scope_note(context.caller, grant, context.units)});
    const auto body = context.templates.render(TextKind::unit, unit_data(*row, figures, period, ranks, note));
    co_return Reply{ReplyCode::done, today_note(period) + body};
}

} // namespace

/// 查单位 单位 [期间]
boost::asio::awaitable<Reply> show_unit(const CommandContext& context, const Arguments& arguments)
{
    return show(context, arguments.text("单位"), arguments.period(), reading_units);
}

/// 查支部 支部 [期间]
boost::asio::awaitable<Reply> show_branch(const CommandContext& context, const Arguments& arguments)
{
    return show(context, arguments.text("支部"), arguments.period(), reading_branches);
}

} // namespace tongbao::bot
