#include "bot/commands/figures/unit_reading.hpp"

#include <algorithm>

namespace tongbao::bot {

const UnitReading reading_units{"LSPUAO", [](const Unit& unit) { return !is_branch(unit); }};
const UnitReading reading_branches{
    "SUAOB", [](const Unit& unit) { return is_branch(unit) || unit.kind == UnitKind::direct_branch; }};

std::vector<const Unit*> readable(const CommandContext& context, const UnitReading& reading)
{
    std::vector<const Unit*> found;
    for (const auto& unit : context.units.all())
        if (reading.includes(unit) && grant_over(context.caller, reading.roles, unit.id, context.units))
            found.push_back(&unit);
    return found;
}

const UnitFigures* row_of(const WindowFigures& figures, const Unit& unit)
{
    if (is_school(unit))
        return &figures.whole;
    const auto& table = is_branch(unit) ? figures.branches : figures.units;
    const auto row =
        std::find_if(table.begin(), table.end(), [&](const UnitFigures& each) { return each.unit.id == unit.id; });
    return row == table.end() ? nullptr : &*row;
}

bool reads_inside(const CommandContext& context, const Grant& grant)
{
    const auto* scope = context.units.find(grant.scope);
    return context.caller.place.where == ChannelKind::direct && scope != nullptr && !is_school(*scope);
}

} // namespace tongbao::bot
