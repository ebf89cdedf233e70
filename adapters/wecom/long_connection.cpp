#include "adapters/wecom/long_connection.hpp"

#include "adapters/as_result.hpp"
#include "adapters/cancelled.hpp"
#include "adapters/crypto.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace tongbao::adapters::wecom {

namespace asio = boost::asio;

namespace {

using Reason = LongConnectionEnd::Reason;
constexpr std::string_view subscribe = "aibot_subscribe";
constexpr int wrong_credentials = 853000;

/// Why a subscription did not come about; empty when it did.
std::optional<LongConnectionEnd> refusal_in(const FrameOutcome& subscription)
{
    if (!subscription.answer)
        return LongConnectionEnd{Reason::lost, "the subscription was not acknowledged"};
    const auto code = subscription.answer->code;
    if (code == 0)
        return std::nullopt;
    return LongConnectionEnd{code == wrong_credentials ? Reason::refused : Reason::lost,
                             "the subscription was refused with errcode " + std::to_string(code)};
}

} // namespace

/// A frame of ours whose acknowledgement is awaited.
struct LongConnection::Asked {
    explicit Asked(const asio::any_io_executor& executor, std::chrono::milliseconds deadline) : done(executor, deadline)
    {
    }
    asio::steady_timer done; ///< cancelled when the answer is there or cannot come any more
    std::optional<ErrorAnswer> answer;
};

struct LongConnection::Life {
    struct Heard {
        Message message;
        std::string req_id;
    };
    Life(const asio::any_io_executor& executor, WebSocket opened)
        : socket(std::move(opened)),
          changed(executor, asio::steady_timer::time_point::max()),
          ping(executor),
          acknowledged(executor)
    {
    }
    WebSocket socket;
    std::deque<Heard> heard;
    asio::steady_timer changed; ///< cancelled whenever something happens to `heard` or `over`
    asio::steady_timer ping;
    asio::steady_timer acknowledged; ///< cancelled whenever a frame of ours was answered
    bool over = false;
    LongConnectionEnd end{};
};

LongConnection::LongConnection(asio::any_io_executor executor, WebSocketClient& client, LongConnectionSettings settings)
    : executor_(std::move(executor)), client_(client), settings_(std::move(settings))
{
}

LongConnection::~LongConnection() = default;

std::string LongConnection::new_req_id(std::string_view cmd)
{
    return std::string(cmd) + '_' + to_hex(random_bytes(12));
}

asio::awaitable<LongConnectionEnd> LongConnection::hold(OnMessage on_message, std::function<void()> on_subscribed)
{
    co_await asio::this_coro::throw_if_cancelled(false);
    auto opening = client_.open(settings_.url);
    auto opened = co_await std::move(opening);
    if (co_await cancelled())
        co_return LongConnectionEnd{Reason::stopped, "", false};
    if (!opened)
        co_return LongConnectionEnd{Reason::lost, opened.error(), false};
    Life life(executor_, std::move(*opened));
    life_ = &life;
    auto parts = asio::experimental::make_parallel_group(
        asio::co_spawn(executor_, read_frames(life), asio::deferred),
        asio::co_spawn(executor_, hand_over(life, on_message), asio::deferred),
        asio::co_spawn(executor_, subscribe_and_ping(life, on_subscribed), asio::deferred),
        asio::co_spawn(executor_, close_when_stopped(life), asio::deferred));
    const auto [order, read, handed, pinged, closed] =
        co_await parts.async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
    life_ = nullptr;
    for (const auto& failure : {read, handed, pinged, closed})
        if (failure)
            std::rethrow_exception(failure);
    co_return std::move(life.end);
}

/// The first reason counts. Wakes everybody who waits for this connection.
void LongConnection::end(Life& life, Reason reason, std::string what)
{
    if (!std::exchange(life.over, true)) {
        life.end.reason = reason;
        life.end.what = std::move(what);
    }
    subscribed_ = false;
    life.socket.cut();
    life.changed.cancel();
    life.ping.cancel();
    life.acknowledged.cancel();
    for (auto& [id, asked] : std::exchange(asked_, {}))
        asked->done.cancel();
}

asio::awaitable<void> LongConnection::read_frames(Life& life)
{
    co_await asio::this_coro::throw_if_cancelled(false);
    while (!life.over) {
        auto text = co_await life.socket.read();
        if (!text) {
            end(life, Reason::lost, std::move(text.error()));
            co_return;
        }
        if (auto frame = parse_bot_frame(*text))
            hear(life, std::move(*frame));
        while (!life.over && life.heard.size() >= settings_.max_waiting)
            co_await life.changed.async_wait(as_result);
    }
}

