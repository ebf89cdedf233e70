#include "bot/inbound/inbound.hpp"

#include "adapters/as_result.hpp"
#include "adapters/cancelled.hpp"
#include "bot/log.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>

namespace tongbao::bot {

namespace asio = boost::asio;

namespace {

/// Beyond this a text is no command whatever it says (the commands refuse it): the rest would only fill the disk.
constexpr std::size_t kept_text_bytes = 8192;

std::string shortened(std::string text)
{
    if (text.size() <= kept_text_bytes)
        return text;
    auto size = kept_text_bytes;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80)
        --size; // not inside a character
    text.resize(size);
    return text;
}

store::InboundEvent event_of(adapters::InboundMessage message)
{
    std::optional<store::InboundFile> file;
    if (message.file)
        file = store::InboundFile{shortened(std::move(message.file->name)), std::move(message.file->address),
                                  std::move(message.file->key)};
    return {std::move(message.platform),
            std::move(message.receiver),
            std::move(message.message_id),
            std::move(message.sender),
            message.where,
            std::move(message.chat),
            std::move(message.text),
            std::move(message.reply_address),
            message.reply_until,
            std::move(file)};
}

adapters::InboundMessage message_of(store::InboundEvent event)
{
    std::optional<adapters::SentFile> file;
    if (event.file)
        file =
            adapters::SentFile{std::move(event.file->name), std::move(event.file->address), std::move(event.file->key)};
    return {std::move(event.platform),
            std::move(event.receiver),
            std::move(event.message_id),
            std::move(event.sender),
            event.where,
            std::move(event.chat),
            std::move(event.text),
            std::move(event.reply_address),
            event.reply_until,
            std::move(file)};
}

/// So many that wait for their acknowledgement go before the work: the platforms wait for seconds and then send again.
constexpr int many_to_acknowledge = 8;

} // namespace

std::string reply_key(InboundId id)
{
    return "reply:" + std::to_string(id.value);
}

Inbound::Inbound(asio::any_io_executor executor, store::Store& store, const Clock& clock, InboundRules rules,
                 MessageHandler handler)
    : store_(store),
      clock_(clock),
      rules_(rules),
      handler_(std::move(handler)),
      senders_(rules.per_sender),
      chats_(rules.per_chat),
      loops_(rules.in_a_row, rules.row_pause, rules.row_rest),
      wake_(executor, asio::steady_timer::time_point::max()),
      next_sweep_(executor)
{
}

asio::awaitable<bool> Inbound::take(adapters::InboundMessage message, std::string nonce)
{
    const auto now = clock_.now_ms();
    const auto stored_at = std::chrono::floor<std::chrono::seconds>(now);
    const auto sender = message.platform + '\n' + message.sender;
    const auto chat = message.chat.empty() ? sender : message.platform + '\n' + message.chat;
    const auto loop = loops_.hear(sender + '\n' + message.chat, now);
    if (loop == LoopGuard::Verdict::tripped_now)
        log_event(Level::warning, "loop_tripped", {{"receiver", message.receiver}});
    const bool looping = loop != LoopGuard::Verdict::heard;
    const bool throttled = looping || !senders_.available(sender, now) || !chats_.available(chat, now);
    if (!throttled) { // before the store is waited for: many may arrive meanwhile
        senders_.take(sender, now);
        chats_.take(chat, now);
    }
    message.text = shortened(std::move(message.text));
    store::StoredInbound stored;
    stored.event = event_of(std::move(message));
    const std::string_view ignored = looping ? "looping" : throttled ? "throttled" : "";
    const auto id = co_await record(stored.event, nonce, ignored, stored_at);
    if (!id) {
        if (!throttled) { // what the platform repeats costs nothing
            senders_.put_back(sender, now);
            chats_.put_back(chat, now);
        }
        ++counters_.replayed;
        co_return false;
    }
    ++counters_.received;
    if (throttled) {
        ++(looping ? counters_.looping : counters_.throttled);
        co_return true;
    }
    stored.id = *id;
    keep(std::move(stored));
    co_return true;
}

/// One message on its way into the store. Its end, whatever it is, lets a worker look again.
struct Inbound::Taking {
    explicit Taking(Inbound& of) : inbound(of) { ++inbound.taking_; }
    Taking(const Taking&) = delete;
    Taking& operator=(const Taking&) = delete;
    ~Taking()
    {
        --inbound.taking_;
        inbound.wake_.cancel_one();
    }
    Inbound& inbound;
};

