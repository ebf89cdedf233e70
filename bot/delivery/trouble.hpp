#pragma once

#include "store/attempts.hpp"

#include <set>

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
    int others = 0;                      ///< further messages in the same trouble, told together with this one
    std::set<std::string> other_targets; ///< theirs, without `target`
};

/// Called inside the transaction that records the trouble, on the store's thread, so that an alert enqueued here is
/// neither lost nor doubled. It must touch nothing that belongs to the I/O thread.
using OnTrouble = std::function<void(store::Connection&, const Trouble&, Instant now)>;

Trouble trouble_about(Trouble::Kind kind, const store::DuePart& part, std::string reason);

/// What came at once, told at once: of each kind of trouble and of message the first, with the number of the others.
/// Alerts stay apart by target, because the way by which one failed decides who is told of it. Pure.
std::vector<Trouble> together(std::vector<Trouble> troubles);

/// Empty when the attempt's result needs nobody's attention.
std::optional<Trouble> trouble_of(const store::DuePart& part, const store::AttemptResult& result);

} // namespace tongbao::bot
