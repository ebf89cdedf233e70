#pragma once

#include "store/connection.hpp"

namespace tongbao::store {

/// received: not yet worked on. A message ends as answered, ignored or failed, each with its reason.
enum class InboundState { received, answered, ignored, failed };

/// A file that came with a message, still with its platform.
struct InboundFile {
    std::string name;
    std::string address; ///< a credential
    std::string key;     ///< a credential, may be empty
};

/// A verified message of a chat platform, stored before it is acknowledged.
struct InboundEvent {
    std::string platform;
    std::string receiver;   ///< configured name of the bot
    std::string message_id; ///< unique within platform and receiver
    std::string sender;
    ChannelKind where = ChannelKind::direct;
    std::string chat;
    std::string text;
    std::string reply_address; ///< a credential
    Instant reply_until;
    std::optional<InboundFile> file = {};
};

struct StoredInbound {
    InboundId id;
    InboundEvent event;
};

/// Stores an event; empty when its message id is known already. Call it in one transaction with remember_nonce.
std::optional<InboundId> record_inbound(Connection& db, const InboundEvent& event, Instant now);
/// False when that nonce of that receiver was seen before.
bool remember_nonce(Connection& db, const std::string& receiver, const std::string& nonce, Instant now);

/// Ends a received message; changes nothing when it has ended already. Text, reply address and file address are erased:
/// nobody needs them any more. `reason` is a stable word.
void finish_inbound(Connection& db, InboundId id, InboundState state, std::string_view reason, Instant now);

/// Received messages that can still be answered, oldest first.
std::vector<StoredInbound> unfinished_inbound(Connection& db, Instant now, int limit);
/// Ends received messages that nobody can answer any more, as failed; returns how many.
std::int64_t expire_inbound(Connection& db, Instant now);
/// Forgets what ended before `ended_before` and nonces seen before `seen_before`.
void purge_inbound(Connection& db, Instant ended_before, Instant seen_before);

std::optional<InboundState> inbound_state(Connection& db, InboundId id);

} // namespace tongbao::store
