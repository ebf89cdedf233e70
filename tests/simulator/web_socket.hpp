#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace tongbao::simulator {

/// A frame to be sent, and how.
struct Frame {
    enum class Manner { text, binary, fragmented, ping };
    std::string payload{};
    Manner manner = Manner::text;
};

/// One accepted WebSocket. A handle: copies mean the same connection.
class WebSocket {
public:
    struct Body;
    explicit WebSocket(std::shared_ptr<Body> body);

    /// The next message of the client; empty once the connection has ended. One caller only.
    boost::asio::awaitable<std::optional<std::string>> receive();
    /// Queued and sent in order; dropped when the connection has ended.
    void send(std::string text) { send(Frame{std::move(text)}); }
    void send(Frame frame);
    /// Both texts leave in one TCP segment where they fit.
    void send_together(std::string one, std::string other);
    /// Closes with a frame, after what is queued.
    void close();
    /// Ends the connection without a close frame.
    void cut();
    /// From now on nothing is read, answered or sent, pings included, though TCP stays open.
    void fall_silent();
    bool is_open() const;
    boost::asio::any_io_executor executor() const;
    /// Pings and pongs that came from the client.
    int pings() const;
    int pongs() const;
    friend bool operator==(const WebSocket&, const WebSocket&) = default;

private:
    std::shared_ptr<Body> body_;
};

} // namespace tongbao::simulator
