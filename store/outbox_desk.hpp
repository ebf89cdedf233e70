#pragma once

#include "store/outbox.hpp"

#include <map>

/// The outbox as people see it, and what they may do about it.
namespace tongbao::store {

struct MessageRow {
    MessageId id;
    std::string dedup_key;
    std::string kind;
    std::string target;
    Priority priority = Priority::circular;
    MessageState state = MessageState::queued;
    std::string reason;
    Instant created_at;
    Instant changed_at;
    Instant next_at; ///< of a queued message: not tried before
    std::optional<Instant> not_after;
    int parts = 0;
    int parts_out = 0;
    int tries = 0; ///< of the part that is next
};

struct MessageFilter {
    std::optional<MessageState> state;
    std::string target; ///< empty: all
    int limit = 50;
};

/// Newest change first.
std::vector<MessageRow> list_messages(Connection& db, const MessageFilter& filter);
std::optional<MessageRow> find_message(Connection& db, MessageId id);
std::optional<MessageRow> find_message(Connection& db, std::string_view dedup_key);
std::map<MessageState, int> count_by_state(Connection& db);

struct AttemptRow {
    AttemptId id;
    int part = 0; ///< its number
    std::string lane;
    bool copy = false; ///< the part may already have been out
    Instant started_at;
    std::optional<Instant> ended_at;
    std::string verdict;
    std::string reason;
};
/// Oldest first.
std::vector<AttemptRow> attempts_of(Connection& db, MessageId id);

/// The stored bodies in order, as they are sent.
std::vector<std::string> bodies_of(Connection& db, MessageId id);

/// Parts that go before this message's first unsent one: those for its target that are more urgent, begun or older, and
/// of the other targets that share its lane the more urgent ones and, since equals take turns, one for each of its own.
int parts_ahead(Connection& db, const MessageRow& message, const std::vector<std::string>& lane_targets);

/// What a person did, or why it cannot be done; then nothing has changed.
enum class DeskResult { done, no_such_message, wrong_state, address_erased, text_erased };

/// Queues a dead or expired message again, from its first unsent part and with all its tries.
DeskResult retry(Connection& db, MessageId id, std::string_view who, Instant now);
/// Ends a message that waits.
DeskResult cancel(Connection& db, MessageId id, std::string_view who, Instant now);
/// Sends a held message once more: it may arrive twice.
DeskResult release(Connection& db, MessageId id, std::string_view who, Instant now);
/// Ends a held message: what may have arrived counts as all there is.
DeskResult drop(Connection& db, MessageId id, std::string_view who, Instant now);

} // namespace tongbao::store
