#include "store/totals.hpp"
#include "store/members.hpp"

#include <algorithm>

namespace tongbao::store {
namespace {

using std::chrono::days;

/// The total before the first day of the month: 0.
RunningTotal start_of_month(const RunningTotal& total)
{
    const std::chrono::year_month_day date{total.day};
    const Day first{std::chrono::local_days{date.year() / date.month() / 1}};
    return {total.member, total.series, first - days{1}, 0};
}

std::optional<RunningTotal> beside(Connection& db, const RunningTotal& total, const char* sql)
{
    auto query = db.prepare(sql);
    query.bind(total.member, static_cast<int>(total.series), total.day);
    if (!query.step())
        return std::nullopt;
    return RunningTotal{total.member, total.series, query.day(0), query.integer(1)};
}

std::optional<RunningTotal> before(Connection& db, const RunningTotal& total)
{
    return beside(db, total,
                  "SELECT day, total FROM running_total WHERE member = $1 AND series = $2 AND day < $3 "
                  "ORDER BY day DESC LIMIT 1");
}

std::optional<RunningTotal> after(Connection& db, const RunningTotal& total)
{
    return beside(db, total,
                  "SELECT day, total FROM running_total WHERE member = $1 AND series = $2 AND day > $3 "
                  "ORDER BY day LIMIT 1");
}

/// The days turned out to be known one by one.
void remove_span_row(Connection& db, MemberId member, Day last_day)
{
    db.run("DELETE FROM activity_span WHERE member = $1 AND last_day = $2", member, last_day);
}

std::optional<Day> newest_day(Connection& db, Series series)
{
    auto query = db.prepare("SELECT max(day) FROM running_total WHERE series = $1");
    query.bind(static_cast<int>(series));
    return query.step() ? query.optional_day(0) : std::nullopt;
}

} // namespace

std::optional<Increase> increase_of(const RunningTotal& total, const std::optional<RunningTotal>& before)
{
    auto from = before;
    if (total.series == Series::month) {
        const auto start = start_of_month(total);
        if (!from || from->day <= start.day)
            from = start;
    }
    if (!from)
        return std::nullopt;
    const Increase increase{static_cast<int>((total.day - from->day).count()), total.total - from->total, false};
    if (increase.points >= 0)
        return increase;
    return Increase{increase.span, total.series == Series::month ? 0 : total.total, true};
}

void save_totals(Connection& db, std::span<const RunningTotal> totals)
{
    auto insert = db.prepare("INSERT INTO running_total (member, series, day, total) VALUES ($1, $2, $3, $4) "
                             "ON CONFLICT (member, series, day) DO UPDATE SET total = excluded.total");
    for (const auto& total : totals) {
        insert.bind(total.member, static_cast<int>(total.series), total.day, total.total);
        insert.run();
    }
}

std::vector<RunningTotal> totals_before(Connection& db, Series series, Day day)
{
    auto query = db.prepare("SELECT t.member, t.day, t.total FROM running_total t JOIN "
                            "(SELECT member, MAX(day) AS newest FROM running_total WHERE series = $1 AND day < $2 "
                            "GROUP BY member) n ON n.member = t.member AND n.newest = t.day WHERE t.series = $1 "
                            "ORDER BY t.member");
    query.bind(static_cast<int>(series), day);
    std::vector<RunningTotal> totals;
    while (query.step())
        totals.push_back({query.id<MemberId>(0), series, query.day(1), query.integer(2)});
    return totals;
}

void derive_from_totals(Connection& db, BatchId batch, Source source, std::span<const RunningTotal> totals, bool covers,
                        const RollupRules& rules)
{
    std::vector<ActivityRow> rows;
    std::vector<SpanRow> spans;
    std::vector<Covered> covered;
    for (const auto& total : totals) {
        const auto increase = increase_of(total, before(db, total));
        if (!increase)
            continue;
        const auto points = static_cast<int>(increase->points);
        if (increase->span > 1) {
            spans.push_back({total.member, total.day, increase->span, points});
            continue;
        }
        remove_span_row(db, total.member, total.day);
        rows.push_back({total.day, total.member, points, std::nullopt, points > 0});
        const auto membership = covers ? membership_on(db, total.member, total.day) : std::nullopt;
        if (membership)
            covered.push_back({total.day, membership->unit});
    }
    std::sort(covered.begin(), covered.end());
    covered.erase(std::unique(covered.begin(), covered.end()), covered.end());
    add_span_rows(db, batch, spans);
    apply_activity(db, batch, source, rows, covered, rules);
}

std::vector<RunningTotal> following(Connection& db, std::span<const RunningTotal> totals)
{
    std::vector<RunningTotal> found;
    const auto newest = totals.empty() ? std::nullopt : newest_day(db, totals.front().series);
    for (std::size_t i = 0; i < totals.size(); ++i) {
        const auto& total = totals[i];
        const auto next = newest && total.day < *newest ? after(db, total) : std::nullopt;
        const auto* own_next = i + 1 < totals.size() && totals[i + 1].member == total.member ? &totals[i + 1] : nullptr;
        if (!next || (own_next && *own_next == *next))
            continue;
        found.push_back(*next);
        if (own_next)
            found.push_back(*own_next); // a stored one stands between them
    }
    return found;
}

} // namespace tongbao::store
