#pragma once

#include "tests/simulator/behaviour.hpp"
#include "tests/simulator/test_ca.hpp"
#include "tests/simulator/web_socket.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>

namespace tongbao::simulator {

/// What leaves for one request, and how.
struct Reaction {
    Response response;
    Behaviour manner; ///< `accept` and `instead` have already been seen to
};

struct WebServerSettings {
    std::uint16_t port = 0; ///< 0: any free one
    ServerIdentity identity;
    bool old_protocol = false;                          ///< speaks TLS 1.1 at most
    std::size_t max_request_bytes = 32UL * 1024 * 1024; ///< above the largest upload of either platform
};

/// What the server asks for each request and each WebSocket upgrade.
struct WebHandlers {
    std::function<Reaction(const Request&)> answer;
    /// Why an upgrade is not made; empty when it is.
    std::function<std::optional<Reaction>(const Request&)> refuse_upgrade;
    /// Lives as long as the connection.
    std::function<boost::asio::awaitable<void>(Request, WebSocket)> converse;
};

/// HTTPS and WebSockets on 127.0.0.1, with keep-alive. Runs on the executor's thread and must be used from there; it
/// may be destroyed before the executor's context is, open connections end then.
class WebServer {
public:
    using Handler = std::function<Reaction(const Request&)>;

    /// Listens at once. Throws when the port is taken or the identity is unusable.
    WebServer(boost::asio::any_io_executor executor, const WebServerSettings& settings, WebHandlers handlers);
    /// A server without WebSockets.
    WebServer(boost::asio::any_io_executor executor, const WebServerSettings& settings, Handler answer);
    ~WebServer();
    std::uint16_t port() const;

    /// Refuses new connections and resets the open ones, as a host that is down does.
    void stop_listening();
    /// Listens again on the same port.
    void listen_again();
    std::size_t connections_made() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

} // namespace tongbao::simulator
