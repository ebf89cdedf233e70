#include "store/coverage.hpp"

namespace tongbao::store {
namespace {

std::vector<Covered> all(Statement query)
{
    std::vector<Covered> found;
    while (query.step())
        found.push_back({query.day(0), query.id<UnitId>(1)});
    return found;
}

std::optional<Day> only(Statement query)
{
    return query.step() ? query.optional_day(0) : std::nullopt;
}

} // namespace

std::vector<Covered> coverage(Connection& db, const Window& window)
{
    auto query = db.prepare("SELECT day, unit FROM coverage WHERE day >= $1 AND day < $2 ORDER BY day, unit");
    query.bind(window.from, window.until);
    return all(std::move(query));
}

std::vector<Covered> coverage_of(Connection& db, UnitId unit, Day from, Day until)
{
    auto query = db.prepare("SELECT day, unit FROM coverage WHERE unit = $1 AND day >= $2 AND day < $3 ORDER BY day");
    query.bind(unit, from, until);
    return all(std::move(query));
}

std::optional<Day> last_covered_day(Connection& db)
{
    return only(db.prepare("SELECT max(day) FROM coverage"));
}

std::optional<Day> last_covered_day(Connection& db, UnitId unit)
{
    auto query = db.prepare("SELECT max(day) FROM coverage WHERE unit = $1");
    query.bind(unit);
    return only(std::move(query));
}

bool declare_covered(Connection& db, const Covered& covered, BatchId batch)
{
    db.run("INSERT INTO coverage (day, unit, batch) VALUES ($1, $2, $3) ON CONFLICT (day, unit) DO NOTHING",
           covered.day, covered.unit, batch);
    return db.changes() > 0;
}

} // namespace tongbao::store
