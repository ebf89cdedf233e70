#include "store/units.hpp"
#include "store/text_list.hpp"

namespace tongbao::store {
namespace {

Unit read_unit(Statement& row)
{
    Unit unit;
    unit.id = row.id<UnitId>(0);
    unit.code = row.text(1);
    unit.name = row.text(2);
    unit.short_names = split(row.view(3));
    unit.kind = static_cast<UnitKind>(row.integer(4));
    unit.parent = row.id<UnitId>(5);
    unit.rank_group = row.text(6);
    unit.secretary = row.text(7);
    unit.active_from = row.day(8);
    unit.active_to = row.optional_day(9);
    return unit;
}

} // namespace

std::vector<Unit> all_units(Connection& db)
{
    auto query = db.prepare("SELECT id, code, name, short_names, kind, parent, rank_group, secretary, active_from, "
                            "active_to FROM unit ORDER BY code");
    std::vector<Unit> found;
    while (query.step())
        found.push_back(read_unit(query));
    return found;
}

UnitId save_unit(Connection& db, const Unit& unit)
{
    db.run("INSERT INTO former_unit_name (unit, name) SELECT id, name FROM unit WHERE code = $1 AND name <> $2 "
           "ON CONFLICT (unit, name) DO NOTHING",
           unit.code, unit.name);
    auto save = db.prepare(
        "INSERT INTO unit (code, name, short_names, kind, parent, rank_group, secretary, active_from, active_to) "
        "VALUES ($1, $2, $3, $4, nullif($5, 0), $6, $7, $8, $9) ON CONFLICT (code) DO UPDATE SET name = excluded.name, "
        "short_names = excluded.short_names, kind = excluded.kind, parent = excluded.parent, "
        "rank_group = excluded.rank_group, secretary = excluded.secretary, active_from = excluded.active_from, "
        "active_to = excluded.active_to RETURNING id");
    save.bind(unit.code, unit.name, join(unit.short_names), static_cast<int>(unit.kind), unit.parent, unit.rank_group,
              unit.secretary, unit.active_from, unit.active_to);
    save.step();
    return save.id<UnitId>(0);
}

std::optional<Unit> find_unit(Connection& db, std::string_view code)
{
    auto query = db.prepare("SELECT id, code, name, short_names, kind, parent, rank_group, secretary, active_from, "
                            "active_to FROM unit WHERE code = $1");
    query.bind(code);
    return query.step() ? std::optional(read_unit(query)) : std::nullopt;
}

std::vector<std::pair<UnitId, std::string>> former_unit_names(Connection& db)
{
    auto query = db.prepare("SELECT unit, name FROM former_unit_name ORDER BY unit, name");
    std::vector<std::pair<UnitId, std::string>> found;
    while (query.step())
        found.emplace_back(query.id<UnitId>(0), query.text(1));
    return found;
}

UnitId school(Connection& db)
{
    auto query = db.prepare("SELECT id FROM unit WHERE kind = $1");
    query.bind(static_cast<int>(UnitKind::school));
    return query.step() ? query.id<UnitId>(0) : UnitId{};
}

} // namespace tongbao::store
