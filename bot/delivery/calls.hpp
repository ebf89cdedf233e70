#pragma once

#include "store/attempts.hpp"

#include <map>
#include <set>

namespace tongbao::bot {

/// Parts that go to a channel in one call: one, or several with equal bodies, each to an address of its own. Never
/// empty; only the first has its body.
struct Call {
    std::vector<store::DuePart> parts;

    const store::DuePart& first() const { return parts.front(); }
};

/// What is worth looking for at one target.
struct Wanted {
    int calls = 0;
    int addresses_per_call = 1;
    std::set<std::string, std::less<>> waiting; ///< addresses that have had all they may have for now
};

/// Fills calls with the due parts of one target in the order in which they come: first come, first served, where equal
/// bodies travel together. As each is the next part at its destination, no order is changed.
class CallFilling {
public:
    explicit CallFilling(const Wanted& wanted) : wanted_(wanted) {}

    /// False when the part found no place, nor would any after it.
    bool take(store::DuePart part);
    /// The calls of the past whose parts were met: each stands for one call and has to be looked up.
    const std::vector<AttemptId>& past() const { return past_; }
    std::vector<Call> calls() { return std::move(calls_); }

private:
    bool begin(store::DuePart part);
    bool join(store::DuePart& part);
    bool meet(AttemptId call);
    bool full() const { return std::ssize(calls_) + std::ssize(past_) >= wanted_.calls; }

    const Wanted& wanted_;
    std::vector<Call> calls_;
    std::vector<AttemptId> past_;
    std::map<std::string, std::size_t, std::less<>> open_; ///< by body, which of `calls_` has room
    int parts_ = 0;
};

/// The parts of a past call as calls: none before all of them are due, then one that repeats it byte for byte where
/// nobody is missing. Otherwise the copies
/// cannot be recognised by the platform, and each goes by itself.
std::vector<Call> repeated(store::PastCall past);

} // namespace tongbao::bot
