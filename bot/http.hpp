#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tongbao::bot {

class BoundSocket;

/// A complete request: nothing is handed to a handler before its last byte is there.
struct HttpRequest {
    std::string method;
    std::string target;                                       ///< path?query as it arrived, still percent-encoded
    std::vector<std::pair<std::string, std::string>> headers; ///< names in lower case
    std::string body;
    std::string peer; ///< address of the client, or of the client named by a trusted proxy

    std::string_view path() const;
    std::string_view query() const; ///< what follows the `?`, empty when there is none
    /// The first header of that lower-case name, null when absent.
    const std::string* header(std::string_view name) const;
};

struct HttpResponse {
    int status = 200;
    std::string content_type = "text/plain; charset=utf-8";
    std::string body;
};

using HttpHandler = std::function<boost::asio::awaitable<HttpResponse>(HttpRequest)>;

struct ListenerSettings {
    std::string address = "127.0.0.1"; ///< TLS is ended by a reverse proxy in front
    std::uint16_t port = 8080;         ///< 0: any free port
    std::size_t max_header_bytes = std::size_t{8} * 1024;
    std::size_t max_body_bytes = std::size_t{1024} * 1024; ///< platforms/wecom.md §5.3: size cap of a callback
    std::size_t max_connections = 1024;
    std::size_t max_connections_per_peer = 64;        ///< an IPv6 peer is a /64
    std::chrono::milliseconds idle_deadline{30'000};  ///< between two requests of one connection
    std::chrono::milliseconds header_deadline{5'000}; ///< from the connection or the first byte to the last header
    std::chrono::milliseconds body_deadline{5'000};
    std::chrono::milliseconds write_deadline{5'000};
    /// Addresses of reverse proxies. Only theirs `X-Forwarded-For` is read; they have no limit of connections of their
    /// own, the clients they name may have max_connections_per_peer requests under way.
    std::vector<std::string> trusted_proxies;
};

struct ListenerCounters {
    std::uint64_t requests = 0;
    std::uint64_t evicted = 0;        ///< waiting connections closed to admit a newer one
    std::uint64_t turned_away = 0;    ///< connections or requests above a limit
    std::uint64_t timed_out = 0;      ///< connections that did not keep a deadline
    std::uint64_t handler_failed = 0; ///< handlers that threw; answered with 500, logged
    std::size_t open = 0;             ///< connections now
};

/// Our HTTP/1.1 listener. Binds in the constructor (throws boost::system::system_error when it cannot), serves while
/// run() is awaited. When a limit of connections is reached, the oldest connection that is not at work gives way to the
/// newcomer; so a flood of idle or slow connections does not lock out others, /health among them.
class Listener {
public:
    Listener(boost::asio::any_io_executor executor, ListenerSettings settings);
    /// Accepts from `socket` instead, which goes on listening when this listener stops.
    Listener(boost::asio::any_io_executor executor, ListenerSettings settings, const BoundSocket& socket);
    ~Listener();

    /// One handler per method and path; call before run(). An unknown path answers 404, an unknown method of a known
    /// path 405.
    void route(std::string method, std::string path, HttpHandler handler);
    std::uint16_t port() const;
    ListenerCounters counters() const;

    /// Accepts until cancelled or stopped. Connections go on until stop().
    boost::asio::awaitable<void> run();
    /// Stops accepting, closes waiting connections, lets requests under way finish for at most `drain`, then cuts their
    /// sockets and waits for their handlers to return. After it nothing refers to this object any more.
    boost::asio::awaitable<void> stop(std::chrono::milliseconds drain);

private:
    struct Body;
    std::unique_ptr<Body> body_;
};

} // namespace tongbao::bot
