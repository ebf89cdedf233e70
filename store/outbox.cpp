#include "store/outbox.hpp"

#include <cassert>

namespace tongbao::store {
namespace {

std::optional<std::string_view> name_of(std::optional<OnUncertain> policy)
{
    if (!policy)
        return std::nullopt;
    return *policy == OnUncertain::resend ? "resend" : "hold";
}

} // namespace

Enqueued enqueue(Connection& db, const NewMessage& message, Instant now)
{
    assert(!message.parts.empty());
    auto insert = db.prepare("INSERT INTO message (dedup_key, kind, target, address, priority, on_uncertain, "
                             "                     not_after, state, reason, created_at, changed_at, next_at) "
                             "VALUES ($1, $2, $3, $4, $5, $6, $7, 'queued', '', $8, $8, $8) "
                             "ON CONFLICT (dedup_key) DO NOTHING RETURNING id");
    insert.bind(message.dedup_key, message.kind, message.target, message.address, static_cast<int>(message.priority),
                name_of(message.on_uncertain), message.not_after, now);
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
    return {id, true};
}

} // namespace tongbao::store
