#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace tongbao::simulator {

/// A plain WebSocket client over TLS for the simulator's own tests.
class SocketClient {
public:
    SocketClient(boost::asio::io_context& io, const std::string& ca_file);
    SocketClient(SocketClient&&) = default;
    SocketClient& operator=(SocketClient&&) = default;
    ~SocketClient();

    /// Runs the context until the upgrade was answered: empty when it was made, else why not.
    std::string connect(const std::string& url);
    /// Runs the context until a message came or `limit` has passed; empty then and after the end.
    std::string next(std::chrono::milliseconds limit = std::chrono::seconds(5));
    /// Runs the context until it is written.
    void send(const std::string& text);
    void ping();
    bool ended() const;
    int pongs() const;

private:
    struct Body;
    boost::asio::io_context* io_;
    std::shared_ptr<Body> body_;
};

} // namespace tongbao::simulator
