#include "store/inbound.hpp"

#include <array>

namespace tongbao::store {
namespace {

constexpr std::array<std::string_view, 4> inbound_states = {"received", "answered", "ignored", "failed"};

std::string_view name_of(InboundState state)
{
    return inbound_states.at(static_cast<std::size_t>(state));
}

} // namespace

std::optional<InboundId> record_inbound(Connection& db, const InboundEvent& event, Instant now)
{
    const auto file = event.file.value_or(InboundFile{});
    auto insert = db.prepare(
        "INSERT INTO inbound (platform, receiver, message_id, sender, direct, chat, text, reply_address, reply_until, "
        "received_at, file_name, file_address, file_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
        "$13) "
        "ON CONFLICT (platform, receiver, message_id) DO NOTHING RETURNING id");
    insert.bind(event.platform, event.receiver, event.message_id, event.sender, event.where == ChannelKind::direct,
                event.chat, event.text, event.reply_address, event.reply_until, now, file.name, file.address, file.key);
    if (!insert.step())
        return std::nullopt;
    return insert.id<InboundId>(0);
}

bool remember_nonce(Connection& db, const std::string& receiver, const std::string& nonce, Instant now)
{
    db.run("INSERT INTO inbound_nonce (receiver, nonce, seen_at) VALUES ($1, $2, $3) "
           "ON CONFLICT (receiver, nonce) DO NOTHING",
           receiver, nonce, now);
    return db.changes() > 0;
}

void finish_inbound(Connection& db, InboundId id, InboundState state, std::string_view reason, Instant now)
{
    db.run("UPDATE inbound SET state = $1, reason = $2, ended_at = $3, text = '', reply_address = '', "
           "file_name = '', file_address = '', file_key = '' "
           "WHERE id = $4 AND state = 'received'",
           name_of(state), reason, now, id);
}

std::vector<StoredInbound> unfinished_inbound(Connection& db, Instant now, int limit)
{
    auto query = db.prepare(
        "SELECT id, platform, receiver, message_id, sender, direct, chat, text, reply_address, "
        "reply_until, file_name, file_address, file_key FROM inbound WHERE state = 'received' AND reply_until > $1 "
        "ORDER BY id LIMIT $2");
    query.bind(now, limit);
    std::vector<StoredInbound> found;
    while (query.step()) {
        InboundEvent event;
        event.platform = query.text(1);
        event.receiver = query.text(2);
        event.message_id = query.text(3);
        event.sender = query.text(4);
        event.where = query.integer(5) != 0 ? ChannelKind::direct : ChannelKind::group;
        event.chat = query.text(6);
        event.text = query.text(7);
        event.reply_address = query.text(8);
        event.reply_until = query.instant(9);
        if (!query.text(11).empty())
            event.file = InboundFile{query.text(10), query.text(11), query.text(12)};
        found.push_back({query.id<InboundId>(0), std::move(event)});
    }
    return found;
}

std::int64_t expire_inbound(Connection& db, Instant now)
{
    db.run("UPDATE inbound SET state = 'failed', reason = 'reply_expired', ended_at = $1, text = '', "
           "reply_address = '', file_name = '', file_address = '', file_key = '' WHERE state = 'received' AND "
           "reply_until <= $1",
           now);
    return db.changes();
}

void purge_inbound(Connection& db, Instant ended_before, Instant seen_before)
{
    db.run("DELETE FROM inbound WHERE ended_at IS NOT NULL AND ended_at < $1", ended_before);
    db.run("DELETE FROM inbound_nonce WHERE seen_at < $1", seen_before);
}

std::optional<InboundState> inbound_state(Connection& db, InboundId id)
{
    auto query = db.prepare("SELECT state FROM inbound WHERE id = $1");
    query.bind(id);
    if (!query.step())
        return std::nullopt;
    for (std::size_t i = 0; i < inbound_states.size(); ++i)
        if (query.view(0) == inbound_states[i])
            return static_cast<InboundState>(i);
    return std::nullopt;
}

} // namespace tongbao::store
