#include "bot/inbound/wecom_connection.hpp"

#include "adapters/cancelled.hpp"
#include "adapters/json_text.hpp"
#include "adapters/wecom/connection_reply.hpp"
#include "bot/log.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace tongbao::bot {

namespace asio = boost::asio;
using adapters::wecom::LongConnectionEnd;
using Reason = LongConnectionEnd::Reason;

namespace {

constexpr std::chrono::hours reply_lives{1};      // the platform takes it for 24 h, but nobody waits for it that long
constexpr std::chrono::seconds longest_delay{30}; // platforms/wecom.md §6.5 rule 3
constexpr int refusals_at_most = 5;               // the same
constexpr std::chrono::seconds store_delay{1};

asio::awaitable<void> pause(std::chrono::milliseconds length)
{
    co_await asio::this_coro::throw_if_cancelled(false);
    asio::steady_timer timer(co_await asio::this_coro::executor, length);
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
}

} // namespace

WecomConnection::WecomConnection(WecomConnectionSettings settings, adapters::wecom::LongConnection& connection,
                                 Inbound& inbound, const Clock& clock, OnDeaf on_deaf)
    : settings_(std::move(settings)),
      connection_(connection),
      inbound_(inbound),
      clock_(clock),
      on_deaf_(std::move(on_deaf))
{
}

ConnectionCounters WecomConnection::counters() const
{
    auto counters = counters_;
    counters.connected = connection_.subscribed();
    return counters;
}

asio::awaitable<void> WecomConnection::run()
{
    co_await asio::this_coro::throw_if_cancelled(false);
    const auto on_message = [this](adapters::wecom::Message message, std::string req_id) {
        return hear(std::move(message), std::move(req_id));
    };
    const auto on_subscribed = [this] {
        ++counters_.opened;
        held_since_ = std::chrono::steady_clock::now();
        log_event(Level::info, "connected", {{"receiver", settings_.receiver.name}});
    };
    while (!co_await cancelled()) {
        auto holding = connection_.hold(on_message, on_subscribed);
        const auto end = co_await std::move(holding);
        if (end.reason == Reason::stopped)
            co_return;
        ++(end.subscribed ? counters_.lost : counters_.failed);
        log_event(Level::warning, "connection_ended", {{"receiver", settings_.receiver.name}, {"why", end.what}});
        const auto length = pause_after(end);
        co_await look_after(end);
        if (co_await cancelled())
            co_return;
        co_await pause(length);
    }
}

std::chrono::milliseconds WecomConnection::pause_after(const LongConnectionEnd& end)
{
    const auto chance = std::uniform_real_distribution<double>(0, 1)(random_);
    failures_ = end.subscribed ? 1 : failures_ + 1;
    refusals_ = end.reason == Reason::refused ? refusals_ + 1 : 0;
    if (end.subscribed && std::chrono::steady_clock::now() - held_since_ >= held_undisputed)
        evictions_ = 0;
    if (end.reason == Reason::evicted)
        return return_delay(++evictions_, settings_.return_after, chance);
    return refusals_ >= refusals_at_most ? std::chrono::years(1) : reconnect_delay(failures_, longest_delay, chance);
}

asio::awaitable<void> WecomConnection::look_after(const LongConnectionEnd& end)
{
    if (end.reason == Reason::evicted)
        co_await on_deaf_(settings_.receiver.name, Deafness::evicted);
    else if (end.reason == Reason::refused && refusals_ == 1)
        co_await on_deaf_(settings_.receiver.name, Deafness::refused);
}

asio::awaitable<void> WecomConnection::hear(adapters::wecom::Message message, std::string req_id)
{
    if (message.event == "enter_chat") {
        auto greeting =
            connection_.ask("aibot_respond_welcome_msg", std::move(req_id),
                            adapters::json_text({{"msgtype", "text"}, {"text", {{"content", settings_.welcome}}}}));
        co_await std::move(greeting);
        co_return;
    }
    if (!asks_us(message)) {
        ++counters_.ignored;
        co_return;
    }
    adapters::wecom::ReplyRoute route;
    route.req_id = std::move(req_id);
    route.where = message.where;
    route.chat = message.where == ChannelKind::group ? message.chat : message.sender;
    if (message.response_url.starts_with(settings_.api + "/"))
        route.response_url = message.response_url;
    auto inbound = heard_by(settings_.receiver, std::move(message));
    inbound.reply_address = adapters::wecom::address_of(route);
    inbound.reply_until = clock_.now() + reply_lives;
    auto keeping = keep(std::move(inbound));
    co_await std::move(keeping);
}

/// The platform does not say it again, so a store that is unavailable is waited for.
asio::awaitable<void> WecomConnection::keep(adapters::InboundMessage message)
{
    co_await asio::this_coro::throw_if_cancelled(false);
    for (;;) {
        try {
            auto taking = inbound_.take(message, "");
            co_await std::move(taking);
            co_return;
        } catch (const store::DatabaseError& error) {
            log_event(Level::error, "inbound_unstored",
                      {{"receiver", settings_.receiver.name}, {"what", error.what()}});
        }
        if (co_await cancelled())
            co_return;
        co_await pause(store_delay);
    }
}

} // namespace tongbao::bot
