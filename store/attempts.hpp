#pragma once

#include "store/outbox.hpp"

/// Claiming, trying and settling parts of messages. An attempt is a row before its first byte leaves.
namespace tongbao::store {

/// The part that is next at its destination, a target and, where the message has one, its address. Nothing else may go
/// to that destination before it: first the message already begun, then by priority, then by age.
struct DuePart {
    MessageId message;
    PartId part; ///< none for a message that has no unsent part: such a row is damaged
    std::string target;
    std::string address;
    std::string kind;
    std::string dedup_key;
    Priority priority = Priority::circular;
    std::optional<OnUncertain> on_uncertain;
    int number = 0; ///< of `parts`, from 1
    int parts = 0;
    int tries = 0;
    int limited_tries = 0;
    bool copy = false; ///< an earlier attempt may have arrived
    std::string body;
};

/// Targets that have messages which did not end.
std::vector<std::string> targets_with_work(Connection& db);

/// Up to `limit` parts for `target` that may be tried at `now`, most urgent first.
std::vector<DuePart> due_parts(Connection& db, std::string_view target, Instant now, int limit);

/// The earliest instant after `now` at which a waiting message becomes due.
std::optional<Instant> next_due(Connection& db, Instant now);

/// True when a message waits that `expire` would end.
bool anything_stale(Connection& db, Instant now);

/// Ends as expired what was not begun before its not_after. Returns what ended.
std::vector<DuePart> expire(Connection& db, Instant now);

struct Intent {
    MessageId message;
    PartId part;
    std::string lane;
    std::string boot;
    bool copy = false;
};

/// Commit it before the first byte leaves. Empty when the message is no longer waiting (a person cancelled it).
std::optional<AttemptId> record_intent(Connection& db, const Intent& intent, Instant now);

/// What an attempt means for its part and message.
enum class After {
    sent,
    sent_to_some,
    again, ///< at `next_at`
    hold,  ///< the message becomes uncertain_held
    die,   ///< the message becomes dead
};

struct RecipientRow {
    std::string recipient;
    std::string verdict;
    std::string reason;
};

struct AttemptResult {
    std::string verdict;
    std::string reason; ///< no secret in it
    After after = After::die;
    Instant next_at;
    bool spends_try = true;
    bool limited = false;    ///< its verdict allows only a few of its kind
    bool maybe_sent = false; ///< it may have arrived, so later attempts are copies
    std::vector<RecipientRow> recipients;
};

/// Settles the attempt, its part and its message. Does nothing when the attempt is already settled.
void record_outcome(Connection& db, AttemptId attempt, const AttemptResult& result, Instant now);

/// An attempt that an earlier run of the program began and did not settle.
struct OpenAttempt {
    AttemptId attempt;
    std::string lane;
    DuePart part; ///< without its body
};
std::vector<OpenAttempt> open_attempts(Connection& db, std::string_view boot);

/// When attempts of `lane` ended, oldest first, later than `since`.
std::vector<Instant> recent_attempts(Connection& db, std::string_view lane, Instant since);

/// Keeps a throttle that the platform imposed over restarts.
void block_lane(Connection& db, std::string_view lane, Instant until, std::string_view reason);
std::optional<Instant> lane_blocked_until(Connection& db, std::string_view lane);

} // namespace tongbao::store
