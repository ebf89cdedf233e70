#include "tests/simulator/web_server.hpp"

#include "adapters/as_result.hpp"
#include "tests/simulator/web_socket_accept.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <vector>

namespace tongbao::simulator {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

namespace {

asio::ssl::context tls_context(const WebServerSettings& settings)
{
    asio::ssl::context context(asio::ssl::context::tls_server);
    if (settings.old_protocol) {
        SSL_CTX_set_cipher_list(context.native_handle(), "DEFAULT:@SECLEVEL=0");
        SSL_CTX_set_max_proto_version(context.native_handle(), TLS1_1_VERSION);
    }
    context.use_certificate_chain_file(settings.identity.certificate_file);
    context.use_private_key_file(settings.identity.key_file, asio::ssl::context::pem);
    return context;
}

std::string lower(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

Request plain(const http::request<http::string_body>& message, std::string peer)
{
    auto request = parse_target(std::string_view(message.method_string().data(), message.method_string().size()),
                                std::string_view(message.target().data(), message.target().size()));
    for (const auto& field : message)
        request.headers.emplace_back(lower({field.name_string().data(), field.name_string().size()}),
                                     std::string(field.value()));
    request.body = message.body();
    request.peer = std::move(peer);
    return request;
}

std::string head_of(const Response& response, const std::string& framing)
{
    const auto reason = http::obsolete_reason(static_cast<http::status>(response.status));
    std::string head = "HTTP/1.1 " + std::to_string(response.status) + " " + std::string(reason) +
                       "\r\nServer: simulator\r\nContent-Type: " + response.content_type + "\r\n" + framing;
    for (const auto& [name, value] : response.headers)
        head.append(name).append(": ").append(value).append("\r\n");
    return head + "\r\n";
}

std::string whole_of(const Response& response)
{
    return head_of(response, "Content-Length: " + std::to_string(response.body.size()) + "\r\n") + response.body;
}

asio::awaitable<void> wait_until_peer_leaves(TlsStream& stream)
{
    std::array<char, 1024> dropped{};
    for (;;) {
        const auto [error, size] = co_await stream.async_read_some(asio::buffer(dropped), as_result);
        if (error)
            co_return;
    }
}

asio::awaitable<void> close_in_order(TlsStream& stream)
{
    beast::get_lowest_layer(stream).expires_after(std::chrono::seconds(1));
    co_await stream.async_shutdown(as_result);
    beast::get_lowest_layer(stream).close();
}

asio::awaitable<bool> write(TlsStream& stream, std::string_view bytes)
{
    const auto [error, size] = co_await asio::async_write(stream, asio::buffer(bytes), as_result);
    co_return !error;
}

asio::awaitable<void> pause_for(std::chrono::milliseconds time)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(as_result);
}

asio::awaitable<bool> write_bytes_apart(TlsStream& stream, std::string_view bytes, std::chrono::milliseconds pause)
{
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const bool written = co_await write(stream, bytes.substr(i, 1));
        if (!written)
            co_return false;
        co_await pause_for(pause);
    }
    co_return true;
}

asio::awaitable<void> write_for_ever(TlsStream& stream, const Response& response)
{
    const std::string head = head_of(response, "Transfer-Encoding: chunked\r\n");
    const std::string chunk = "4000\r\n" + std::string(0x4000, ' ') + "\r\n";
    bool written = co_await write(stream, head);
    while (written)
        written = co_await write(stream, chunk);
}

/// True when the connection can take another request.
asio::awaitable<bool> deliver(TlsStream& stream, const Reaction& reaction)
{
    using Delivery = Behaviour::Delivery;
    if (reaction.manner.delay.count() > 0)
        co_await pause_for(reaction.manner.delay);
    const std::string whole = whole_of(reaction.response);
    switch (reaction.manner.delivery) {
    case Delivery::whole:
        co_return co_await write(stream, whole);
    case Delivery::whole_then_close:
        co_await write(stream, whole);
        co_await close_in_order(stream);
        co_return false;
    case Delivery::nothing:
        co_await wait_until_peer_leaves(stream);
        co_return false;
    case Delivery::close:
        co_await close_in_order(stream);
        co_return false;
    case Delivery::reset:
        reset(stream);
        co_return false;
    case Delivery::half: {
        const auto length = whole.size() - (reaction.response.body.size() + 1) / 2;
        co_await write(stream, std::string_view(whole).substr(0, length));
        co_await close_in_order(stream);
        co_return false;
    }
    case Delivery::one_byte_at_a_time:
        co_return co_await write_bytes_apart(stream, whole, reaction.manner.pause);
    case Delivery::endless:
        co_await write_for_ever(stream, reaction.response);
        co_return false;
    }
    co_return false;
}

} // namespace

void reset(TlsStream& stream)
{
    boost::system::error_code ignored; // a connection that is gone already needs no reset
    auto& socket = beast::get_lowest_layer(stream).socket();
    socket.set_option(asio::socket_base::linger(true, 0), ignored);
    socket.close(ignored);
}

