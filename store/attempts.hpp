#pragma once

#include "store/machine_time.hpp"
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
    bool copy = false;  ///< an earlier attempt may have arrived
    bool alone = false; ///< a call was refused because of one of its recipients, so that this one goes by itself
    AttemptId call;     ///< of an earlier call with several parts that may have arrived; none for most
    std::string body;
};

/// Targets that have messages which did not end.
std::vector<std::string> targets_with_work(Connection& db);

/// Up to `limit` parts for `target` that may be tried at `now`, most urgent first.
std::vector<DuePart> due_parts(Connection& db, std::string_view target, Instant now, int limit);
/// The same one by one, until `take` returns false.
void each_due_part(Connection& db, std::string_view target, Instant now, const std::function<bool(DuePart)>& take);

/// A call of the past: how many parts it had, and those that wait to be tried again at `now`, in the call's order.
struct PastCall {
    int size = 0;
    bool early = false; ///< one of its parts waits for a later instant
    std::vector<DuePart> due;
};
PastCall past_call(Connection& db, AttemptId call, Instant now);

/// The earliest instant after `now` at which a waiting message becomes due.
std::optional<Instant> next_due(Connection& db, Instant now);

/// True when a message waits that `expire` would end.
bool anything_stale(Connection& db, Instant now);

/// Ends as expired what waits at its not_after, also between its parts and before another try. Returns what ended.
std::vector<DuePart> expire(Connection& db, Instant now);

/// Why a message whose next part is `part` expired.
std::string expiry_reason(const DuePart& part);

struct Intent {
    MessageId message;
    PartId part;
    std::string lane;
    std::string boot;
    bool copy = false;
};

/// Commit it before the first byte leaves. Empty when the message no longer waits (a person cancelled it) or its time
/// is over.
std::optional<AttemptId> record_intent(Connection& db, const Intent& intent, Instant now);

/// These attempts are one call, in this order.
void record_call(Connection& db, const std::vector<AttemptId>& attempts);

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
    bool alone = false;      ///< the next attempt goes by itself
    std::vector<RecipientRow> recipients;
};

/// Settles the attempt, its part and its message. Does nothing when the attempt is already settled. `machine`: when it
/// ended, as the machine counts; empty where only the clock tells.
void record_outcome(Connection& db, AttemptId attempt, const AttemptResult& result, Instant now,
                    std::optional<MachineTime> machine = std::nullopt);

/// An attempt that an earlier run of the program began and did not settle.
struct OpenAttempt {
    AttemptId attempt;
    std::string lane;
    DuePart part; ///< without its body
};
std::vector<OpenAttempt> open_attempts(Connection& db, std::string_view boot);

struct AttemptEnd {
    Instant at; ///< by the clock, which somebody may have set since
    std::optional<MachineTime> machine;
};
/// The ends of the newest `limit` calls of `lane`.
std::vector<AttemptEnd> newest_ends(Connection& db, std::string_view lane, int limit);

/// The ends of attempts of `lane` to an address of their own, oldest first, back to `since` by the clock.
struct Addressed {
    std::string address;
    AttemptEnd end;
};
std::vector<Addressed> recent_addresses(Connection& db, std::string_view lane, Instant since);

/// Keeps a throttle that the platform imposed over restarts.
void block_lane(Connection& db, std::string_view lane, Instant until, std::string_view reason);
std::optional<Instant> lane_blocked_until(Connection& db, std::string_view lane);

} // namespace tongbao::store
