#include "store/circulars.hpp"

#include <algorithm>
#include <array>

namespace tongbao::store {
namespace {

constexpr std::array<std::string_view, 3> circular_states = {"draft", "sent", "corrected"};

std::string_view name(CircularState state)
{
    return circular_states.at(static_cast<std::size_t>(state));
}

CircularState state_of(std::string_view text)
{
    return static_cast<CircularState>(std::ranges::find(circular_states, text) - circular_states.begin());
}

constexpr std::string_view select = "SELECT id, kind, period, number, state, basis, data_version, figures, text, "
                                    "sha256, drafted FROM circular ";

Circular read(const Statement& row)
{
    return {row.id<CircularId>(0), row.text(1), row.text(2), row.text(3), state_of(row.view(4)), row.text(5),
            row.integer(6),        row.text(7), row.text(8), row.text(9), row.instant(10)};
}

} // namespace

CircularId insert_circular(Connection& db, const Circular& circular)
{
    auto insert = db.prepare("INSERT INTO circular (kind, period, number, state, basis, data_version, figures, text, "
                             "sha256, drafted) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id");
    insert.bind(circular.kind, circular.period, circular.number, name(circular.state), circular.basis,
                circular.data_version, circular.figures, circular.text, circular.sha256, circular.drafted);
    insert.step();
    return insert.id<CircularId>(0);
}

void add_recipient(Connection& db, CircularId circular, std::string_view target, std::optional<MessageId> message)
{
    db.run("INSERT INTO circular_recipient (circular, target, message) VALUES ($1, $2, $3)", circular, target, message);
}

std::optional<Circular> find_circular(Connection& db, std::string_view kind, std::string_view period)
{
    auto query = db.prepare(std::string(select) + "WHERE kind = $1 AND period = $2");
    query.bind(kind, period);
    return query.step() ? std::optional(read(query)) : std::nullopt;
}

std::optional<Circular> find_circular(Connection& db, std::string_view number)
{
    auto query = db.prepare(std::string(select) + "WHERE number = $1");
    query.bind(number);
    return query.step() ? std::optional(read(query)) : std::nullopt;
}

std::optional<Circular> circular_of_message(Connection& db, MessageId message)
{
    auto query = db.prepare(std::string(select) + "WHERE id = (SELECT circular FROM circular_recipient "
                                                  "WHERE message = $1)");
    query.bind(message);
    return query.step() ? std::optional(read(query)) : std::nullopt;
}

std::vector<MessageId> messages_of(Connection& db, CircularId circular)
{
    auto query = db.prepare("SELECT message FROM circular_recipient WHERE circular = $1 AND message IS NOT NULL "
                            "ORDER BY message");
    query.bind(circular);
    std::vector<MessageId> found;
    while (query.step())
        found.push_back(query.id<MessageId>(0));
    return found;
}

std::optional<std::string> last_sent_period(Connection& db, std::string_view kind)
{
    auto query = db.prepare("SELECT max(period) FROM circular WHERE kind = $1 AND state <> 'draft'");
    query.bind(kind);
    query.step();
    return query.null(0) ? std::nullopt : std::optional(query.text(0));
}

std::vector<Circular> circulars_before(Connection& db, std::int64_t data_version, int most)
{
    auto query = db.prepare(std::string(select) + "WHERE state <> 'draft' AND data_version < $1 ORDER BY id LIMIT $2");
    query.bind(data_version, most);
    std::vector<Circular> found;
    while (query.step())
        found.push_back(read(query));
    return found;
}

void compared(Connection& db, CircularId circular, std::int64_t data_version)
{
    db.run("UPDATE circular SET data_version = $2 WHERE id = $1", circular, data_version);
}

bool add_correction(Connection& db, CircularId circular, const Correction& correction, Instant now)
{
    db.run("INSERT INTO correction (circular, path, was, now_is, text, found) VALUES ($1, $2, $3, $4, $5, $6) "
           "ON CONFLICT DO NOTHING",
           circular, correction.path, correction.was, correction.now_is, correction.text, now);
    if (db.changes() == 0)
        return false;
    db.run("UPDATE circular SET state = 'corrected' WHERE id = $1", circular);
    return true;
}

std::vector<Correction> corrections_of(Connection& db, CircularId circular)
{
    auto query = db.prepare("SELECT path, was, now_is, text FROM correction WHERE circular = $1 ORDER BY found, path");
    query.bind(circular);
    std::vector<Correction> found;
    while (query.step())
        found.push_back({query.text(0), query.text(1), query.text(2), query.text(3)});
    return found;
}

} // namespace tongbao::store
