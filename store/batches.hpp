#pragma once

#include "store/connection.hpp"

namespace tongbao::store {

enum class BatchKind { units, roster, activity, unit_summary, bindings };

/// One import of one file or page run.
struct Batch {
    BatchId id;
    std::string sha256; ///< hex; the same content is imported once
    std::string file_name;
    BatchKind kind = BatchKind::activity;
    std::int64_t rows = 0;   ///< imported
    std::int64_t points = 0; ///< their sum
    std::string report;      ///< JSON
    Instant imported_at;
};

/// Call it in the transaction of the import; a second batch of the same SHA-256 is a DatabaseError.
BatchId add_batch(Connection& db, const Batch& batch);
/// Sets what is only known at the end of the import: rows, points, report.
void finish_batch(Connection& db, BatchId batch, std::int64_t rows, std::int64_t points, std::string_view report);
std::optional<Batch> find_batch(Connection& db, std::string_view sha256);

} // namespace tongbao::store
