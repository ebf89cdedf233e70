#include "store/outbox_desk.hpp"

#include <algorithm>

namespace tongbao::store {
namespace {

constexpr const char* row_columns =
    "SELECT m.id, m.dedup_key, m.kind, m.target, m.priority, m.state, m.reason, m.created_at, m.changed_at, m.next_at, "
    "m.not_after, (SELECT count(*) FROM part WHERE message = m.id), "
    "(SELECT count(*) FROM part WHERE message = m.id AND state <> 'queued'), "
    "coalesce((SELECT tries FROM part WHERE message = m.id AND state = 'queued' ORDER BY number LIMIT 1), 0) "
    "FROM message m ";

MessageRow read_row(const Statement& row)
{
    MessageRow message;
    message.id = row.id<MessageId>(0);
    message.dedup_key = row.text(1);
    message.kind = row.text(2);
    message.target = row.text(3);
    message.priority = static_cast<Priority>(row.integer(4));
    message.state = state_of(row.view(5));
    message.reason = row.text(6);
    message.created_at = row.instant(7);
    message.changed_at = row.instant(8);
    message.next_at = row.instant(9);
    message.not_after = row.optional_instant(10);
    message.parts = static_cast<int>(row.integer(11));
    message.parts_out = static_cast<int>(row.integer(12));
    message.tries = static_cast<int>(row.integer(13));
    return message;
}

std::optional<MessageRow> first_row(Statement query)
{
    return query.step() ? std::optional(read_row(query)) : std::nullopt;
}

/// Puts an ended message back into the queue.
DeskResult queue_again(Connection& db, MessageId id, std::string_view states, const std::string& reason, Instant now)
{
    auto query = db.prepare("SELECT state, address FROM message WHERE id = $1");
    query.bind(id);
    if (!query.step())
        return DeskResult::no_such_message;
    if (states.find("'" + query.text(0) + "'") == std::string_view::npos)
        return DeskResult::wrong_state;
    if (query.view(1) == erased_address)
        return DeskResult::address_erased;
    query.reset();
    auto erased = db.prepare("SELECT 1 FROM part WHERE message = $1 AND body_sha256 IS NOT NULL");
    erased.bind(id);
    if (erased.step())
        return DeskResult::text_erased;
    erased.reset();
    db.run("UPDATE message SET state = 'queued', reason = $2, changed_at = $3, next_at = $3, ended_at = NULL, "
           "                   not_after = NULL WHERE id = $1",
           id, reason, now);
    db.run("UPDATE part SET tries = 0, limited_tries = 0 WHERE message = $1 AND state = 'queued'", id);
    return DeskResult::done;
}

DeskResult end_in_state(Connection& db, MessageId id, MessageState from, const std::string& reason, Instant now)
{
    const auto found = find_message(db, id);
    if (!found)
        return DeskResult::no_such_message;
    if (found->state != from)
        return DeskResult::wrong_state;
    db.run("UPDATE message SET state = 'queued' WHERE id = $1", id); // only what waits can be ended
    end_waiting(db, id, MessageState::cancelled, reason, now);
    return DeskResult::done;
}

} // namespace

std::vector<MessageRow> list_messages(Connection& db, const MessageFilter& filter)
{
    auto query = db.prepare(std::string(row_columns) + "WHERE ($1 = '' OR m.state = $1) AND ($2 = '' OR m.target = $2) "
                                                       "ORDER BY m.changed_at DESC, m.id DESC LIMIT $3");
    query.bind(filter.state ? name_of(*filter.state) : std::string_view(), filter.target, filter.limit);
    std::vector<MessageRow> found;
    while (query.step())
        found.push_back(read_row(query));
    return found;
}

std::optional<MessageRow> find_message(Connection& db, MessageId id)
{
    auto query = db.prepare(std::string(row_columns) + "WHERE m.id = $1");
    query.bind(id);
    return first_row(std::move(query));
}

std::optional<MessageRow> find_message(Connection& db, std::string_view dedup_key)
{
    auto query = db.prepare(std::string(row_columns) + "WHERE m.dedup_key = $1");
    query.bind(dedup_key);
    return first_row(std::move(query));
}

std::map<MessageState, int> count_by_state(Connection& db)
{
    auto query = db.prepare("SELECT state, count(*) FROM message GROUP BY state");
    std::map<MessageState, int> counts;
    while (query.step())
        counts[state_of(query.view(0))] = static_cast<int>(query.integer(1));
    return counts;
}

std::vector<AttemptRow> attempts_of(Connection& db, MessageId id)
{
    auto query = db.prepare("SELECT a.id, p.number, a.lane, a.copy, a.started_at, a.ended_at, a.verdict, a.reason "
                            "FROM attempt a JOIN part p ON p.id = a.part WHERE p.message = $1 ORDER BY a.id");
    query.bind(id);
    std::vector<AttemptRow> found;
    while (query.step())
        found.push_back({query.id<AttemptId>(0), static_cast<int>(query.integer(1)), query.text(2),
                         query.integer(3) != 0, query.instant(4), query.optional_instant(5),
                         query.null(6) ? std::string() : query.text(6), query.text(7)});
    return found;
}

std::vector<std::string> bodies_of(Connection& db, MessageId id)
{
    auto query = db.prepare("SELECT body FROM part WHERE message = $1 ORDER BY number");
    query.bind(id);
    std::vector<std::string> bodies;
    while (query.step())
        bodies.push_back(query.text(0));
    return bodies;
}

int parts_ahead(Connection& db, const MessageRow& message, const std::vector<std::string>& lane_targets)
{
    const auto priority = static_cast<int>(message.priority);
    auto own = db.prepare("SELECT count(*) FROM message o JOIN part p ON p.message = o.id AND p.state = 'queued' "
                          "WHERE o.target = $1 AND o.ended_at IS NULL AND o.id <> $2 "
                          "AND (o.started = 1 OR o.priority < $3 OR (o.priority = $3 AND o.id < $2))");
    own.bind(message.target, message.id, priority);
    own.step();
    auto ahead = own.integer(0);
    const auto own_turn = ahead + 1;
    for (const auto& target : lane_targets) {
        if (target == message.target)
            continue;
        auto other = db.prepare("SELECT count(*) FILTER (WHERE o.priority < $2), "
                                "       count(*) FILTER (WHERE o.priority = $2) "
                                "FROM message o JOIN part p ON p.message = o.id AND p.state = 'queued' "
                                "WHERE o.target = $1 AND o.ended_at IS NULL");
        other.bind(target, priority);
        other.step();
        ahead += other.integer(0) + std::min(other.integer(1), own_turn);
    }
    return static_cast<int>(ahead);
}

DeskResult retry(Connection& db, MessageId id, std::string_view who, Instant now)
{
    return queue_again(db, id, "'dead' 'expired'", "queued again by " + std::string(who), now);
}

DeskResult cancel(Connection& db, MessageId id, std::string_view who, Instant now)
{
    return end_in_state(db, id, MessageState::queued, "cancelled by " + std::string(who), now);
}

DeskResult release(Connection& db, MessageId id, std::string_view who, Instant now)
{
    return queue_again(db, id, "'uncertain_held'", "released by " + std::string(who), now);
}

DeskResult drop(Connection& db, MessageId id, std::string_view who, Instant now)
{
    return end_in_state(db, id, MessageState::uncertain_held, "dropped by " + std::string(who), now);
}

} // namespace tongbao::store
