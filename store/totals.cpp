#include "store/totals.hpp"

namespace tongbao::store {

void save_totals(Connection& db, std::span<const RunningTotal> totals)
{
    auto insert = db.prepare("INSERT INTO running_total (member, day, total) VALUES ($1, $2, $3) "
                             "ON CONFLICT (member, day) DO UPDATE SET total = excluded.total");
    for (const auto& total : totals) {
        insert.bind(total.member, total.day, total.total);
        insert.run();
    }
}

std::vector<RunningTotal> totals_before(Connection& db, Day day)
{
    auto query = db.prepare("SELECT t.member, t.day, t.total FROM running_total t JOIN "
                            "(SELECT member, MAX(day) AS newest FROM running_total WHERE day < $1 GROUP BY member) n "
                            "ON n.member = t.member AND n.newest = t.day ORDER BY t.member");
    query.bind(day);
    std::vector<RunningTotal> totals;
    while (query.step())
        totals.push_back({query.id<MemberId>(0), query.day(1), query.integer(2)});
    return totals;
}

} // namespace tongbao::store
