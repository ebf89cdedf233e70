#include "store/person_figures.hpp"

namespace tongbao::store {

std::vector<PersonFiguresRow> saved_person_figures(Connection& db, std::string_view window, std::string_view rules,
                                                   std::int64_t data_version)
{
    auto query = db.prepare("SELECT unit, due_members, active_members, regular_members, active_days, cadres, "
                            "cadre_days, cadre_active_days, cadres_leading FROM person_figures "
                            "WHERE period = $1 AND rules = $2 AND data_version = $3 ORDER BY unit");
    query.bind(window, rules, data_version);
    std::vector<PersonFiguresRow> found;
    while (query.step())
        found.push_back({query.id<UnitId>(0), query.integer(1), query.integer(2), query.integer(3), query.integer(4),
                         query.integer(5), query.integer(6), query.integer(7), query.integer(8)});
    return found;
}

void save_person_figures(Connection& db, std::string_view window, std::string_view rules, std::int64_t data_version,
                         const std::vector<PersonFiguresRow>& rows)
{
    db.run("DELETE FROM person_figures WHERE period = $1 AND rules = $2", window, rules);
    auto insert =
        db.prepare("INSERT INTO person_figures (unit, period, rules, data_version, due_members, active_members, "
                   "regular_members, active_days, cadres, cadre_days, cadre_active_days, cadres_leading) "
                   "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");
    for (const auto& row : rows) {
        insert.bind(row.unit, window, rules, data_version, row.due_members, row.active_members, row.regular_members,
                    row.active_days, row.cadres, row.cadre_days, row.cadre_active_days, row.cadres_leading);
        insert.run();
    }
}

} // namespace tongbao::store
