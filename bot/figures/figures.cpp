#include "bot/figures/figures.hpp"

#include "bot/figures/ranks.hpp"

#include <algorithm>

namespace tongbao::bot {
namespace {

using store::UnitDay;
using Rows = std::vector<const UnitDay*>;

/// The rows of each unit, by day.
using RowsOfUnits = std::unordered_map<UnitId, Rows>;

RowsOfUnits rows_of_units(const std::vector<UnitDay>& days)
{
    RowsOfUnits found;
    for (const auto& row : days)
        found[row.unit].push_back(&row);
    for (auto& [unit, rows] : found)
        std::ranges::sort(rows, {}, [](const UnitDay* row) { return row->day; });
    return found;
}

std::span<const UnitDay* const> within(const RowsOfUnits& rows, UnitId unit, const Window& window)
{
    const auto found = rows.find(unit);
    if (found == rows.end())
        return {};
    const auto by_day = [](const UnitDay* row) { return row->day; };
    const auto first = std::ranges::lower_bound(found->second, window.from, {}, by_day);
    const auto last = std::ranges::lower_bound(found->second, window.until, {}, by_day);
    return {first, last};
}

void show(Pooled& pooled, int decimals)
{
    pooled.participation = rounded_percent(pooled.active, pooled.person_days, decimals);
    pooled.average = rounded(pooled.points, pooled.person_days, decimals);
}

void add_sums(UnitFigures& into, std::span<const UnitDay* const> rows, const FiguresRules& rules)
{
    for (const auto* row : rows) {
        into.by_roster.person_days += row->base;
        into.by_roster.active += row->active;
        into.by_roster.points += row->points;
        into.by_registered.person_days += row->base_registered;
        into.by_registered.active += row->active_registered;
        into.by_registered.points += row->points_registered;
    }
    show(into.by_roster, rules.decimals);
    show(into.by_registered, rules.decimals);
    into.main = rules.denominator == Denominator::roster ? into.by_roster : into.by_registered;
}

/// Fewer days than these give figures, but no ranks (metrics.md §5, rulings.md 7).
bool few_days(const UnitFigures& unit, WindowKind kind, const FiguresRules& rules)
{
    if (kind == WindowKind::week)
        return unit.days_covered < rules.min_week_days;
    return unit.days_covered * 100 < unit.days_total * rules.min_month_percent;
}

Standing standing(const UnitFigures& unit, WindowKind kind, const FiguresRules& rules)
{
    if (unit.days_covered == 0)
        return Standing::no_data;
    if (unit.main.person_days < std::int64_t{rules.rank_min} * unit.days_covered)
        return Standing::small;
    return few_days(unit, kind, rules) ? Standing::few_days : Standing::ranked;
}

/// `covered` are the rows that say which days are covered: the unit's own, of its parent for a branch.
UnitFigures unit_figures(const Unit& unit, std::span<const UnitDay* const> rows,
                         std::span<const UnitDay* const> covered, const Window& window, const FiguresRules& rules)
{
    UnitFigures found;
    found.unit = unit;
    found.days_total = window.days();
    found.days_covered = static_cast<int>(covered.size());
    if (!covered.empty())
        found.last_covered = covered.back()->day;
    if (!rows.empty() && rows.back()->day == found.last_covered) {
        found.roster = rows.back()->roster;
        found.registered = rows.back()->registered;
    }
    found.registration = rounded_percent(found.registered, found.roster, rules.decimals);
    add_sums(found, rows, rules);
    found.standing = standing(found, window.kind, rules);
    found.hidden = found.main.person_days < std::int64_t{rules.show_min} * found.days_covered;
    return found;
}

bool existed(const Unit& unit, const Window& window)
{
    return unit.active_from < window.until && (!unit.active_to || *unit.active_to > window.from);
}

void show_damped(UnitFigures& unit, const UnitFigures& whole, const FiguresRules& rules)
{
    // (A + k·r) / (P + k) with r = A' / P' of the whole, brought to one fraction.
    const Wide k = rules.damping_person_days;
    const Wide active = Wide{unit.main.active} * whole.main.person_days + k * whole.main.active;
    const Wide days = (Wide{unit.main.person_days} + k) * whole.main.person_days;
    unit.damped = rounded_percent(active, unit.main.person_days == 0 ? 0 : days, rules.decimals);
}

void show_composite(UnitFigures& unit, const FiguresRules& rules)
{
    unit.composite = {std::nullopt, rules.decimals};
    if (!rules.composite || !unit.registration.known() || !unit.main.participation.known())
        return;
    const auto& weights = *rules.composite;
    const Wide rates = Wide{weights.registration} * *unit.registration.scaled +
                       Wide{weights.participation} * *unit.main.participation.scaled;
    const Wide points = Wide{weights.points} * 100 * *unit.main.average.scaled;
    const Wide all = Wide{weights.registration} + weights.participation + weights.points;
    unit.composite.scaled =
        rounded(rates * weights.reference_points + points, all * weights.reference_points, 0).scaled;
}

struct Computed {
    UnitFigures whole;
    std::vector<UnitFigures> units, branches;
};

/// Everything of one window but the comparison with the one before.
class WindowTables {
public:
    WindowTables(const FiguresInput& input, const FiguresRules& rules)
        : input_(input), rules_(rules), rows_(rows_of_units(input.days))
    {
        for (const auto& unit : input.units)
            if (!unit.parent)
                school_ = unit.id;
    }

