#pragma once

#include "store/totals.hpp"

namespace tongbao::store {

using QueuedId = Id<struct QueuedTag>;

/// A row of an activity file that no member, or more than one, matches: it waits for a person.
struct QueuedRow {
    QueuedId id;
    BatchId batch;
    int row = 0;      ///< of the file
    std::string code; ///< why: NAME0, NAME2, UNIT
    std::string name;
    std::string unit_text;
    std::string platform_id;
    std::string phone_tail;
    Source source = Source::export_file;
    Day day;
    int points = 0; ///< of the day, or a running total of `series`
    std::optional<Series> series;
    std::optional<int> points_raw;
    bool active = false;
    std::vector<MemberId> candidates;
};

QueuedId queue_row(Connection& db, const QueuedRow& row);
/// What still waits, oldest first.
std::vector<QueuedRow> queued_rows(Connection& db);
std::int64_t count_queued_rows(Connection& db);
/// The person decided: learns the platform id and stores the activity; of a running total, the points by which it and
/// the member's next total differ from the one before. False when it no longer waits.
bool resolve_queued(Connection& db, QueuedId row, MemberId member, Instant now, const RollupRules& rules);
/// The person decided that the row is nobody's. False when it no longer waits.
bool dismiss_queued(Connection& db, QueuedId row, Instant now);

} // namespace tongbao::store
