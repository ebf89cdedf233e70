#include "store/restored.hpp"

#include "store/outbox_desk.hpp"
#include "store/service_report.hpp"

namespace tongbao::store {
namespace {

constexpr const char* held_reason = "restored from a backup: it may have been sent since";
constexpr std::chrono::seconds pace_forgotten{
    60}; ///< attempts since the backup are unknown, their platforms count them

int expire_what_is_over(Connection& db, Instant now)
{
    db.run("UPDATE message SET state = 'expired', reason = 'its time was over before the restore', changed_at = $1, "
           "                   ended_at = $1, address = CASE WHEN address LIKE 'https://%' THEN $2 ELSE address END "
           "WHERE ended_at IS NULL AND not_after <= $1",
           now, erased_address);
    return static_cast<int>(db.changes());
}

int hold_what_waits(Connection& db, Instant now)
{
    db.run("UPDATE part SET maybe_sent = 1 WHERE state = 'queued' "
           "AND message IN (SELECT id FROM message WHERE ended_at IS NULL)");
    db.run("INSERT INTO restore_hold (message) SELECT id FROM message WHERE ended_at IS NULL "
           "ON CONFLICT (message) DO NOTHING");
    db.run("UPDATE message SET state = 'uncertain_held', reason = $1, changed_at = $2, ended_at = $2 "
           "WHERE ended_at IS NULL",
           held_reason, now);
    return static_cast<int>(db.changes());
}

} // namespace

HeldByRestore hold_after_restore(Connection& db, std::optional<Instant> made_at, Instant now)
{
    db.run("UPDATE attempt SET ended_at = $1, verdict = 'uncertain', reason = 'the database was restored' "
           "WHERE ended_at IS NULL",
           now);
    HeldByRestore held;
    held.expired = expire_what_is_over(db, now);
    held.messages = hold_what_waits(db, now);
    db.run("UPDATE inbound SET state = 'failed', reason = 'restored', ended_at = $1, text = '', reply_address = '' "
           "WHERE state = 'received'",
           now);
    db.run("INSERT INTO lane (name, blocked_until, reason) SELECT DISTINCT lane, $1, $2 FROM attempt WHERE true "
           "ON CONFLICT (name) DO UPDATE SET blocked_until = excluded.blocked_until, reason = excluded.reason",
           now + pace_forgotten, "the database was restored");
    forget_service_reports(db);
    db.run("INSERT INTO restore (restored_at, made_at) VALUES ($1, $2) "
           "ON CONFLICT (restored_at) DO UPDATE SET made_at = excluded.made_at, confirmed_at = NULL",
           now, made_at);
    return held;
}

std::optional<Restored> unconfirmed_restore(Connection& db)
{
    auto query = db.prepare("SELECT restored_at, made_at FROM restore WHERE confirmed_at IS NULL "
                            "ORDER BY restored_at DESC LIMIT 1");
    if (!query.step())
        return std::nullopt;
    return Restored{query.instant(0), query.optional_instant(1)};
}

void hold_while_unconfirmed(Connection& db, MessageId id, const NewMessage& message, Instant now)
{
    if (message.priority == Priority::reply || message.kind == "alert" || !unconfirmed_restore(db))
        return;
    db.run("UPDATE part SET maybe_sent = 1 WHERE message = $1", id);
    db.run("UPDATE message SET state = 'uncertain_held', reason = $2, ended_at = $3 WHERE id = $1", id, held_reason,
           now);
    db.run("INSERT INTO restore_hold (message) VALUES ($1)", id);
}

std::vector<MessageId> held_by_restore(Connection& db)
{
    auto query = db.prepare("SELECT h.message FROM restore_hold h JOIN message m ON m.id = h.message "
                            "WHERE m.state = 'uncertain_held' ORDER BY h.message");
    std::vector<MessageId> found;
    while (query.step())
        found.push_back(query.id<MessageId>(0));
    return found;
}

std::optional<int> confirm_restore(Connection& db, AfterRestore decision, std::string_view who, Instant now)
{
    if (!unconfirmed_restore(db))
        return std::nullopt;
    const auto held = held_by_restore(db);
    for (const auto id : held)
        decision == AfterRestore::release ? release(db, id, who, now) : drop(db, id, who, now);
    db.run("DELETE FROM restore_hold");
    db.run("UPDATE restore SET confirmed_at = $1, confirmed_by = $2 WHERE confirmed_at IS NULL", now, who);
    return static_cast<int>(held.size());
}

} // namespace tongbao::store
