#include "tests/simulator/web_socket.hpp"

#include "adapters/as_result.hpp"
#include "tests/simulator/web_socket_accept.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <deque>
#include <netinet/tcp.h>

namespace tongbao::simulator {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;

namespace {

constexpr std::size_t fragment_bytes = 16;

} // namespace

struct WebSocket::Body {
    struct Order {
        enum class Kind { frame, together, close };
        Kind kind = Kind::frame;
        Frame frame{};
        std::string other{};
    };
    std::shared_ptr<TlsStream> stream;
    std::shared_ptr<const bool> server_gone;
    websocket::stream<TlsStream&> socket;
    asio::steady_timer never; ///< waits until the connection is cut
    std::deque<Order> orders;
    bool writing = false;
    bool open = true;
    bool silent = false;
    int pings = 0;
    int pongs = 0;

    Body(std::shared_ptr<TlsStream> over, std::shared_ptr<const bool> gone)
        : stream(std::move(over)), server_gone(std::move(gone)), socket(*stream), never(socket.get_executor())
    {
        never.expires_at(asio::steady_timer::time_point::max());
        beast::get_lowest_layer(*stream).expires_never();
        socket.set_option(
            websocket::stream_base::timeout{std::chrono::seconds(30), websocket::stream_base::none(), false});
        socket.control_callback([this](websocket::frame_type kind, beast::string_view) {
            pings += kind == websocket::frame_type::ping ? 1 : 0;
            pongs += kind == websocket::frame_type::pong ? 1 : 0;
        });
    }

    void end()
    {
        open = false;
        never.cancel();
    }
    static void order(const std::shared_ptr<Body>& body, Order given);
    static asio::awaitable<void> write_all(std::shared_ptr<Body> body);
    asio::awaitable<bool> carry_out(Order given);
    asio::awaitable<bool> write(Frame frame);
    void cork(bool on);
};

void WebSocket::Body::order(const std::shared_ptr<Body>& body, Order given)
{
    if (!body->open || body->silent)
        return;
    body->orders.push_back(std::move(given));
    if (std::exchange(body->writing, true))
        return;
    asio::co_spawn(body->socket.get_executor(), write_all(body), asio::detached);
}

asio::awaitable<void> WebSocket::Body::write_all(std::shared_ptr<Body> body)
{
    while (!body->orders.empty() && body->open) {
        auto next = std::move(body->orders.front());
        body->orders.pop_front();
        const bool written = co_await body->carry_out(std::move(next));
        if (!written)
            body->end();
    }
    body->writing = false;
}

asio::awaitable<bool> WebSocket::Body::carry_out(Order given)
{
    if (given.kind == Order::Kind::close) {
        co_await socket.async_close(websocket::close_code::normal, as_result);
        co_return false;
    }
    if (given.kind == Order::Kind::frame)
        co_return co_await write(std::move(given.frame));
    cork(true);
    Frame second{std::move(given.other)};
    bool written = co_await write(std::move(given.frame));
    written = written && co_await write(std::move(second));
    cork(false);
    co_return written;
}

asio::awaitable<bool> WebSocket::Body::write(Frame frame)
{
    if (frame.manner == Frame::Manner::ping) {
        const websocket::ping_data payload(frame.payload);
        const auto [error] = co_await socket.async_ping(payload, as_result);
        co_return !error;
    }
    socket.binary(frame.manner == Frame::Manner::binary);
    std::string_view rest = frame.payload;
    while (frame.manner == Frame::Manner::fragmented && rest.size() > fragment_bytes) {
        const auto [error, size] =
            co_await socket.async_write_some(false, asio::buffer(rest.substr(0, fragment_bytes)), as_result);
        if (error)
            co_return false;
        rest.remove_prefix(fragment_bytes);
    }
    const auto [error, size] = co_await socket.async_write_some(true, asio::buffer(rest), as_result);
    co_return !error;
}

void WebSocket::Body::cork(bool on)
{
    const int value = on ? 1 : 0;
    setsockopt(beast::get_lowest_layer(*stream).socket().native_handle(), IPPROTO_TCP, TCP_CORK, &value, sizeof value);
}

WebSocket::WebSocket(std::shared_ptr<Body> body) : body_(std::move(body)) {}

asio::awaitable<std::optional<std::string>> WebSocket::receive()
{
    const auto body = body_;
    beast::flat_buffer buffer;
    const auto [error, size] = co_await body->socket.async_read(buffer, as_result);
    if (body->silent || *body->server_gone)
        co_await body->never.async_wait(as_result);
    if (error) {
        body->end();
        co_return std::nullopt;
    }
    co_return beast::buffers_to_string(buffer.data());
}

void WebSocket::send(Frame frame)
{
    Body::order(body_, {Body::Order::Kind::frame, std::move(frame)});
}

void WebSocket::send_together(std::string one, std::string other)
{
    Body::order(body_, {Body::Order::Kind::together, Frame{std::move(one)}, std::move(other)});
}

void WebSocket::close()
{
    Body::order(body_, {Body::Order::Kind::close});
}

void WebSocket::cut()
{
    body_->end();
    reset(*body_->stream);
}

void WebSocket::fall_silent()
{
    body_->silent = true;
    body_->orders.clear();
    beast::get_lowest_layer(*body_->stream).cancel();
}

bool WebSocket::is_open() const
{
    return body_->open;
}

asio::any_io_executor WebSocket::executor() const
{
    return body_->socket.get_executor();
}

int WebSocket::pings() const
{
    return body_->pings;
}

int WebSocket::pongs() const
{
    return body_->pongs;
}

asio::awaitable<std::optional<WebSocket>> accept_web_socket(std::shared_ptr<TlsStream> stream,
                                                            beast::http::request<beast::http::string_body> upgrade,
                                                            std::shared_ptr<const bool> server_gone)
{
    auto body = std::make_shared<WebSocket::Body>(std::move(stream), std::move(server_gone));
    const auto [error] = co_await body->socket.async_accept(upgrade, as_result);
    if (error)
        co_return std::nullopt;
    co_return WebSocket(std::move(body));
}

} // namespace tongbao::simulator
