#include "store/unit_statements.hpp"

namespace tongbao::store {
namespace {

std::optional<std::int64_t> stated(const Statement& row, int column)
{
    return row.null(column) ? std::nullopt : std::optional(row.integer(column));
}

} // namespace

void save_unit_statements(Connection& db, BatchId batch, std::span<const UnitStatement> statements)
{
    auto insert = db.prepare(
        "INSERT INTO unit_statement (unit, day, batch, row, total, activated, active, points, average_points, "
        "participation) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (day, unit) DO UPDATE SET "
        "batch = excluded.batch, row = excluded.row, total = excluded.total, activated = excluded.activated, "
        "active = excluded.active, points = excluded.points, average_points = excluded.average_points, "
        "participation = excluded.participation");
    for (const auto& said : statements) {
        insert.bind(said.unit, said.day, batch, std::int64_t{said.row}, said.total, said.activated, said.active,
                    said.points, said.average_points, said.participation);
        insert.run();
    }
}

std::vector<UnitStatement> unit_statements(Connection& db, Day from, Day until)
{
    auto query = db.prepare("SELECT row, unit, day, total, activated, active, points, average_points, participation "
                            "FROM unit_statement WHERE day >= $1 AND day < $2 ORDER BY day, unit");
    query.bind(from, until);
    std::vector<UnitStatement> found;
    while (query.step())
        found.push_back({static_cast<std::uint32_t>(query.integer(0)), query.id<UnitId>(1), query.day(2),
                         stated(query, 3), stated(query, 4), stated(query, 5), stated(query, 6), stated(query, 7),
                         stated(query, 8)});
    return found;
}

} // namespace tongbao::store