void LongConnection::hear(Life& life, BotFrame frame)
{
    if (frame.kind == BotFrame::Kind::acknowledgement) {
        const auto found = asked_.find(frame.req_id);
        if (found == asked_.end())
            return; // too late
        found->second->answer = ErrorAnswer{frame.errcode, std::move(frame.errmsg)};
        found->second->done.cancel();
        asked_.erase(found);
        life.acknowledged.cancel();
    } else if (frame.kind == BotFrame::Kind::event && frame.message.event == "disconnected_event") {
        end(life, Reason::evicted, "another connection subscribed for this bot");
    } else if (frame.kind != BotFrame::Kind::other) {
        life.heard.push_back({std::move(frame.message), std::move(frame.req_id)});
        life.changed.cancel();
    }
}

/// What was heard is handed over to the last, also after the end: the platform does not say it again.
asio::awaitable<void> LongConnection::hand_over(Life& life, const OnMessage& on_message)
{
    co_await asio::this_coro::throw_if_cancelled(false);
    for (;;) {
        if (life.heard.empty()) {
            if (life.over)
                co_return;
            co_await life.changed.async_wait(as_result);
            continue;
        }
        auto next = std::move(life.heard.front());
        life.heard.pop_front();
        life.changed.cancel();
        auto handing = on_message(std::move(next.message), std::move(next.req_id));
        co_await std::move(handing);
    }
}

asio::awaitable<void> LongConnection::subscribe_and_ping(Life& life, const std::function<void()>& on_subscribed)
{
    co_await asio::this_coro::throw_if_cancelled(false);
    const auto subscription = co_await exchange(std::string(subscribe), new_req_id(subscribe),
                                                subscription_body(settings_.bot_id, settings_.secret));
    const bool stopped = co_await cancelled();
    if (life.over || stopped)
        co_return;
    const auto refusal = refusal_in(subscription);
    if (refusal) {
        end(life, refusal->reason, refusal->what);
        co_return;
    }
    subscribed_ = life.end.subscribed = true;
    on_subscribed();
    co_await ping(life);
}

asio::awaitable<void> LongConnection::ping(Life& life)
{
    co_await asio::this_coro::throw_if_cancelled(false);
    int missed = 0;
    for (;;) {
        life.ping.expires_after(settings_.ping_every);
        co_await life.ping.async_wait(as_result);
        const bool stopped = co_await cancelled();
        if (life.over || stopped)
            co_return;
        const auto ping = co_await exchange("ping", new_req_id("ping"), "");
        missed = ping.answer ? 0 : missed + 1;
        if (missed > settings_.pings_missed_at_most)
            end(life, Reason::lost, "pings are not acknowledged");
    }
}

/// On a stop: what was asked is still answered, then goodbye.
asio::awaitable<void> LongConnection::close_when_stopped(Life& life)
{
    co_await asio::this_coro::throw_if_cancelled(false);
    for (;;) {
        const bool stopped = co_await cancelled(); // named: g++ 12 goes astray where && stands before a co_await
        if (life.over)
            co_return;
        if (stopped)
            break;
        co_await life.changed.async_wait(as_result);
    }
    subscribed_ = false;
    life.acknowledged.expires_after(settings_.patience);
    while (!asked_.empty() && !life.over && life.acknowledged.expiry() > asio::steady_timer::clock_type::now())
        co_await life.acknowledged.async_wait(as_result);
    if (life.over)
        co_return;
    life.end.reason = Reason::stopped;
    life.over = true;
    co_await life.socket.close(settings_.patience);
    end(life, Reason::stopped, "");
}

asio::awaitable<FrameOutcome> LongConnection::ask(std::string cmd, std::string req_id, std::string body)
{
    co_await asio::this_coro::throw_if_cancelled(false); // a cancelled frame is one without an answer
    if (!subscribed_)
        co_return FrameOutcome{};
    auto exchanging = exchange(std::move(cmd), std::move(req_id), std::move(body));
    co_return co_await std::move(exchanging);
}

asio::awaitable<FrameOutcome> LongConnection::exchange(std::string cmd, std::string req_id, std::string body)
{
    co_await asio::this_coro::throw_if_cancelled(false);
    FrameOutcome outcome;
    const auto asked = std::make_shared<Asked>(executor_, settings_.ack_deadline);
    asked_.insert_or_assign(req_id, asked);
    auto writing = life_->socket.write(bot_frame(cmd, req_id, body));
    outcome.left = co_await std::move(writing);
    if (outcome.left && !asked->answer && asked_.contains(req_id))
        co_await asked->done.async_wait(as_result);
    outcome.answer = asked->answer;
    if (const auto found = asked_.find(req_id); found != asked_.end() && found->second == asked)
        asked_.erase(found);
    co_return outcome;
}

} // namespace tongbao::adapters::wecom
