#pragma once

#include "adapters/dingtalk/stream.hpp"
#include "bot/inbound/dingtalk_intake.hpp"
#include "bot/inbound/reconnect.hpp"

#include <list>
#include <random>

namespace tongbao::bot {

/// Hears one DingTalk robot over Stream mode (platforms/dingtalk.md §4).
class DingtalkStream {
public:
    /// All must outlive it. `on_deaf` is told when the platform refuses the credentials.
    DingtalkStream(boost::asio::any_io_executor executor, adapters::dingtalk::StreamGateway& gateway,
                   DingtalkIntake& intake, OnDeaf on_deaf);
    ~DingtalkStream();

    /// Keeps one connection open until cancelled. When the platform orders to leave it, the next one is opened while
    /// the old one is still heard, so that nothing is missed.
    boost::asio::awaitable<void> run();
    ConnectionCounters counters() const;

private:
    struct Connection;
    boost::asio::awaitable<bool> open();
    boost::asio::awaitable<bool> keep(std::string data);
    boost::asio::awaitable<void> attend(Connection& connection);
    boost::asio::awaitable<void> stop();
    void converse(adapters::WebSocket socket);

    boost::asio::any_io_executor executor_;
    adapters::dingtalk::StreamGateway& gateway_;
    DingtalkIntake& intake_;
    OnDeaf on_deaf_;
    std::list<Connection> connections_; ///< the newest last; older ones were ordered to be left
    boost::asio::steady_timer changed_; ///< cancelled when a connection is to be left or has ended
    ConnectionCounters counters_;
    int failures_ = 0; ///< in a row
    std::mt19937 random_{std::random_device{}()};
};

} // namespace tongbao::bot