asio::awaitable<std::optional<InboundId>> Inbound::record(const store::InboundEvent& event, const std::string& nonce,
                                                          std::string_view ignored, Instant at)
{
    const Taking taking(*this);
    co_return co_await store_.write([&](store::Connection& db) -> std::optional<InboundId> {
        if (!nonce.empty() && !store::remember_nonce(db, event.receiver, nonce, at))
            return std::nullopt;
        const auto fresh = store::record_inbound(db, event, at);
        if (fresh && !ignored.empty())
            store::finish_inbound(db, *fresh, store::InboundState::ignored, ignored, at);
        return fresh;
    });
}

InboundCounters Inbound::counters() const
{
    auto counters = counters_;
    counters.waiting = waiting_.size();
    return counters;
}

void Inbound::keep(store::StoredInbound stored)
{
    if (waiting_.size() >= rules_.max_waiting)
        more_stored_ = true;
    else if (known_.insert(stored.id).second)
        waiting_.push_back(std::move(stored));
    wake_.cancel_one();
}

asio::awaitable<void> Inbound::run()
{
    using namespace asio::experimental::awaitable_operators;
    more_stored_ = true;
    co_await (work() && work() && work() && work() && sweep());
}

/// One of several workers: ends when cancelled, never in the middle of a message.
asio::awaitable<void> Inbound::work()
{
    co_await asio::this_coro::throw_if_cancelled(false);
    while (!co_await cancelled()) {
        if (waiting_.empty() && std::exchange(more_stored_, false)) {
            co_await load();
            continue; // a cancellation that came meanwhile is not told again to what follows
        }
        if (!may_work()) {
            co_await wake_.async_wait(as_result);
            continue;
        }
        auto next = std::move(waiting_.front());
        waiting_.pop_front();
        ++working_;
        auto handling = handle(std::move(next));
        co_await std::move(handling);
        --working_;
    }
}

/// While many wait for their acknowledgement, one message at a time is worked on.
bool Inbound::may_work() const
{
    return !waiting_.empty() && (taking_ < many_to_acknowledge || working_ == 0);
}

asio::awaitable<void> Inbound::load()
{
    const auto limit = static_cast<int>(rules_.max_waiting);
    ++loads_;
    try {
        auto found = co_await store_.read(
            [&](store::Connection& db) { return store::unfinished_inbound(db, clock_.now(), limit); });
        more_stored_ = more_stored_ || found.size() == rules_.max_waiting;
        for (auto& stored : found)
            keep(std::move(stored));
    } catch (const store::DatabaseError& error) { // the next sweep tries again
        log_event(Level::error, "inbound_unreadable", {{"what", error.what()}});
    }
    if (--loads_ > 0)
        co_return;
    for (const auto id : std::exchange(ended_, {}))
        known_.erase(id);
}

void Inbound::forget(InboundId id)
{
    if (loads_ > 0)
        ended_.push_back(id);
    else
        known_.erase(id);
}

asio::awaitable<void> Inbound::handle(store::StoredInbound stored)
{
    const auto id = stored.id;
    auto state = store::InboundState::answered;
    std::string_view reason;
    try {
        auto handling = handler_(message_of(std::move(stored.event)), id);
        co_await std::move(handling);
    } catch (const std::exception& error) { // one message's failure is not the next one's
        state = store::InboundState::failed;
        reason = "handler_failed";
        log_event(Level::error, "inbound_failed", {{"inbound", id.value}, {"what", error.what()}});
    }
    try {
        co_await store_.write([&](store::Connection& db) { finish_inbound(db, id, state, reason, clock_.now()); });
        ++(state == store::InboundState::answered ? counters_.answered : counters_.failed);
    } catch (const store::DatabaseError& error) { // stays received: a later load takes it again
        log_event(Level::error, "inbound_unfinished", {{"inbound", id.value}, {"what", error.what()}});
    }
    forget(id);
}

/// Ends what can no longer be answered, forgets what is old, and looks for messages that nobody works on.
asio::awaitable<void> Inbound::sweep()
{
    co_await asio::this_coro::throw_if_cancelled(false);
    while (!co_await cancelled()) {
        try {
            const auto now = clock_.now();
            const auto expired = co_await store_.write([&](store::Connection& db) {
                store::purge_inbound(db, now - rules_.keep_ended, now - rules_.keep_nonces);
                return store::expire_inbound(db, now);
            });
            if (expired > 0)
                log_event(Level::warning, "inbound_expired", {{"messages", expired}});
        } catch (const store::DatabaseError& error) {
            log_event(Level::error, "inbound_unswept", {{"what", error.what()}});
        }
        more_stored_ = true;
        wake_.cancel_one();
        if (co_await cancelled())
            co_return;
        next_sweep_.expires_after(rules_.sweep_every);
        co_await next_sweep_.async_wait(as_result);
    }
}

} // namespace tongbao::bot
