#pragma once

#include "bot/channels.hpp"
#include "bot/private_note.hpp"
#include "store/outbox.hpp"

namespace tongbao::bot {

/// Puts notes to persons into the outbox, on every account by which they can be reached.
class PrivateNotes {
public:
    /// Both must outlive it.
    PrivateNotes(const Config& config, const Channels& channels) : config_(config), channels_(channels) {}

    /// False when the member has no account to which the service can write. Call it in the transaction of what is told.
    bool tell(store::Connection& db, MemberId member, const PrivateNote& note, Instant now) const;

private:
    bool tell_account(store::Connection& db, const store::Addressee& account, const PrivateNote& note,
                      Instant now) const;

    const Config& config_;
    const Channels& channels_;
};

} // namespace tongbao::bot
