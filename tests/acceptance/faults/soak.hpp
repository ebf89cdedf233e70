#pragma once

#include "tests/acceptance/faults/reconciliation.hpp"

namespace tongbao::acceptance {

/// The load of a long run: a round is one message for each of some groups, put into the outbox beside the running
/// service, and all of them sent.
class Soak {
public:
    static constexpr int groups = 12;

    /// Adds the groups to the configuration.
    explicit Soak(Installation& place);

    /// Messages of the past, all sent. Before the service's start.
    void add_history(int messages);
    /// Puts the next round. False when it is not out within a minute.
    bool round();
    int rounds() const { return rounds_; }
    int sent() const { return rounds_ * groups; }
    /// How long each message took from its transaction's begin until it was durable, in the order of the rounds.
    const std::vector<std::chrono::microseconds>& enqueue_times() const { return enqueue_times_; }

private:
    void enqueue(const std::string& group);

    Installation& place_;
    std::optional<store::Connection> db_;
    int rounds_ = 0;
    std::vector<std::chrono::microseconds> enqueue_times_;
};

} // namespace tongbao::acceptance
