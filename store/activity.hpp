#pragma once

#include "store/batches.hpp"
#include "store/coverage.hpp"
#include "store/last_active.hpp"
#include "store/rollups.hpp"

#include <span>

namespace tongbao::store {

/// Where a row comes from, the most trusted first (ruling 25).
enum class Source { manual, export_file, api, xapi };

/// One member, one day.
struct ActivityRow {
    Day day;
    MemberId member;
    int points = 0;                ///< 计入年度积分
    std::optional<int> points_raw; ///< 计入总积分
    bool active = false;
    friend bool operator==(const ActivityRow&, const ActivityRow&) = default;
};

struct ActivityOutcome {
    int added = 0;
    int replaced = 0;
    int unchanged = 0;
    std::vector<ActivityRow> outranked; ///< kept in history only: a more trusted source has that day
};

/// Stores `rows` (each key once, in any order) and declares coverage. A replaced or outranked row goes to the history.
/// Brings member_last_active and the rollups of the touched units and days up to date. Call it in a transaction.
ActivityOutcome apply_activity(Connection& db, BatchId batch, Source source, std::span<const ActivityRow> rows,
                               std::span<const Covered> covered, const RollupRules& rules);

/// A difference of cumulative totals over several days. Enters no figure (ruling 12).
struct SpanRow {
    MemberId member;
    Day last_day;
    int span = 0; ///< days up to and including last_day
    int points = 0;
    friend bool operator==(const SpanRow&, const SpanRow&) = default;
};
void add_span_rows(Connection& db, BatchId batch, std::span<const SpanRow> rows);
/// Rows whose last day lies in [from, until), by member and day.
std::vector<SpanRow> span_rows(Connection& db, MemberId member, Day from, Day until);

/// Rows of one member with a day in [from, until), by day.
std::vector<ActivityRow> activity_of(Connection& db, MemberId member, Day from, Day until);

/// A row that was replaced, or never won.
struct PastActivity {
    ActivityRow row;
    Source source;
    BatchId batch;
    BatchId superseded_by; ///< the batch that replaced it, or that holds the more trusted row
    bool outranked = false;
};
/// What was once said about one member and day, oldest first.
std::vector<PastActivity> history_of(Connection& db, MemberId member, Day day);

} // namespace tongbao::store
