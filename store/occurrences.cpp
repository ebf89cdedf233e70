#include "store/occurrences.hpp"

#include <algorithm>
#include <array>

namespace tongbao::store {
namespace {

constexpr std::array<std::string_view, 4> occurrence_states = {"waiting", "ran", "late", "skipped"};

constexpr std::string_view select = "SELECT schedule, period, due, state, reason, decided, alerted FROM occurrence ";

Occurrence read(const Statement& row)
{
    const auto state = std::ranges::find(occurrence_states, row.view(3)) - occurrence_states.begin();
    return {row.text(0),
            row.text(1),
            row.instant(2),
            static_cast<OccurrenceState>(state),
            row.text(4),
            row.optional_instant(5),
            row.optional_instant(6)};
}

std::optional<Occurrence> first(Statement& query)
{
    return query.step() ? std::optional(read(query)) : std::nullopt;
}

} // namespace

std::string_view name_of(OccurrenceState state)
{
    return occurrence_states[static_cast<std::size_t>(state)];
}

std::optional<Occurrence> find_occurrence(Connection& db, std::string_view schedule, std::string_view period)
{
    auto query = db.prepare(std::string(select) + "WHERE schedule = $1 AND period = $2");
    query.bind(schedule, period);
    return first(query);
}

std::optional<Occurrence> last_occurrence(Connection& db, std::string_view schedule)
{
    auto query = db.prepare(std::string(select) + "WHERE schedule = $1 ORDER BY period DESC LIMIT 1");
    query.bind(schedule);
    return first(query);
}

std::vector<Occurrence> waiting_occurrences(Connection& db, std::string_view schedule)
{
    auto query = db.prepare(std::string(select) + "WHERE schedule = $1 AND state = 'waiting' ORDER BY period");
    query.bind(schedule);
    std::vector<Occurrence> found;
    while (query.step())
        found.push_back(read(query));
    return found;
}

bool save_occurrence(Connection& db, const Occurrence& occurrence)
{
    db.run("INSERT INTO occurrence (schedule, period, due, state, reason, decided, alerted) "
           "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (schedule, period) DO UPDATE SET state = excluded.state, "
           "reason = excluded.reason, decided = excluded.decided, alerted = excluded.alerted "
           "WHERE occurrence.state = 'waiting'",
           occurrence.schedule, occurrence.period, occurrence.due,
           occurrence_states.at(static_cast<std::size_t>(occurrence.state)), occurrence.reason, occurrence.decided,
           occurrence.alerted);
    return db.changes() == 1;
}

} // namespace tongbao::store
