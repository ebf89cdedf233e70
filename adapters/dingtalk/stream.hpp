#pragma once

#include "adapters/http_client.hpp"
#include "adapters/websocket.hpp"

#include <boost/asio/steady_timer.hpp>
#include <functional>

namespace tongbao::adapters::dingtalk {

struct StreamSettings {
    std::string api = "https://api.dingtalk.com";
    std::string client_id;     ///< AppKey
    std::string client_secret; ///< AppSecret
    std::chrono::milliseconds open_deadline{10'000};
};

struct StreamFailure {
    std::string what;     ///< for operators; holds no secret
    bool refused = false; ///< id or secret are wrong: trying again soon does not help
};

/// Asks for an endpoint and its single-use ticket, and connects there (platforms/dingtalk.md §4.1, §4.2).
class StreamGateway {
public:
    /// Both clients must outlive the gateway.
    StreamGateway(HttpClient& http, WebSocketClient& sockets, StreamSettings settings);
    boost::asio::awaitable<boost::system::result<WebSocket, StreamFailure>> open();

private:
    HttpClient& http_;
    WebSocketClient& sockets_;
    StreamSettings settings_;
};

/// One connection of Stream mode, from its opening to its end (§4.3 to §4.7).
class StreamConnection {
public:
    /// Keeps a robot message, given as its JSON (§3.2). True: it is durable, or nothing for us, and is acknowledged.
    using OnMessage = std::function<boost::asio::awaitable<bool>(std::string data)>;

    StreamConnection(boost::asio::any_io_executor executor, WebSocket socket);
    /// Hears and answers until the connection ends; says why. Calls `on_order` when the platform orders to open
    /// another one; what it still sends here is heard all the same. When cancelled: finishes the message under way
    /// and says goodbye.
    boost::asio::awaitable<std::string> converse(OnMessage on_message, std::function<void()> on_order);
    /// Something other than that order has arrived: the connection works.
    bool worked() const { return worked_; }

private:
    boost::asio::awaitable<void> hear(const OnMessage& on_message, const std::function<void()>& on_order);
    boost::asio::awaitable<void> close_when_stopped();

    boost::asio::any_io_executor executor_;
    WebSocket socket_;
    boost::asio::steady_timer changed_; ///< cancelled when a message was dealt with and at the end
    std::string ending_;
    bool worked_ = false;
    bool busy_ = false;
    bool over_ = false;
};

} // namespace tongbao::adapters::dingtalk
