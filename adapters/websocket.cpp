#include "adapters/websocket.hpp"

#include "adapters/as_result.hpp"
#include "adapters/tls_connector.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <fmt/format.h>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;

namespace tongbao::adapters {
namespace {

using ErrorCode = boost::system::error_code;

/// A frame that is cut in the middle spoils the connection, so no single read or write is ever cancelled.
auto uncancelled()
{
    return asio::bind_cancellation_slot(asio::cancellation_slot(), as_result);
}

} // namespace

struct WebSocket::Body {
    Body(std::unique_ptr<TlsStream> connected, std::string server)
        : stream(std::move(connected)), socket(*stream), written(socket.get_executor()), host(std::move(server))
    {
        written.expires_at(asio::steady_timer::time_point::max());
    }

    void cut()
    {
        open = false;
        beast::get_lowest_layer(*stream).close();
        written.cancel();
    }
    std::string ending(const ErrorCode& error) const
    {
        if (error == websocket::error::closed)
            return fmt::format("{}: closed by the server with code {}", host,
                               static_cast<unsigned>(socket.reason().code));
        return fmt::format("{}: {}", host, error == beast::error::timeout ? "silent for too long" : error.message());
    }

    std::unique_ptr<TlsStream> stream;
    websocket::stream<TlsStream&> socket;
    asio::steady_timer written; ///< cancelled whenever a write has ended
    std::string host;
    bool open = true;
    bool writing = false;
};

WebSocket::WebSocket(std::shared_ptr<Body> body) : body_(std::move(body)) {}
WebSocket::WebSocket(WebSocket&&) noexcept = default;
WebSocket& WebSocket::operator=(WebSocket&&) noexcept = default;
WebSocket::~WebSocket()
{
    if (body_)
        body_->cut();
}

asio::awaitable<boost::system::result<std::string, std::string>> WebSocket::read()
{
    const auto body = body_;
    for (;;) {
        beast::flat_buffer buffer;
        const auto [error, size] = co_await body->socket.async_read(buffer, uncancelled());
        if (error) {
            body->cut();
            co_return boost::system::result<std::string, std::string>(boost::system::in_place_error,
                                                                      body->ending(error));
        }
        if (body->socket.got_text())
            co_return boost::system::result<std::string, std::string>(boost::system::in_place_value,
                                                                      beast::buffers_to_string(buffer.data()));
    }
}

asio::awaitable<bool> WebSocket::write(std::string text)
{
    const auto body = body_;
    while (body->open && body->writing)
        co_await body->written.async_wait(uncancelled());
    if (!body->open)
        co_return false;
    body->writing = true;
    const auto [error, size] = co_await body->socket.async_write(asio::buffer(text), uncancelled());
    body->writing = false;
    body->written.cancel();
    if (error)
        body->cut();
    co_return !error;
}

asio::awaitable<void> WebSocket::close(std::chrono::milliseconds limit)
{
    const auto body = body_;
    if (!body->open)
        co_return;
    asio::steady_timer patience(body->socket.get_executor(), limit);
    patience.async_wait([body](ErrorCode stopped) {
        if (!stopped)
            body->cut();
    });
    co_await body->socket.async_close(websocket::close_code::normal, uncancelled());
    patience.cancel();
    body->cut();
}

void WebSocket::cut()
{
    body_->cut();
}

struct WebSocketClient::Opener {
    TlsConnector connector;
    WebSocketSettings settings;
};

WebSocketClient::WebSocketClient(asio::any_io_executor executor, WebSocketSettings settings)
    : opener_(new Opener{TlsConnector(std::move(executor), settings.ca_file, settings.private_hosts), settings})
{
}

WebSocketClient::~WebSocketClient() = default;

asio::awaitable<boost::system::result<WebSocket, std::string>> WebSocketClient::open(std::string url)
{
    co_await asio::this_coro::throw_if_cancelled(false); // a cancelled opening is one that failed
    const auto& settings = opener_->settings;
    const auto address = parse_url(url, "wss://");
    if (!address)
        co_return "the address is not wss://host[:port]/path";
    auto opened = co_await opener_->connector.open(*address, std::chrono::steady_clock::now() + settings.open_deadline);
    if (!opened)
        co_return std::move(opened.error());
    const auto body = std::make_shared<WebSocket::Body>(std::move(*opened), address->authority());
    beast::get_lowest_layer(*body->stream).expires_never(); // from here on the WebSocket keeps the time
    body->socket.set_option(websocket::stream_base::timeout{settings.open_deadline, settings.silence, true});
    body->socket.read_message_max(settings.max_message_bytes);
    body->socket.set_option(websocket::stream_base::decorator(
        [](websocket::request_type& upgrade) { upgrade.set(beast::http::field::user_agent, "tongbao"); }));
    websocket::response_type answer;
    const auto [error] =
        co_await body->socket.async_handshake(answer, address->authority(), address->target, as_result);
    if (!error)
        co_return WebSocket(body);
    const bool declined = error == websocket::error::upgrade_declined;
    co_return fmt::format("{}: upgrade: {}", address->authority(),
                          declined ? fmt::format("HTTP {}", answer.result_int()) : error.message());
}

} // namespace tongbao::adapters
