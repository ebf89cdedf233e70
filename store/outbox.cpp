#include "store/outbox.hpp"

#include "store/restored.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace tongbao::store {
namespace {

constexpr std::array<std::string_view, 9> outbox_states{
    "queued", "sending", "sent", "sent_to_some", "uncertain_held", "dead", "suppressed", "expired", "cancelled"};

std::optional<std::string_view> name_of(std::optional<OnUncertain> policy)
{
    if (!policy)
        return std::nullopt;
    return *policy == OnUncertain::resend ? "resend" : "hold";
}

} // namespace

std::string_view name_of(MessageState state)
{
    return outbox_states.at(static_cast<std::size_t>(state));
}

MessageState state_of(std::string_view name)
{
    const auto found = std::find(outbox_states.begin(), outbox_states.end(), name);
    if (found == outbox_states.end())
        throw DatabaseError("message.state holds an unknown word", 11);
    return static_cast<MessageState>(found - outbox_states.begin());
}

Enqueued enqueue(Connection& db, const NewMessage& message, Instant now)
{
    assert(!message.parts.empty());
    auto insert = db.prepare("INSERT INTO message (dedup_key, kind, target, address, priority, on_uncertain, "
                             "                     not_after, state, reason, created_at, changed_at, next_at) "
                             "VALUES ($1, $2, $3, $4, $5, $6, $7, 'queued', '', $8, $8, $9) "
                             "ON CONFLICT (dedup_key) DO NOTHING RETURNING id");
    insert.bind(message.dedup_key, message.kind, message.target, message.address, static_cast<int>(message.priority),
                name_of(message.on_uncertain), message.not_after, now, std::max(now, message.not_before.value_or(now)));
    if (!insert.step()) {
        auto holder = db.prepare("SELECT id FROM message WHERE dedup_key = $1");
        holder.bind(message.dedup_key);
        holder.step();
        return {holder.id<MessageId>(0), false};
    }
    const auto id = insert.id<MessageId>(0);
    insert.reset();
    int number = 0;
    for (const auto& body : message.parts)
        db.run("INSERT INTO part (message, number, body, state) VALUES ($1, $2, $3, 'queued')", id, ++number, body);
    if (message.addressee)
        db.run("INSERT INTO addressee (message, platform, user_id, member) VALUES ($1, $2, $3, $4)", id,
               message.addressee->platform, message.addressee->user_id, message.addressee->member);
    hold_while_unconfirmed(db, id, message, now);
    return {id, true};
}

std::optional<Addressee> addressee_of(Connection& db, MessageId message)
{
    auto query = db.prepare("SELECT platform, user_id, member FROM addressee WHERE message = $1");
    query.bind(message);
    if (!query.step())
        return std::nullopt;
    return Addressee{query.text(0), query.text(1), query.id<MemberId>(2)};
}

bool end_waiting(Connection& db, MessageId message, MessageState state, std::string_view reason, Instant now)
{
    db.run("UPDATE message SET state = $2, reason = $3, changed_at = $4, ended_at = $4, "
           "                   address = CASE WHEN address LIKE 'https://%' THEN $5 ELSE address END "
           "WHERE id = $1 AND state = 'queued'",
           message, name_of(state), reason, now, erased_address);
    return db.changes() == 1;
}

} // namespace tongbao::store
