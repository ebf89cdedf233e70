#include "store/queued_rows.hpp"
#include "store/members.hpp"
#include "store/text_list.hpp"

namespace tongbao::store {
namespace {

std::string ids_text(const std::vector<MemberId>& ids)
{
    std::vector<std::string> texts;
    texts.reserve(ids.size());
    for (const auto id : ids)
        texts.push_back(std::to_string(id.value));
    return join(texts);
}

std::vector<MemberId> ids_of(std::string_view text)
{
    std::vector<MemberId> ids;
    for (const auto& value : split(text))
        ids.push_back({std::stoll(value)});
    return ids;
}

QueuedRow read_queued(const Statement& row)
{
    QueuedRow queued;
    queued.id = row.id<QueuedId>(0);
    queued.batch = row.id<BatchId>(1);
    queued.row = static_cast<int>(row.integer(2));
    queued.code = row.text(3);
    queued.name = row.text(4);
    queued.unit_text = row.text(5);
    queued.platform_id = row.text(6);
    queued.phone_tail = row.text(7);
    queued.source = static_cast<Source>(row.integer(8));
    queued.day = row.day(9);
    queued.points = static_cast<int>(row.integer(10));
    if (!row.null(11))
        queued.points_raw = static_cast<int>(row.integer(11));
    queued.active = row.integer(12) != 0;
    queued.candidates = ids_of(row.view(13));
    if (!row.null(14))
        queued.series = static_cast<Series>(row.integer(14));
    return queued;
}

std::optional<QueuedRow> find_waiting(Connection& db, QueuedId id)
{
    auto query = db.prepare("SELECT id, batch, row, code, name, unit_text, platform_id, phone_tail, source, day, "
                            "points, points_raw, active, candidates, series FROM queued_row "
                            "WHERE id = $1 AND decided_at IS NULL");
    query.bind(id);
    return query.step() ? std::optional(read_queued(query)) : std::nullopt;
}

void decide(Connection& db, QueuedId id, std::optional<MemberId> member, Instant now)
{
    db.run("UPDATE queued_row SET decided_at = $2, member = $3 WHERE id = $1", id, now, member);
}

void store_day(Connection& db, const QueuedRow& queued, MemberId member, const RollupRules& rules)
{
    const ActivityRow row{queued.day, member, queued.points, queued.points_raw, queued.active};
    apply_activity(db, queued.batch, queued.source, std::span(&row, 1), {}, rules);
}

void store_total(Connection& db, const QueuedRow& queued, MemberId member, const RollupRules& rules)
{
    std::vector<RunningTotal> totals = {{member, *queued.series, queued.day, queued.points}};
    save_totals(db, totals);
    const auto next = following(db, totals);
    totals.insert(totals.end(), next.begin(), next.end());
    derive_from_totals(db, queued.batch, queued.source, totals, false, rules);
}

} // namespace

QueuedId queue_row(Connection& db, const QueuedRow& row)
{
    auto insert = db.prepare("INSERT INTO queued_row (batch, row, code, name, unit_text, platform_id, phone_tail, "
                             "source, day, points, points_raw, active, candidates, series) "
                             "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id");

    insert.bind(row.batch, row.row, row.code, row.name, row.unit_text, row.platform_id, row.phone_tail,
                static_cast<int>(row.source), row.day, row.points, row.points_raw, row.active,
                ids_text(row.candidates));
    if (row.series)
        insert.bind_at(14, static_cast<int>(*row.series));
    else
        insert.bind_at(14, std::nullopt);
    insert.step();
    return insert.id<QueuedId>(0);
}

std::vector<QueuedRow> queued_rows(Connection& db)
{
    auto query = db.prepare("SELECT id, batch, row, code, name, unit_text, platform_id, phone_tail, source, day, "
                            "points, points_raw, active, candidates, series FROM queued_row "
                            "WHERE decided_at IS NULL ORDER BY id");
    std::vector<QueuedRow> found;
    while (query.step())
        found.push_back(read_queued(query));
    return found;
}

std::int64_t count_queued_rows(Connection& db)
{
    auto query = db.prepare("SELECT count(*) FROM queued_row WHERE decided_at IS NULL");
    query.step();
    return query.integer(0);
}

bool resolve_queued(Connection& db, QueuedId id, MemberId member, Instant now, const RollupRules& rules)
{
    const auto queued = find_waiting(db, id);
    if (!queued)
        return false;
    if (!queued->platform_id.empty())
        learn_platform_id(db, queued->platform_id, member);
    if (queued->series)
        store_total(db, *queued, member, rules);
    else
        store_day(db, *queued, member, rules);
    decide(db, id, member, now);
    return true;
}

bool dismiss_queued(Connection& db, QueuedId id, Instant now)
{
    if (!find_waiting(db, id))
        return false;
    decide(db, id, std::nullopt, now);
    return true;
}

} // namespace tongbao::store
