#include "store/activation_doubts.hpp"

namespace tongbao::store {
namespace {

bool any_doubt(Connection& db)
{
    auto query = db.prepare("SELECT 1 FROM activation_doubt LIMIT 1");
    return query.step();
}

} // namespace

void note_activations(Connection& db, BatchId batch, std::span<const StatedActivation> stated)
{
    const bool some = any_doubt(db); // mostly there is none to take away
    auto add = db.prepare("INSERT INTO activation_doubt (member, day, activated, batch) VALUES ($1, $2, $3, $4) "
                          "ON CONFLICT (member) DO UPDATE SET day = excluded.day, activated = excluded.activated, "
                          "batch = excluded.batch WHERE excluded.day >= activation_doubt.day");
    auto remove = db.prepare("DELETE FROM activation_doubt WHERE member = $1 AND day <= $2");
    for (const auto& one : stated) {
        if (!one.agrees)
            add.bind(one.member, one.day, one.activated, batch).run();
        else if (some)
            remove.bind(one.member, one.day).run();
    }
}

std::vector<ActivationDoubt> activation_doubts(Connection& db)
{
    auto query = db.prepare(
        "SELECT p.id, p.code, p.name, p.phone_tail, m.unit, d.day, d.activated FROM activation_doubt d "
        "JOIN member p ON p.id = d.member LEFT JOIN membership m ON m.member = d.member AND m.start_day <= d.day "
        "AND (m.end_day IS NULL OR m.end_day > d.day) WHERE d.activated <> (CASE WHEN EXISTS (SELECT 1 FROM "
        "membership r WHERE r.member = d.member AND r.registered_on <= d.day) THEN 1 ELSE 0 END) "
        "ORDER BY m.unit, p.code");
    std::vector<ActivationDoubt> found;
    while (query.step())
        found.push_back({{query.id<MemberId>(0), query.text(1), query.text(2), query.text(3)},
                         query.null(4) ? UnitId{} : query.id<UnitId>(4),
                         query.day(5),
                         query.integer(6) != 0});
    return found;
}

} // namespace tongbao::store
