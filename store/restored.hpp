#pragma once

#include "store/outbox.hpp"

/// What follows from putting an older database back: what it would say may have been said already. Until a person has
/// looked, nothing but answers and alerts leaves by itself.
namespace tongbao::store {

struct Restored {
    Instant at;
    std::optional<Instant> made_at; ///< of the backup; empty: unknown
};

struct HeldByRestore {
    int messages = 0; ///< held
    int expired = 0;  ///< ended, because their time was over
};

/// Holds every message that waits, settles attempts left open, ends questions nobody answered, and marks the database
/// as restored. In one transaction, before a service opens it.
HeldByRestore hold_after_restore(Connection& db, std::optional<Instant> made_at, Instant now);

/// The restore that no person has confirmed yet; while there is one, `enqueue` holds circulars and reminders.
std::optional<Restored> unconfirmed_restore(Connection& db);

/// Called by `enqueue` for what it has just queued.
void hold_while_unconfirmed(Connection& db, MessageId id, const NewMessage& message, Instant now);

/// Messages held because of a restore that nobody has decided about, oldest first.
std::vector<MessageId> held_by_restore(Connection& db);

/// A person has looked: releases or drops all of them and lets later messages go. Returns how many there were; empty
/// when no restore waits to be confirmed.
enum class AfterRestore { release, drop };
std::optional<int> confirm_restore(Connection& db, AfterRestore decision, std::string_view who, Instant now);

} // namespace tongbao::store
