#include "store/overdue.hpp"

namespace tongbao::store {
namespace {

std::optional<Instant> oldest(Connection& db, std::string_view sql)
{
    auto query = db.prepare(sql);
    query.step();
    return query.optional_instant(0);
}

} // namespace

Overdue oldest_unfinished(Connection& db)
{
    return {oldest(db, "SELECT min(started_at) FROM attempt WHERE ended_at IS NULL"),
            oldest(db, "SELECT min(received_at) FROM inbound WHERE state = 'received'"),
            oldest(db, "SELECT min(due) FROM occurrence WHERE state = 'waiting'")};
}

bool lane_moved(Connection& db, std::string_view lane, Instant since)
{
    auto newest = db.prepare("SELECT ended_at FROM attempt WHERE lane = $1 ORDER BY id DESC LIMIT 1");
    newest.bind(lane);
    return newest.step() && newest.optional_instant(0).value_or(Instant::max()) > since;
}

} // namespace tongbao::store
