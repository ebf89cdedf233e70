#include "store/attempts.hpp"

#include <algorithm>

namespace tongbao::store {
namespace {

/// Columns in the order of read_part(); the table names are those of the queries below.
constexpr const char* part_columns =
    "m.id, p.id, m.target, m.address, m.kind, m.dedup_key, m.priority, m.on_uncertain, p.number, "
    "(SELECT count(*) FROM part WHERE message = m.id), p.tries, p.limited_tries, p.maybe_sent, "
    "p.alone, coalesce(p.call, 0) ";
constexpr int columns_of_part = 15;

std::optional<OnUncertain> policy_at(const Statement& row, int column)
{
    if (row.null(column))
        return std::nullopt;
    return row.view(column) == "resend" ? OnUncertain::resend : OnUncertain::hold;
}

DuePart read_part(const Statement& row)
{
    DuePart part;
    part.message = row.id<MessageId>(0);
    part.part = row.null(1) ? PartId{} : row.id<PartId>(1);
    part.target = row.text(2);
    part.address = row.text(3);
    part.kind = row.text(4);
    part.dedup_key = row.text(5);
    part.priority = static_cast<Priority>(row.integer(6));
    part.on_uncertain = policy_at(row, 7);
    part.number = static_cast<int>(row.integer(8));
    part.parts = static_cast<int>(row.integer(9));
    part.tries = static_cast<int>(row.integer(10));
    part.limited_tries = static_cast<int>(row.integer(11));
    part.copy = row.integer(12) != 0;
    part.alone = row.integer(13) != 0;
    part.call = row.id<AttemptId>(14);
    return part;
}

std::string first_unsent_of(const char* table)
{
    return std::string("LEFT JOIN part p ON p.id = (SELECT id FROM part WHERE message = ") + table +
           ".id AND state = 'queued' ORDER BY number LIMIT 1) ";
}

AttemptEnd read_end(const Statement& row)
{
    AttemptEnd end{row.instant(0), std::nullopt};
    if (!row.null(1))
        end.machine = MachineTime{row.integer(1), Uptime{row.integer(2)}};
    return end;
}

std::string_view part_state(After after)
{
    switch (after) {
    case After::sent:
        return "sent";
    case After::sent_to_some:
        return "sent_to_some";
    case After::again:
    case After::hold:
    case After::die:
        break;
    }
    return "queued";
}

bool part_left(Connection& db, MessageId message)
{
    auto query = db.prepare("SELECT 1 FROM part WHERE message = $1 AND state = 'queued'");
    query.bind(message);
    return query.step();
}

bool part_reached_only_some(Connection& db, MessageId message)
{
    auto query = db.prepare("SELECT 1 FROM part WHERE message = $1 AND state = 'sent_to_some'");
    query.bind(message);
    return query.step();
}

MessageState message_state(Connection& db, MessageId message, After after)
{
    switch (after) {
    case After::again:
        return MessageState::queued;
    case After::hold:
        return MessageState::uncertain_held;
    case After::die:
        return MessageState::dead;
    case After::sent:
    case After::sent_to_some:
        break;
    }
    if (part_left(db, message))
        return MessageState::queued;
    return part_reached_only_some(db, message) ? MessageState::sent_to_some : MessageState::sent;
}

/// Says which part it speaks of where there are several.
std::string message_reason(Connection& db, PartId part, const AttemptResult& result)
{
    if (result.after == After::sent)
        return {};
    auto query = db.prepare("SELECT number, (SELECT count(*) FROM part o WHERE o.message = p.message) "
                            "FROM part p WHERE id = $1");
    query.bind(part);
    query.step();
    if (query.integer(1) == 1)
        return result.reason;
    return "part " + query.text(0) + " of " + query.text(1) + ": " + result.reason;
}

} // namespace

std::string expiry_reason(const DuePart& part)
{
    const auto which = part.parts > 1
                           ? "part " + std::to_string(part.number) + " of " + std::to_string(part.parts) + ": "
                           : std::string();
    return which + (part.copy ? "not tried again in time; it may have arrived" : "not begun in time");
}

std::vector<std::string> targets_with_work(Connection& db)
{
    // One step of the index for each target, however many messages it has.
    auto query = db.prepare(
        "WITH RECURSIVE live (target) AS "
        "  (SELECT min(target) FROM message WHERE ended_at IS NULL UNION ALL "
        "   SELECT (SELECT min(m.target) FROM message m WHERE m.ended_at IS NULL AND m.target > live.target) "
        "   FROM live WHERE live.target IS NOT NULL) "
        "SELECT target FROM live WHERE target IS NOT NULL");
    std::vector<std::string> found;
    while (query.step())
        found.push_back(query.text(0));
    return found;
}

std::vector<DuePart> due_parts(Connection& db, std::string_view target, Instant now, int limit)
{
    std::vector<DuePart> found;
    if (limit > 0)
        each_due_part(db, target, now, [&](DuePart part) {
            found.push_back(std::move(part));
            return std::ssize(found) < limit;
        });
    return found;
}

void each_due_part(Connection& db, std::string_view target, Instant now, const std::function<bool(DuePart)>& take)
{
    auto query = db.prepare(
        std::string("SELECT ") + part_columns + ", p.body FROM message m " + first_unsent_of("m") +
        "WHERE m.target = $1 AND m.ended_at IS NULL AND m.state = 'queued' AND m.next_at <= $2 AND NOT EXISTS "
        "  (SELECT 1 FROM message o WHERE o.target = m.target AND o.address = m.address AND o.ended_at IS NULL "
        "   AND (o.started > m.started OR o.started = m.started AND "
        "        (o.priority < m.priority OR o.priority = m.priority AND o.id < m.id))) "
        "ORDER BY m.priority, m.id");
    query.bind(target, now);
    while (query.step()) {
        auto part = read_part(query);
        part.body = query.text(columns_of_part);
        if (!take(std::move(part)))
            return;
    }
}

PastCall past_call(Connection& db, AttemptId call, Instant now)
{
    PastCall past;
    auto query = db.prepare(std::string("SELECT ") + part_columns +
                            ", p.body, m.next_at, CASE WHEN m.state = 'queued' AND p.state = 'queued' AND p.call = $1 "
                            "                          THEN 1 ELSE 0 END "
                            "FROM attempt a JOIN part p ON p.id = a.part JOIN message m ON m.id = p.message "
                            "WHERE a.call = $1 ORDER BY a.id");
    query.bind(call);
    while (query.step()) {
        ++past.size;
        const bool waits = query.integer(columns_of_part + 2) == 1;
        if (!waits)
            continue;
        past.early = past.early || query.instant(columns_of_part + 1) > now;
        past.due.push_back(read_part(query));
        past.due.back().body = query.text(columns_of_part);
    }
    return past;
}

std::optional<Instant> next_due(Connection& db, Instant now)
{
    auto query = db.prepare(
        "SELECT min(at) FROM "
        "  (SELECT min(next_at) AS at FROM message WHERE ended_at IS NULL AND state = 'queued' AND next_at > $1 "
        "   UNION ALL "
        "   SELECT min(not_after) FROM message WHERE ended_at IS NULL AND state = 'queued' AND not_after > $1) AS "
        "next");
    query.bind(now);
    query.step();
    return query.optional_instant(0);
}

bool anything_stale(Connection& db, Instant now)
{
    auto query = db.prepare("SELECT 1 FROM message WHERE ended_at IS NULL AND state = 'queued' AND not_after <= $1 "
                            "LIMIT 1");
    query.bind(now);
    return query.step();
}

std::vector<DuePart> expire(Connection& db, Instant now)
{
    auto query = db.prepare(std::string("SELECT ") + part_columns + "FROM message m " + first_unsent_of("m") +
                            "WHERE m.ended_at IS NULL AND m.state = 'queued' AND m.not_after <= $1");
    query.bind(now);
    std::vector<DuePart> ended;
    while (query.step())
        ended.push_back(read_part(query));
    query.reset();
    for (const auto& part : ended)
        end_waiting(db, part.message, MessageState::expired, expiry_reason(part), now);
    return ended;
}

std::optional<AttemptId> record_intent(Connection& db, const Intent& intent, Instant now)
{
    db.run("UPDATE message SET state = 'sending', started = 1, changed_at = $2 "
           "WHERE id = $1 AND state = 'queued' AND (not_after IS NULL OR not_after > $2)",
           intent.message, now);
    if (db.changes() == 0)
        return std::nullopt;
    auto insert = db.prepare("INSERT INTO attempt (part, lane, boot, copy, started_at) VALUES ($1, $2, $3, $4, $5) "
                             "RETURNING id");
    insert.bind(intent.part, intent.lane, intent.boot, intent.copy, now);
    insert.step();
    return insert.id<AttemptId>(0);
}

void record_call(Connection& db, const std::vector<AttemptId>& attempts)
{
    for (const auto attempt : attempts)
        db.run("UPDATE attempt SET call = $2 WHERE id = $1", attempt, attempts.front());
}

void record_outcome(Connection& db, AttemptId attempt, const AttemptResult& result, Instant now,
                    std::optional<MachineTime> machine)
{
    auto settle = db.prepare("UPDATE attempt SET ended_at = $2, verdict = $3, reason = $4, machine_run = $5, "
                             "                   ended_uptime = $6 "
                             "WHERE id = $1 AND ended_at IS NULL "
                             "RETURNING part, (SELECT message FROM part WHERE id = attempt.part)");
    const auto run = machine ? std::optional(machine->run) : std::nullopt;
    const auto up = machine ? std::optional(std::int64_t{machine->up.count()}) : std::nullopt;
    settle.bind(attempt, now, result.verdict, result.reason, run, up);
    if (!settle.step())
        return;
    const auto part = settle.id<PartId>(0);
    const auto message = settle.id<MessageId>(1);
    settle.reset();
    for (const auto& row : result.recipients)
        db.run("INSERT INTO attempt_recipient (attempt, recipient, verdict, reason) VALUES ($1, $2, $3, $4) "
               "ON CONFLICT (attempt, recipient) DO NOTHING",
               attempt, row.recipient, row.verdict, row.reason);
    db.run("UPDATE part SET state = $2, tries = tries + $3, limited_tries = limited_tries + $4, "
           "                maybe_sent = CASE WHEN $5 = 1 THEN 1 ELSE maybe_sent END, "
           "                alone = CASE WHEN $6 = 1 THEN 1 ELSE alone END, "
           "                call = CASE WHEN $6 = 1 THEN NULL WHEN $5 = 1 THEN (SELECT call FROM attempt WHERE id = "
           "$7) ELSE call END "
           "WHERE id = $1",
           part, part_state(result.after), result.spends_try, result.limited, result.maybe_sent, result.alone, attempt);
    const auto state = message_state(db, message, result.after);
    db.run(
        "UPDATE message SET state = 'queued', reason = $2, changed_at = $3, next_at = $4, started = "
        "  (SELECT count(*) FROM part WHERE message = $1 AND (state <> 'queued' OR maybe_sent = 1)) > 0 WHERE id = $1",
        message, message_reason(db, part, result), now, result.after == After::again ? result.next_at : now);
    if (state != MessageState::queued)
        end_waiting(db, message, state, message_reason(db, part, result), now);
}

std::vector<OpenAttempt> open_attempts(Connection& db, std::string_view boot)
{
    auto query =
        db.prepare(std::string("SELECT ") + part_columns +
                   ", a.id, a.lane FROM attempt a JOIN part p ON p.id = a.part JOIN message m ON m.id = p.message "
                   "WHERE a.ended_at IS NULL AND a.boot <> $1 ORDER BY a.id");
    query.bind(boot);
    std::vector<OpenAttempt> found;
    while (query.step())
        found.push_back({query.id<AttemptId>(columns_of_part), query.text(columns_of_part + 1), read_part(query)});
    return found;
}

std::vector<AttemptEnd> newest_ends(Connection& db, std::string_view lane, int limit)
{
    auto query = db.prepare("SELECT ended_at, machine_run, ended_uptime FROM attempt "
                            "WHERE lane = $1 AND ended_at IS NOT NULL AND (call IS NULL OR call = id) "
                            "ORDER BY id DESC LIMIT $2");
    query.bind(lane, limit);
    std::vector<AttemptEnd> found;
    while (query.step())
        found.push_back(read_end(query));
    return found;
}

std::vector<Addressed> recent_addresses(Connection& db, std::string_view lane, Instant since)
{
    auto query = db.prepare("SELECT a.ended_at, a.machine_run, a.ended_uptime, m.address "
                            "FROM attempt a JOIN part p ON p.id = a.part JOIN message m ON m.id = p.message "
                            "WHERE a.lane = $1 AND a.ended_at IS NOT NULL AND m.address <> '' ORDER BY a.id DESC");
    query.bind(lane);
    std::vector<Addressed> found;
    while (query.step() && query.instant(0) > since)
        found.push_back({query.text(3), read_end(query)});
    std::ranges::reverse(found);
    return found;
}

void block_lane(Connection& db, std::string_view lane, Instant until, std::string_view reason)
{
    db.run("INSERT INTO lane (name, blocked_until, reason) VALUES ($1, $2, $3) "
           "ON CONFLICT (name) DO UPDATE SET blocked_until = excluded.blocked_until, reason = excluded.reason",
           lane, until, reason);
}

std::optional<Instant> lane_blocked_until(Connection& db, std::string_view lane)
{
    auto query = db.prepare("SELECT blocked_until FROM lane WHERE name = $1");
    query.bind(lane);
    return query.step() ? std::optional(query.instant(0)) : std::nullopt;
}

} // namespace tongbao::store
