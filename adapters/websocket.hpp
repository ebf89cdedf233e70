#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/system/result.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace tongbao::adapters {

struct WebSocketSettings {
    std::string ca_file;                    ///< PEM; empty: the system's store
    std::vector<std::string> private_hosts; ///< hosts that may resolve to private or loopback addresses
    std::size_t max_message_bytes = std::size_t{1024} * 1024; ///< a larger one ends the connection
    /// For name, TCP and TLS together, and once more for the upgrade.
    std::chrono::milliseconds open_deadline{10'000};
    /// A connection on which nothing arrives for half of this is pinged, and given up after all of it.
    std::chrono::milliseconds silence{50'000};
};

/// One open WebSocket. A connection on which nothing is being read answers no pings: keep a read pending.
class WebSocket {
public:
    struct Body;
    explicit WebSocket(std::shared_ptr<Body> body);
    WebSocket(WebSocket&&) noexcept;
    WebSocket& operator=(WebSocket&&) noexcept;
    ~WebSocket();

    /// The next text message; binary ones are passed over. The error says why the connection has ended. One caller at
    /// a time. Not cancelled: close() or cut() ends it.
    boost::asio::awaitable<boost::system::result<std::string, std::string>> read();
    /// Resumes when the frame is written, whole and after those asked for before. False: the connection had ended, and
    /// the server cannot have the whole frame. Not cancelled.
    boost::asio::awaitable<bool> write(std::string text);
    /// Says goodbye and cuts the connection when the server has answered or `limit` has passed. A read must be pending.
    boost::asio::awaitable<void> close(std::chrono::milliseconds limit);
    /// Ends the connection at once; a pending read then ends.
    void cut();

private:
    std::shared_ptr<Body> body_;
};

/// Opens WebSockets over TLS 1.2 or newer, verified.
class WebSocketClient {
public:
    /// Throws std::runtime_error when the CA file cannot be read.
    WebSocketClient(boost::asio::any_io_executor executor, WebSocketSettings settings);
    ~WebSocketClient();
    /// `url` is wss://host[:port]/path?query; it may hold a credential. The error names host and phase only.
    boost::asio::awaitable<boost::system::result<WebSocket, std::string>> open(std::string url);

private:
    struct Opener;
    std::unique_ptr<Opener> opener_;
};

} // namespace tongbao::adapters
