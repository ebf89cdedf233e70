#include "bot/inbound/dingtalk_stream.hpp"

#include "adapters/as_result.hpp"
#include "adapters/cancelled.hpp"
#include "bot/log.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

namespace tongbao::bot {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr auto longest_delay = 60s; // platforms/dingtalk.md §4.7
constexpr auto proven_after = 10s;  // a connection that lived as long worked, even when nobody said anything
constexpr auto openings_apart = 1s; // a platform that orders us to leave again and again is not stormed

} // namespace

struct DingtalkStream::Connection {
    Connection(const asio::any_io_executor& executor, adapters::WebSocket socket)
        : conversation(executor, std::move(socket))
    {
    }
    adapters::dingtalk::StreamConnection conversation;
    asio::cancellation_signal stop;
    std::chrono::steady_clock::time_point since = std::chrono::steady_clock::now();
    bool to_be_left = false;
    std::optional<std::string> ended; ///< why

    bool proven() const { return conversation.worked() || std::chrono::steady_clock::now() - since >= proven_after; }
};

DingtalkStream::DingtalkStream(asio::any_io_executor executor, adapters::dingtalk::StreamGateway& gateway,
                               DingtalkIntake& intake, OnDeaf on_deaf)
    : executor_(std::move(executor)),
      gateway_(gateway),
      intake_(intake),
      on_deaf_(std::move(on_deaf)),
      changed_(executor_, asio::steady_timer::time_point::max())
{
}

DingtalkStream::~DingtalkStream() = default;

ConnectionCounters DingtalkStream::counters() const
{
    auto counters = counters_;
    counters.ignored = intake_.ignored();
    counters.connected = !connections_.empty() && !connections_.back().ended && !connections_.back().to_be_left;
    return counters;
}

asio::awaitable<void> DingtalkStream::run()
{
    co_await asio::this_coro::throw_if_cancelled(false);
    while (!co_await cancelled()) {
        const auto begun = std::chrono::steady_clock::now();
        const bool opened = co_await open();
        if (opened)
            co_await attend(connections_.back());
        if (co_await cancelled())
            break;
        const auto chance = std::uniform_real_distribution<double>(0, 1)(random_);
        asio::steady_timer pause(executor_, begun + openings_apart);
        if (failures_ > 0)
            pause.expires_after(reconnect_delay(failures_, longest_delay, chance));
        co_await pause.async_wait(as_result);
    }
    co_await stop();
}

asio::awaitable<bool> DingtalkStream::open()
{
    auto opening = gateway_.open();
    auto opened = co_await std::move(opening);
    if (co_await cancelled())
        co_return false;
    if (opened) {
        ++counters_.opened;
        log_event(Level::info, "connected", {{"receiver", intake_.receiver()}});
        converse(std::move(*opened));
        co_return true;
    }
    ++counters_.failed;
    ++failures_;
    const auto& failure = opened.error();
    log_event(Level::warning, "connection_failed", {{"receiver", intake_.receiver()}, {"why", failure.what}});
    if (failure.refused) {
        failures_ = 100; // it will not heal by itself: at the slowest pace
        co_await on_deaf_(intake_.receiver(), Deafness::refused);
    }
    co_return false;
}

/// Runs on its own, because a connection that was ordered to be left outlives the opening of the next one.
void DingtalkStream::converse(adapters::WebSocket socket)
{
    auto& connection = connections_.emplace_back(executor_, std::move(socket));
    const auto on_message = [this](std::string data) { return keep(std::move(data)); };
    const auto on_order = [this, &connection] {
        connection.to_be_left = true;
        changed_.cancel();
    };
    const auto on_end = [this, &connection](std::exception_ptr failure, std::string why) {
        connection.ended = failure ? "broken" : std::move(why);
        changed_.cancel();
    };
    asio::co_spawn(executor_, connection.conversation.converse(on_message, on_order),
                   asio::bind_cancellation_slot(connection.stop.slot(), on_end));
}

/// Returns when another connection is needed.
asio::awaitable<void> DingtalkStream::attend(Connection& connection)
{
    for (bool stopped = false; !connection.ended && !connection.to_be_left && !stopped;) {
        co_await changed_.async_wait(as_result);
        stopped = co_await cancelled();
    }
    failures_ = !connection.proven() ? failures_ + 1 : connection.ended ? 1 : 0;
    if (connection.ended) {
        ++counters_.lost;
        log_event(Level::warning, "connection_ended", {{"receiver", intake_.receiver()}, {"why", *connection.ended}});
    } else if (connection.to_be_left) {
        log_event(Level::info, "connection_left", {{"receiver", intake_.receiver()}}); // normal, every few hours
    }
    connections_.remove_if([](const Connection& each) { return each.ended.has_value(); });
}

/// False when the store is unavailable: the platform is asked to send the message again.
asio::awaitable<bool> DingtalkStream::keep(std::string data)
{
    try {
        auto taking = intake_.take(std::move(data));
        const auto taken = co_await std::move(taking);
        if (!taken)
            log_event(Level::warning, "callback_refused",
                      {{"receiver", intake_.receiver()}, {"reason", adapters::dingtalk::name_of(taken.error())}});
        co_return true;
    } catch (const store::DatabaseError& error) {
        log_event(Level::error, "inbound_unstored", {{"receiver", intake_.receiver()}, {"what", error.what()}});
    }
    co_return false;
}

asio::awaitable<void> DingtalkStream::stop()
{
    for (auto& connection : connections_)
        connection.stop.emit(asio::cancellation_type::terminal);
    while (std::ranges::any_of(connections_, [](const Connection& each) { return !each.ended; }))
        co_await changed_.async_wait(as_result);
}

} // namespace tongbao::bot
