#pragma once

#include "bot/clock.hpp"
#include "bot/delivery/claiming.hpp"
#include "bot/delivery/counters.hpp"
#include "bot/delivery/look.hpp"
#include "bot/delivery/recording.hpp"
#include "bot/delivery/sending.hpp"
#include "store/store.hpp"

#include <boost/asio/steady_timer.hpp>
#include <random>

namespace tongbao::bot {

/// Takes due parts from the outbox to their channels: order kept per target and address, paced by lane, an intent
/// committed before the first byte and the outcome after the answer.
class Delivery {
public:
    Delivery(boost::asio::any_io_executor executor, store::Store& store, const Clock& clock,
             const std::vector<Target>& targets, DeliveryRules rules = {}, OnTrouble on_trouble = {});

    /// Begins every attempt that may begin at `now` and returns without waiting for their ends; the first step settles
    /// what an earlier run left open. Returns when the next one is worth while, unless an attempt ends before.
    /// Throws DatabaseError, or store::TakenOver when another run of the program has begun on this database; nothing
    /// was begun then.
    boost::asio::awaitable<Instant> step(Instant now);
    /// Returns when no attempt is in flight.
    boost::asio::awaitable<void> settled();
    /// Steps whenever something is due, until cancelled.
    boost::asio::awaitable<void> run();
    /// Makes `run` look at the outbox at once. From the executor's thread.
    void wake();
    /// Begins nothing more and gives attempts in flight `limit` to end, then cuts them off and records what that means.
    boost::asio::awaitable<void> stop(std::chrono::milliseconds limit);

    DeliveryCounters counters() const;

private:
    boost::asio::awaitable<void> recover(Instant now);
    boost::asio::awaitable<Look> look(Instant now);
    boost::asio::awaitable<std::vector<Claim>> claim_due(std::vector<Call> due, Instant now);
    Instant next_look(const Look& look, Instant now) const;
    boost::asio::awaitable<Instant> step_or_log();
    boost::asio::awaitable<void> attempt(Claim claim);
    std::vector<store::AttemptResult> decide_each(const Call& call, const adapters::Outcome& outcome, Instant now);
    boost::asio::awaitable<void> record_at_last(const Ending& ending);
    double chance() { return std::uniform_real_distribution<double>(0, 1)(random_); }

    boost::asio::any_io_executor executor_;
    store::Store& store_;
    const Clock& clock_;
    DeliveryRules rules_;
    OnTrouble on_trouble_;
    std::string boot_; ///< tells the attempts of this run from those of earlier ones
    Traffic traffic_;
    Sending sending_;
    bool recovered_ = false;
    bool stopping_ = false;
    bool woken_ = false;
    int in_flight_ = 0; ///< attempts that are not yet recorded
    DeliveryCounters counters_;
    boost::asio::steady_timer wake_;
    boost::asio::steady_timer ended_; ///< cancelled whenever an attempt ends
    std::mt19937 random_;
};

} // namespace tongbao::bot
