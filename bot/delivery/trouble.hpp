#pragma once

#include "store/attempts.hpp"

namespace tongbao::bot {

/// What operators should hear of, by another target than the one in trouble.
struct Trouble {
    enum class Kind {
        target_refused, ///< its credential, robot or group: its other messages wait
        dead,
        held,    ///< nobody can tell whether it arrived; a person decides
        expired, ///< was not begun in time
    };
    Kind kind = Kind::dead;
    std::string target;
    MessageId message;
    std::string message_kind;
    std::string dedup_key;
    std::string reason;
};

/// Called inside the transaction that records the trouble, on the store's thread, so that an alert enqueued here is
/// neither lost nor doubled. It must touch nothing that belongs to the I/O thread.
using OnTrouble = std::function<void(store::Connection&, const Trouble&, Instant now)>;

Trouble trouble_about(Trouble::Kind kind, const store::DuePart& part, std::string reason);

/// Empty when the attempt's result needs nobody's attention.
std::optional<Trouble> trouble_of(const store::DuePart& part, const store::AttemptResult& result);

} // namespace tongbao::bot
