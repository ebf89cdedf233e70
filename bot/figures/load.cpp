#include "bot/figures/load.hpp"

#include "store/erasure.hpp"
#include "store/person_figures.hpp"
#include "store/units.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

using store::PersonFiguresRow;
using PersonsByUnit = std::unordered_map<UnitId, PersonFigures>;

/// Everything in the rules that decides a person figure.
std::string key(const FiguresRules& rules)
{
    return fmt::format("denominator={} regular={} grace={} population={}", static_cast<int>(rules.denominator),
                       rules.regular_percent, rules.rollup.grace_days, static_cast<int>(rules.rollup.population));
}

PersonsByUnit from_rows(const std::vector<PersonFiguresRow>& rows)
{
    PersonsByUnit found;
    for (const auto& row : rows)
        found.emplace(row.unit, PersonFigures{row.due_members, row.active_members, row.regular_members, row.active_days,
                                              row.cadres, row.cadre_days, row.cadre_active_days, row.cadres_leading});
    return found;
}

std::vector<PersonFiguresRow> to_rows(const PersonsByUnit& persons)
{
    std::vector<PersonFiguresRow> rows;
    for (const auto& [unit, p] : persons)
        rows.push_back({unit, p.due_members, p.active_members, p.regular_members, p.active_days, p.cadres, p.cadre_days,
                        p.cadre_active_days, p.cadres_leading});
    return rows;
}

PersonsByUnit scan(store::Connection& db, const Window& window, const FiguresRules& rules)
{
    PersonTally tally(store::school(db), rules);
    store::for_each_person_day(db, window, rules.rollup, [&](const store::PersonDay& day) { tally.add(day); });
    return tally.finish();
}

} // namespace

LoadedFigures load_figures(store::Connection& db, const Window& window, const FiguresRules& rules, Persons persons,
                           std::optional<Denominator> previous_denominator)
{
    LoadedFigures loaded;
    loaded.data_version = store::data_version(db);
    FiguresInput input{
        window, store::all_units(db), store::unit_days(db, days_needed(window, rules)), {}, previous_denominator};
    const auto kept = store::first_kept_day(db); // without their records the figures that need persons are unknown
    if (persons == Persons::include && (!kept || *kept <= window.from)) {
        input.persons =
            from_rows(store::saved_person_figures(db, window_name(window), key(rules), loaded.data_version));
        if (input.persons.empty())
            input.persons = loaded.scanned = scan(db, window, rules);
    }
    loaded.figures = figures_of(input, rules);
    return loaded;
}

void save_scanned(store::Connection& db, const LoadedFigures& loaded, const FiguresRules& rules)
{
    if (loaded.scanned.empty() || store::data_version(db) != loaded.data_version)
        return;
    store::save_person_figures(db, window_name(loaded.figures.window), key(rules), loaded.data_version,
                               to_rows(loaded.scanned));
}

} // namespace tongbao::bot
