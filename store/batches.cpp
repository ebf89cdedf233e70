#include "store/batches.hpp"

namespace tongbao::store {
namespace {

Batch read_batch(Statement& row)
{
    Batch batch;
    batch.id = row.id<BatchId>(0);
    batch.sha256 = row.text(1);
    batch.file_name = row.text(2);
    batch.kind = static_cast<BatchKind>(row.integer(3));
    batch.rows = row.integer(4);
    batch.points = row.integer(5);
    batch.report = row.text(6);
    batch.imported_at = row.instant(7);
    return batch;
}

} // namespace

BatchId add_batch(Connection& db, const Batch& batch)
{
    auto insert = db.prepare("INSERT INTO batch (sha256, file_name, kind, row_count, points, report, imported_at) "
                             "VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id");
    insert.bind(batch.sha256, batch.file_name, static_cast<int>(batch.kind), batch.rows, batch.points, batch.report,
                batch.imported_at);
    insert.step();
    return insert.id<BatchId>(0);
}

void finish_batch(Connection& db, BatchId batch, std::int64_t rows, std::int64_t points, std::string_view report)
{
    db.run("UPDATE batch SET row_count = $2, points = $3, report = $4 WHERE id = $1", batch, rows, points, report);
}

std::optional<Batch> find_batch(Connection& db, std::string_view sha256)
{
    auto query = db.prepare("SELECT id, sha256, file_name, kind, row_count, points, report, imported_at FROM batch "
                            "WHERE sha256 = $1");
    query.bind(sha256);
    return query.step() ? std::optional(read_batch(query)) : std::nullopt;
}

} // namespace tongbao::store