    Computed compute(const Window& window) const
    {
        Computed found = tables(window);
        const auto weeks = weeks_shown(window);
        rank(found.units, rules_, weeks);
        rank(found.branches, rules_, weeks);
        return found;
    }

private:
    Computed tables(const Window& window) const
    {
        Computed found;
        for (const auto& unit : input_.units) {
            const bool second_level = unit.parent == school_;
            if (!unit.parent)
                found.whole = figures(unit, unit.id, window);
            else if (existed(unit, window))
                (second_level ? found.units : found.branches)
                    .push_back(figures(unit, second_level ? unit.id : unit.parent, window));
        }
        add_up_roster(found);
        for (auto* table : {&found.units, &found.branches}) {
            std::ranges::sort(*table, {}, [](const UnitFigures& unit) { return unit.unit.code; });
            for (auto& unit : *table) {
                show_damped(unit, found.whole, rules_);
                show_composite(unit, rules_);
            }
        }
        return found;
    }

    UnitFigures figures(const Unit& unit, UnitId covered_with, const Window& window) const
    {
        return unit_figures(unit, within(rows_, unit.id, window), within(rows_, covered_with, window), window, rules_);
    }

    /// A unit that was not covered on the last day of the whole still has its members: each counts with its own last
    /// covered day.
    void add_up_roster(Computed& found) const
    {
        if (found.units.empty())
            return;
        found.whole.roster = found.whole.registered = 0;
        for (const auto& unit : found.units) {
            found.whole.roster += unit.roster;
            found.whole.registered += unit.registered;
        }
        found.whole.registration = rounded_percent(found.whole.registered, found.whole.roster, rules_.decimals);
    }

    WeeksShown weeks_shown(const Window& window) const
    {
        WeeksShown found;
        if (rules_.tie != Tie::strict || window.kind != WindowKind::month)
            return found;
        for (const auto& week : weeks_of_month(window))
            for (const auto& unit : input_.units) {
                UnitFigures sums;
                add_sums(sums, within(rows_, unit.id, week), rules_);
                found[unit.id].push_back({sums.main.participation, sums.main.average});
            }
        return found;
    }

    const FiguresInput& input_;
    const FiguresRules& rules_;
    RowsOfUnits rows_;
    UnitId school_;
};

std::optional<int> gained(const std::optional<int>& before, const std::optional<int>& now)
{
    return before && now ? std::optional(*before - *now) : std::nullopt;
}

NoChange comparable(const UnitFigures& now, const UnitFigures* before, const FiguresInput& input,
                    const FiguresRules& rules)
{
    if (!before || before->days_covered == 0 || now.days_covered == 0)
        return NoChange::no_previous;
    if (input.previous_denominator && *input.previous_denominator != rules.denominator)
        return NoChange::basis;
    if (std::abs(now.roster - before->roster) * 100 > before->roster * rules.max_headcount_change_percent)
        return NoChange::headcount;
    return NoChange::comparable;
}

Changes changes(const UnitFigures& now, const UnitFigures* before, const FiguresInput& input, const FiguresRules& rules)
{
    const Amount nothing{std::nullopt, rules.decimals};
    const auto why = comparable(now, before, input, rules);
    if (why != NoChange::comparable)
        return {why, nothing, nothing, nothing, {}};
    return {why,
            difference(now.registration, before->registration),
            difference(now.main.participation, before->main.participation),
            difference(now.main.average, before->main.average),
            {gained(before->ranks.registration, now.ranks.registration),
             gained(before->ranks.participation, now.ranks.participation),
             gained(before->ranks.points, now.ranks.points), gained(before->ranks.composite, now.ranks.composite)}};
}

void compare_tables(std::vector<UnitFigures>& now, const std::vector<UnitFigures>& before, const FiguresInput& input,
                    const FiguresRules& rules)
{
    std::unordered_map<UnitId, const UnitFigures*> by_id;
    for (const auto& unit : before)
        by_id.emplace(unit.unit.id, &unit);
    for (auto& unit : now) {
        const auto found = by_id.find(unit.unit.id);
        unit.changes = changes(unit, found == by_id.end() ? nullptr : found->second, input, rules);
    }
}

void add_persons(std::vector<UnitFigures>& table, const FiguresInput& input, const FiguresRules& rules)
{
    for (auto& unit : table)
        if (const auto found = input.persons.find(unit.unit.id); found != input.persons.end())
            unit.persons = shown(found->second, unit.days_covered, rules);
}

} // namespace

std::string basis_text(Denominator denominator)
{
    return denominator == Denominator::roster ? "名册口径" : "激活口径";
}

Window days_needed(const Window& window, const FiguresRules& rules)
{
    const auto before = previous(window);
    Window needed{window.kind, before.from, window.until};
    if (rules.tie == Tie::strict && window.kind == WindowKind::month) {
        needed.from = std::min(needed.from, weeks_of_month(before).front().from);
        needed.until = std::max(needed.until, weeks_of_month(window).back().until);
    }
    return needed;
}

WindowFigures figures_of(const FiguresInput& input, const FiguresRules& rules)
{
    const WindowTables tables(input, rules);
    auto now = tables.compute(input.window);
    const auto before = tables.compute(previous(input.window));
    compare_tables(now.units, before.units, input, rules);
    compare_tables(now.branches, before.branches, input, rules);
    now.whole.changes = changes(now.whole, &before.whole, input, rules);
    add_persons(now.units, input, rules);
    add_persons(now.branches, input, rules);
    if (const auto found = input.persons.find(now.whole.unit.id); found != input.persons.end())
        now.whole.persons = shown(found->second, now.whole.days_covered, rules);
    return {input.window, rules.denominator, std::move(now.whole), std::move(now.units), std::move(now.branches)};
}

} // namespace tongbao::bot
