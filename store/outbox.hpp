#pragma once

#include "store/connection.hpp"

/// The outbox: what is to be said and every attempt to say it. Nothing is sent that was not first a row here.
/// Attempts are in store/attempts.hpp, lists and actions of persons in store/outbox_desk.hpp.
namespace tongbao::store {

/// Which message goes first when several are due: answers, then circulars and alerts, then reminders.
enum class Priority { reply = 0, circular = 1, reminder = 2 };

/// What to do when nobody can tell whether a part arrived.
enum class OnUncertain { resend, hold };

/// The one person whom a message is for, and the account it goes to. Looked at again before every attempt.
struct Addressee {
    std::string platform;
    std::string user_id;
    MemberId member;
};

struct NewMessage {
    std::string dedup_key; ///< e.g. circular:2026-W38:weekly:group-7; one key, one message
    std::string kind;      ///< weekly_circular, alert, reply, ...
    std::string target;    ///< the configured target, or the bot that answers; order is kept within it
    std::string address;   ///< only where the target has no fixed one (a reply URL, a person); erased at the end
    Priority priority = Priority::circular;
    /// Empty: resend where the platform swallows a second copy or the message has an address of its own, else hold.
    std::optional<OnUncertain> on_uncertain;
    std::optional<Instant> not_before; ///< until then no attempt begins
    std::optional<Instant> not_after;  ///< from then on no attempt begins
    /// Set where only this person may read it: it is suppressed when the account changes hands or the person leaves.
    std::optional<Addressee> addressee;
    std::vector<std::string> parts; ///< encoded bodies, sent byte for byte and in order; at least one
};

/// queued and sending live; every other state is an end, with its reason and time.
enum class MessageState {
    queued,
    sending,
    sent,
    sent_to_some,
    uncertain_held, ///< nobody can tell whether a part arrived; a person releases or drops it
    dead,
    suppressed,
    expired,
    cancelled,
};
std::string_view name_of(MessageState state);
/// Throws DatabaseError for a name that is none.
MessageState state_of(std::string_view name);

struct Enqueued {
    MessageId id;
    bool created = true; ///< false: the key was taken, `id` is the message that holds it
};

/// Call it in the transaction of what caused the message.
Enqueued enqueue(Connection& db, const NewMessage& message, Instant now);

/// Empty for a message that anybody at its address may read.
std::optional<Addressee> addressee_of(Connection& db, MessageId message);

/// What stands in place of an address that was a credential.
constexpr std::string_view erased_address = "(erased)";

/// Ends a message that waits. An address that is a URL is a credential and is erased. False when the message is being
/// sent or has already ended.
bool end_waiting(Connection& db, MessageId message, MessageState state, std::string_view reason, Instant now);

} // namespace tongbao::store