struct WebServer::State {
    asio::any_io_executor executor;
    asio::ssl::context tls;
    std::size_t max_request_bytes;
    WebHandlers handlers;
    std::shared_ptr<bool> gone = std::make_shared<bool>(false); ///< the server, while connections still end
    tcp::acceptor acceptor;
    tcp::endpoint endpoint;
    std::vector<std::weak_ptr<TlsStream>> open;
    std::size_t connections = 0;

    State(asio::any_io_executor on, const WebServerSettings& settings, WebHandlers handle)
        : executor(std::move(on)),
          tls(tls_context(settings)),
          max_request_bytes(settings.max_request_bytes),
          handlers(std::move(handle)),
          acceptor(executor),
          endpoint(asio::ip::make_address("127.0.0.1"), settings.port)
    {
    }

    void listen()
    {
        acceptor = tcp::acceptor(executor, endpoint);
        endpoint = acceptor.local_endpoint();
    }

    void reset_all()
    {
        boost::system::error_code ignored; // closing twice is harmless
        acceptor.close(ignored);
        for (const auto& each : open)
            if (const auto stream = each.lock())
                reset(*stream);
        open.clear();
    }

    static asio::awaitable<void> accept(std::shared_ptr<State> state);
    asio::awaitable<bool> upgrade(std::shared_ptr<TlsStream> stream, http::request<http::string_body> message,
                                  Request request);
    static asio::awaitable<void> serve(std::shared_ptr<State> state, std::shared_ptr<TlsStream> stream);
};

asio::awaitable<void> WebServer::State::accept(std::shared_ptr<State> state)
{
    for (;;) {
        auto [error, socket] = co_await state->acceptor.async_accept(as_result);
        if (error == asio::error::operation_aborted)
            co_return;
        if (error)
            continue;
        socket.set_option(tcp::no_delay(true));
        ++state->connections;
        auto stream = std::make_shared<TlsStream>(beast::tcp_stream(std::move(socket)), state->tls);
        std::erase_if(state->open, [](const auto& each) { return each.expired(); });
        state->open.push_back(stream);
        asio::co_spawn(state->executor, serve(state, std::move(stream)), asio::detached);
    }
}

/// True when the connection can take another request.
asio::awaitable<bool> WebServer::State::upgrade(std::shared_ptr<TlsStream> stream,
                                                http::request<http::string_body> message, Request request)
{
    const auto refusal = handlers.refuse_upgrade(request);
    if (refusal)
        co_return co_await deliver(*stream, *refusal);
    const auto socket = co_await accept_web_socket(std::move(stream), std::move(message), gone);
    if (socket && !*gone)
        co_await handlers.converse(std::move(request), *socket);
    co_return false;
}

asio::awaitable<void> WebServer::State::serve(std::shared_ptr<State> state, std::shared_ptr<TlsStream> stream)
{
    const auto [unsafe] = co_await stream->async_handshake(asio::ssl::stream_base::server, as_result);
    if (unsafe)
        co_return;
    boost::system::error_code gone;
    const auto peer = beast::get_lowest_layer(*stream).socket().remote_endpoint(gone).address().to_string();
    beast::flat_buffer buffer;
    for (bool more = true; more && !*state->gone;) {
        http::request_parser<http::string_body> parser;
        parser.body_limit(state->max_request_bytes);
        const auto [error, size] = co_await http::async_read(*stream, buffer, parser, as_result);
        if (error == http::error::end_of_stream)
            co_await close_in_order(*stream);
        if (error || *state->gone)
            co_return;
        const bool keep_alive = parser.get().keep_alive();
        auto request = plain(parser.get(), peer);
        if (beast::websocket::is_upgrade(parser.get())) {
            more = co_await state->upgrade(stream, parser.release(), std::move(request));
            continue;
        }
        const Reaction reaction = state->handlers.answer(request);
        more = co_await deliver(*stream, reaction);
        if (more && !keep_alive) {
            co_await close_in_order(*stream);
            co_return;
        }
    }
}

WebServer::WebServer(asio::any_io_executor executor, const WebServerSettings& settings, WebHandlers handlers)
    : state_(std::make_shared<State>(std::move(executor), settings, std::move(handlers)))
{
    listen_again();
}

WebServer::WebServer(asio::any_io_executor executor, const WebServerSettings& settings, Handler answer)
    : WebServer(std::move(executor), settings,
                WebHandlers{std::move(answer),
                            [](const Request&) {
                                return Reaction{{404, ""}, {}};
                            },
                            nullptr})
{
}

WebServer::~WebServer()
{
    *state_->gone = true;
    state_->reset_all();
}

std::uint16_t WebServer::port() const
{
    return state_->endpoint.port();
}

void WebServer::stop_listening()
{
    state_->reset_all();
}

void WebServer::listen_again()
{
    state_->listen();
    asio::co_spawn(state_->executor, State::accept(state_), asio::detached);
}

std::size_t WebServer::connections_made() const
{
    return state_->connections;
}

} // namespace tongbao::simulator
