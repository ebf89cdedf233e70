#pragma once

#include "adapters/channel.hpp"
#include "bot/clock.hpp"
#include "bot/delivery/decision.hpp"
#include "bot/delivery/ramp.hpp"
#include "bot/delivery/selection.hpp"
#include "bot/lanes.hpp"
#include "store/store.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>
#include <list>
#include <random>

namespace tongbao::bot {

/// Where messages go: a configured group, or a bot whose messages bring their own address.
struct Target {
    std::string name;                     ///< as messages name it
    std::string lane;                     ///< the credential whose pace it shares; two targets of one robot share one
    adapters::Channel* channel = nullptr; ///< outlives the delivery
};

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

/// Takes due parts from the outbox to their channels: order kept per target and address, paced by lane, an intent
/// committed before the first byte and the outcome after the answer.
class Delivery {
public:
    Delivery(boost::asio::any_io_executor executor, store::Store& store, const Clock& clock,
             std::vector<Target> targets, DeliveryRules rules = {}, OnTrouble on_trouble = {});
    ~Delivery();

    /// Begins every attempt that may begin at `now` and returns without waiting for their ends; the first step settles
    /// what an earlier run left open. Returns when the next one is worth while, unless an attempt ends before.
    /// Throws DatabaseError; nothing was begun then.
    boost::asio::awaitable<Instant> step(Instant now);
    /// Returns when no attempt is in flight.
    boost::asio::awaitable<void> settled();
    /// Steps whenever something is due, until cancelled.
    boost::asio::awaitable<void> run();
    /// Makes `run` look at the outbox at once. From the executor's thread.
    void wake();
    /// Begins nothing more and gives attempts in flight `limit` to end, then cuts them off and records what that means.
    boost::asio::awaitable<void> stop(std::chrono::milliseconds limit);

private:
    /// A target that refused us is left alone for a while, then tried with one message.
    struct Circuit {
        Instant open_until{};
        std::chrono::seconds wait{0}; ///< zero: closed
    };
    struct TargetState {
        Target target;
        Circuit circuit;
    };
    struct Claim {
        store::DuePart part;
        AttemptId attempt;
    };
    struct Look;
    struct Ending;

    boost::asio::awaitable<void> recover(Instant now);
    std::map<std::string, int> wanted(Instant now) const;
    boost::asio::awaitable<Look> look(Instant now);
    boost::asio::awaitable<void> end_hopeless(const Look& look, Instant now);
    boost::asio::awaitable<std::vector<Claim>> claim(std::vector<store::DuePart> selected, Instant now);
    Instant next_look(const Look& look, Instant now) const;
    boost::asio::awaitable<Instant> step_or_log();
    boost::asio::awaitable<void> attempt(Claim claim);
    boost::asio::awaitable<adapters::Outcome> send(const Claim& claim);
    Tried tried(const store::DuePart& part) const;
    void note(const Claim& claim, const adapters::Outcome& outcome, Ending& ending);
    bool open_circuits(const store::DuePart& part, const adapters::Outcome& outcome, Instant now);
    boost::asio::awaitable<void> record(const Ending& ending);
    int room() const { return std::max(0, ramp_.allowed() - in_flight_); }
    double chance() { return std::uniform_real_distribution<double>(0, 1)(random_); }

    boost::asio::any_io_executor executor_;
    store::Store& store_;
    const Clock& clock_;
    DeliveryRules rules_;
    OnTrouble on_trouble_;
    std::string boot_; ///< tells the attempts of this run from those of earlier ones
    std::map<std::string, TargetState, std::less<>> targets_;
    std::map<std::string, Turn, std::less<>> turns_;
    std::map<std::string, Lane, std::less<>> lanes_;
    std::int64_t served_ = 0;
    bool recovered_ = false;
    bool stopping_ = false;
    bool woken_ = false;
    int in_flight_ = 0;
    Ramp ramp_;
    std::list<boost::asio::cancellation_signal> cut_off_; ///< one for each attempt in flight
    boost::asio::steady_timer wake_;
    boost::asio::steady_timer ended_; ///< cancelled whenever an attempt ends
    std::mt19937 random_;
};

} // namespace tongbao::bot
