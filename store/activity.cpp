#include "store/activity.hpp"
#include "store/day_facts.hpp"
#include "store/last_active.hpp"
#include "store/members.hpp"
#include "store/rows_insert.hpp"

#include <algorithm>

namespace tongbao::store {
namespace {

using Rows = std::span<const ActivityRow>;

/// A row that takes the place of `stored`, or that `stored` keeps out.
struct Rival {
    ActivityRow row;
    ActivityRow stored;
    Source stored_source;
    BatchId stored_batch;
};

/// The rows of one day, told apart by what is stored under their keys.
struct Verdicts {
    std::vector<ActivityRow> fresh;
    std::vector<Rival> winning;
    std::vector<Rival> losing;
    int unchanged = 0;

    std::size_t changes() const { return fresh.size() + winning.size(); }
};

std::vector<ActivityRow> in_order(Rows rows)
{
    std::vector<ActivityRow> sorted(rows.begin(), rows.end());
    const auto by_key = [](const ActivityRow& a, const ActivityRow& b) {
        return a.day != b.day ? a.day < b.day : a.member < b.member;
    };
    if (!std::is_sorted(sorted.begin(), sorted.end(), by_key))
        std::sort(sorted.begin(), sorted.end(), by_key);
    return sorted;
}

/// The rows of the first day.
Rows first_day(Rows sorted)
{
    const auto next = std::find_if(sorted.begin(), sorted.end(),
                                   [&](const ActivityRow& row) { return row.day != sorted.front().day; });
    return sorted.first(static_cast<std::size_t>(next - sorted.begin()));
}

/// The more trusted source wins (ruling 25), then the later batch: a row may have waited in the queue meanwhile.
bool keeps_out(const DayFacts& stored, BatchId batch, Source source)
{
    return stored.source() < source || (stored.source() == source && stored.batch() > batch);
}

Verdicts judge(Connection& db, BatchId batch, Source source, Rows day)
{
    Verdicts verdicts;
    DayFacts facts(db, day.front().day);
    for (const auto& row : day) {
        if (!facts.find(row.member)) {
            verdicts.fresh.push_back(row);
            continue;
        }
        const ActivityRow stored{row.day, row.member, facts.points(), facts.points_raw(), facts.active()};
        if (stored == row && facts.source() <= source)
            ++verdicts.unchanged;
        else if (keeps_out(facts, batch, source))
            verdicts.losing.push_back({row, stored, facts.source(), facts.batch()});
        else
            verdicts.winning.push_back({row, stored, facts.source(), facts.batch()});
    }
    return verdicts;
}

void insert_fresh(Connection& db, BatchId batch, Source source, Rows rows_of_one_day)
{
    insert_in_rows(
        db, "INSERT INTO activity (day, source, batch, member, points, points_raw, active) VALUES ", 3, 4, "",
        rows_of_one_day,
        [&](Statement& insert) {
            insert.bind_at(1, rows_of_one_day.front().day);
            insert.bind_at(2, static_cast<int>(source));
            insert.bind_at(3, batch);
        },
        [](Statement& insert, int at, const ActivityRow& row) {
            insert.bind_at(at, row.member);
            insert.bind_at(at + 1, row.points);
            insert.bind_at(at + 2, row.points_raw);
            insert.bind_at(at + 3, row.active);
        });
}

void keep_in_history(Connection& db, const ActivityRow& row, Source source, BatchId batch, BatchId superseded_by,
                     bool outranked)
{
    db.run("INSERT INTO activity_history (day, member, points, points_raw, active, source, batch, superseded_by, "
           "outranked) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
           row.day, row.member, row.points, row.points_raw, row.active, static_cast<int>(source), batch, superseded_by,
           outranked);
}

void replace(Connection& db, BatchId batch, Source source, const std::vector<Rival>& winning)
{
    auto update = db.prepare("UPDATE activity SET points = $3, points_raw = $4, active = $5, source = $6, batch = $7 "
                             "WHERE day = $1 AND member = $2");
    for (const auto& [row, stored, stored_source, stored_batch] : winning) {
        keep_in_history(db, stored, stored_source, stored_batch, batch, false);
        update.bind(row.day, row.member, row.points, row.points_raw, row.active, static_cast<int>(source), batch).run();
    }
}

void write_facts(Connection& db, BatchId batch, Source source, const Verdicts& verdicts)
{
    insert_fresh(db, batch, source, verdicts.fresh);
    replace(db, batch, source, verdicts.winning);
    for (const auto& rival : verdicts.losing)
        keep_in_history(db, rival.row, source, batch, rival.stored_batch, true);
}

void note_activity(const Verdicts& verdicts, ActiveDays& active, ActiveDays& withdrawn)
{
    for (const auto& row : verdicts.fresh)
        if (row.active)
            active.push_back({row.member, row.day});
    for (const auto& rival : verdicts.winning)
        if (rival.row.active)
            active.push_back({rival.row.member, rival.row.day});
        else if (rival.stored.active)
            withdrawn.push_back({rival.row.member, rival.row.day});
}

constexpr std::size_t many_changes = 1000; ///< above, counting a whole day is cheaper than finding the units touched

void add_touched(Connection& db, Day day, const Verdicts& verdicts, std::vector<Covered>& touched)
{
    const auto covered = coverage(db, {WindowKind::week, day, day + std::chrono::days{1}});
    if (verdicts.changes() > many_changes) {
        touched.insert(touched.end(), covered.begin(), covered.end());
        return;
    }
    const auto touch = [&](MemberId member) {
        const auto membership = membership_on(db, member, day);
        const Covered pair{day, membership ? membership->unit : UnitId{}};
        if (std::binary_search(covered.begin(), covered.end(), pair))
            touched.push_back(pair);
    };
    for (const auto& row : verdicts.fresh)
        touch(row.member);
    for (const auto& rival : verdicts.winning)
        touch(rival.row.member);
}

void add_to(ActivityOutcome& outcome, const Verdicts& verdicts)
{
    outcome.added += static_cast<int>(verdicts.fresh.size());
    outcome.replaced += static_cast<int>(verdicts.winning.size());
    outcome.unchanged += verdicts.unchanged;
    for (const auto& rival : verdicts.losing)
        outcome.outranked.push_back(rival.row);
}

} // namespace

ActivityOutcome apply_activity(Connection& db, BatchId batch, Source source, Rows rows,
                               std::span<const Covered> covered, const RollupRules& rules)
{
    ActivityOutcome outcome;
    std::vector<Covered> touched;
    for (const auto& pair : covered)
        if (declare_covered(db, pair, batch))
            touched.push_back(pair);
    ActiveDays active;
    ActiveDays withdrawn;
    const auto sorted = in_order(rows);
    for (Rows rest(sorted); !rest.empty();) {
        const auto day = first_day(rest);
        const auto verdicts = judge(db, batch, source, day);
        write_facts(db, batch, source, verdicts);
        note_activity(verdicts, active, withdrawn);
        add_touched(db, day.front().day, verdicts, touched);
        add_to(outcome, verdicts);
        rest = rest.subspan(day.size());
    }
    raise_last_active(db, std::move(active));
    lower_last_active(db, withdrawn);
    if (outcome.added + outcome.replaced > 0 || !touched.empty())
        raise_data_version(db);
    recompute_rollups(db, std::move(touched), rules);
    return outcome;
}

void add_span_rows(Connection& db, BatchId batch, std::span<const SpanRow> rows)
{
    auto insert = db.prepare("INSERT INTO activity_span (member, last_day, span, points, batch) "
                             "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (member, last_day) DO UPDATE SET "
                             "span = excluded.span, points = excluded.points, batch = excluded.batch");
    for (const auto& row : rows)
        insert.bind(row.member, row.last_day, row.span, row.points, batch).run();
}

std::vector<SpanRow> span_rows(Connection& db, MemberId member, Day from, Day until)
{
    auto query = db.prepare("SELECT last_day, span, points FROM activity_span WHERE member = $1 AND last_day >= $2 "
                            "AND last_day < $3 ORDER BY last_day");
    query.bind(member, from, until);
    std::vector<SpanRow> found;
    while (query.step())
        found.push_back({member, query.day(0), static_cast<int>(query.integer(1)), static_cast<int>(query.integer(2))});
    return found;
}

std::vector<ActivityRow> activity_of(Connection& db, MemberId member, Day from, Day until)
{
    std::vector<ActivityRow> found;
    for (Day day = from; day < until; day += std::chrono::days{1}) { // each a search by key
        DayFacts facts(db, day);
        if (facts.find(member))
            found.push_back({day, member, facts.points(), facts.points_raw(), facts.active()});
    }
    return found;
}

std::vector<PastActivity> history_of(Connection& db, MemberId member, Day day)
{
    auto query = db.prepare("SELECT points, points_raw, active, source, batch, superseded_by, outranked "
                            "FROM activity_history WHERE day = $1 AND member = $2 ORDER BY id");
    query.bind(day, member);
    std::vector<PastActivity> found;
    while (query.step()) {
        auto& past = found.emplace_back();
        past.row = {day, member, static_cast<int>(query.integer(0)), {}, query.integer(2) != 0};
        if (!query.null(1))
            past.row.points_raw = static_cast<int>(query.integer(1));
        past.source = static_cast<Source>(query.integer(3));
        past.batch = query.id<BatchId>(4);
        past.superseded_by = query.id<BatchId>(5);
        past.outranked = query.integer(6) != 0;
    }
    return found;
}

} // namespace tongbao::store
