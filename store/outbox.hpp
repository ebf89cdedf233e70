#pragma once

#include "store/connection.hpp"

namespace tongbao::store {

/// Which message goes first when several are due: answers, then circulars and alerts, then reminders.
enum class Priority { reply = 0, circular = 1, reminder = 2 };

/// What to do when nobody can tell whether a part arrived.
enum class OnUncertain { resend, hold };

struct NewMessage {
    std::string dedup_key; ///< e.g. circular:2026-W38:weekly:group-7; one key, one message
    std::string kind;      ///< weekly_circular, alert, reply, ...
    std::string target;    ///< the configured target, or the bot that answers; order is kept within it
    std::string address;   ///< only where the target has no fixed one (a reply URL); a credential
    Priority priority = Priority::circular;
    OnUncertain on_uncertain = OnUncertain::hold;
    std::optional<Instant> not_after;
    std::vector<std::string> parts; ///< encoded bodies, sent byte for byte and in order
};

struct Enqueued {
    MessageId id;
    bool created = true; ///< false: the key was taken, `id` is the message that holds it
};

/// Call it in the transaction of what caused the message.
Enqueued enqueue(Connection& db, const NewMessage& message, Instant now);

} // namespace tongbao::store
