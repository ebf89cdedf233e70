#include "store/batch_shares.hpp"

namespace tongbao::store {
namespace {

std::vector<BatchShare> shares_of(Statement query)
{
    std::vector<BatchShare> found;
    while (query.step())
        found.push_back(
            {query.id<BatchId>(0), query.text(1), query.instant(2), query.integer(3), query.day(4), query.day(5)});
    return found;
}

} // namespace

std::vector<BatchShare> batches_behind(Connection& db, UnitId unit, const Window& window)
{
    // CROSS JOIN keeps SQLite to this order: one pass over the memberships, then a search by key for each day.
    auto query = db.prepare(
        "WITH RECURSIVE days (day) AS (SELECT $2 UNION ALL SELECT day + 1 FROM days WHERE day + 1 < $3), "
        "facts (batch, day) AS ("
        "  SELECT a.batch, a.day FROM membership m CROSS JOIN days d CROSS JOIN activity a "
        "  WHERE (m.unit = $1 OR m.branch = $1) AND m.start_day <= d.day AND (m.end_day IS NULL OR d.day < m.end_day) "
        "  AND a.day = d.day AND a.member = m.member), "
        "shares (batch, row_count, first_day, last_day) AS ("
        "  SELECT batch, count(*), min(day), max(day) FROM facts GROUP BY batch "
        "  UNION ALL SELECT batch, 0, min(day), max(day) FROM coverage "
        "  WHERE unit = $1 AND day >= $2 AND day < $3 GROUP BY batch) "
        "SELECT b.id, b.file_name, b.imported_at, sum(s.row_count), min(s.first_day), max(s.last_day) "
        "FROM shares s JOIN batch b ON b.id = s.batch GROUP BY b.id, b.file_name, b.imported_at ORDER BY b.id");
    query.bind(unit, window.from, window.until);
    return shares_of(std::move(query));
}

std::vector<BatchShare> batches_covering(Connection& db, const Window& window)
{
    auto query = db.prepare("SELECT b.id, b.file_name, b.imported_at, count(*), min(c.day), max(c.day) "
                            "FROM coverage c JOIN batch b ON b.id = c.batch WHERE c.day >= $1 AND c.day < $2 "
                            "GROUP BY b.id, b.file_name, b.imported_at ORDER BY b.id");
    query.bind(window.from, window.until);
    return shares_of(std::move(query));
}

} // namespace tongbao::store
