#pragma once

#include "adapters/inbound.hpp"
#include "bot/clock.hpp"
#include "bot/inbound/buckets.hpp"
#include "bot/inbound/loop_guard.hpp"
#include "store/inbound.hpp"
#include "store/store.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <unordered_set>

namespace tongbao::bot {

struct InboundRules {
    int per_sender = 40; ///< messages a minute; from 20 on the commands say RATE, beyond this nothing is said
    int per_chat = 60;   ///< messages a minute in one group
    /// Messages in a row, each within `row_pause` of the one before, after which a sender is taken for another bot and
    /// not heard until it was silent for `row_rest`.
    int in_a_row = 40;
    std::chrono::seconds row_pause{5};
    std::chrono::minutes row_rest{10};
    /// Messages kept in memory. Those beyond wait in the store and are loaded when memory is empty; what its platform
    /// no longer lets us answer by then ends as failed.
    std::size_t max_waiting = 1000;
    std::chrono::hours keep_ended{48}; ///< a message id is known for at least 24 h (domain/commands.md §5)
    std::chrono::hours keep_nonces{3}; ///< WeCom reuses no nonce within 2 h (promises.md §3)
    std::chrono::minutes sweep_every{10};
};

struct InboundCounters {
    std::uint64_t received = 0;  ///< stored
    std::uint64_t replayed = 0;  ///< acknowledged, not worked on again
    std::uint64_t throttled = 0; ///< stored as ignored: too many of one sender or chat
    std::uint64_t looping = 0;   ///< stored as ignored: another bot that answers our answers
    std::uint64_t answered = 0;
    std::uint64_t failed = 0;
    std::size_t waiting = 0; ///< in memory now
};

/// What one callback address saw.
struct EndpointCounters {
    std::uint64_t refused = 0; ///< told 403, whatever the reason
    std::uint64_t ignored = 0; ///< acknowledged: nothing for us, or from nobody we could know
};

/// Works on one stored message. Whatever it wants to say it enqueues under reply_key(id), so that a message that is
/// worked on twice (a crash in between) is answered once.
using MessageHandler = std::function<boost::asio::awaitable<void>(adapters::InboundMessage, InboundId)>;

/// The outbox's dedup key of the one answer to a message.
std::string reply_key(InboundId id);

/// Between the endpoints and the commands: stores each verified message before it is acknowledged, then hands it over.
/// The store is the queue: what a crash or a full memory left is picked up again.
class Inbound {
public:
    Inbound(boost::asio::any_io_executor executor, store::Store& store, const Clock& clock, InboundRules rules,
            MessageHandler handler);

    /// Resumes when the message is durable: acknowledge it then. False for a replay, which is to be acknowledged all
    /// the same. `nonce` may be empty where the platform has none. Throws when the store is unavailable: the platform
    /// must not be told that we have it.
    boost::asio::awaitable<bool> take(adapters::InboundMessage message, std::string nonce);

    /// Hands over what is stored and what arrives, several messages at a time, until cancelled.
    boost::asio::awaitable<void> run();
    InboundCounters counters() const;

private:
    void keep(store::StoredInbound stored);
    struct Taking;
    /// Empty for a replay. `ignored`: why nobody is to work on it; empty: it is worked on.
    boost::asio::awaitable<std::optional<InboundId>> record(const store::InboundEvent& event, const std::string& nonce,
                                                            std::string_view ignored, Instant at);
    bool may_work() const;
    boost::asio::awaitable<void> work();
    boost::asio::awaitable<void> load();
    void forget(InboundId id);
    boost::asio::awaitable<void> handle(store::StoredInbound stored);
    boost::asio::awaitable<void> sweep();

    store::Store& store_;
    const Clock& clock_;
    InboundRules rules_;
    MessageHandler handler_;
    Buckets senders_;
    Buckets chats_;
    LoopGuard loops_;
    std::deque<store::StoredInbound> waiting_;
    std::unordered_set<InboundId> known_; ///< waiting or being worked on
    int taking_ = 0;                      ///< being stored, so that they can be acknowledged
    int working_ = 0;                     ///< being worked on
    int loads_ = 0;                       ///< under way
    std::vector<InboundId> ended_;        ///< during a load, whose snapshot may still show them as received
    bool more_stored_ = true;             ///< the store may hold messages that are not known
    boost::asio::steady_timer wake_;
    boost::asio::steady_timer next_sweep_;
    InboundCounters counters_;
};

} // namespace tongbao::bot
