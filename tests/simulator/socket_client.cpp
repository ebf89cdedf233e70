#include "tests/simulator/socket_client.hpp"

#include "adapters/as_result.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <deque>

namespace tongbao::simulator {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;

namespace {

void trust(asio::ssl::context& tls, const std::string& ca_file)
{
    tls.load_verify_file(ca_file);
    tls.set_verify_mode(asio::ssl::verify_peer);
}

} // namespace

struct SocketClient::Body {
    asio::ssl::context tls{asio::ssl::context::tls_client};
    websocket::stream<beast::ssl_stream<beast::tcp_stream>> socket;
    std::deque<std::string> messages;
    bool ended = false;
    int pongs = 0;

    explicit Body(asio::io_context& io, const std::string& ca_file) : socket(io, (trust(tls, ca_file), tls)) {}

    static asio::awaitable<void> connect(std::shared_ptr<Body> body, std::string host, unsigned short port,
                                         std::string target);
    static asio::awaitable<void> read(std::shared_ptr<Body> body);
};

asio::awaitable<void> SocketClient::Body::connect(std::shared_ptr<Body> body, std::string host, unsigned short port,
                                                  std::string target)
{
    const asio::ip::tcp::endpoint endpoint(asio::ip::make_address(host), port);
    co_await beast::get_lowest_layer(body->socket).async_connect(endpoint, asio::use_awaitable);
    co_await body->socket.next_layer().async_handshake(asio::ssl::stream_base::client, asio::use_awaitable);
    co_await body->socket.async_handshake(host, target, asio::use_awaitable);
    asio::co_spawn(body->socket.get_executor(), read(body), asio::detached);
}

asio::awaitable<void> SocketClient::Body::read(std::shared_ptr<Body> body)
{
    body->socket.control_callback([&pongs = body->pongs](websocket::frame_type kind, beast::string_view) {
        pongs += kind == websocket::frame_type::pong ? 1 : 0;
    });
    for (;;) {
        beast::flat_buffer buffer;
        const auto [error, size] = co_await body->socket.async_read(buffer, as_result);
        if (error)
            break;
        body->messages.push_back(beast::buffers_to_string(buffer.data()));
    }
    body->ended = true;
}

SocketClient::SocketClient(asio::io_context& io, const std::string& ca_file)
    : io_(&io), body_(std::make_shared<Body>(io, ca_file))
{
}

SocketClient::~SocketClient()
{
    if (!body_)
        return;
    boost::system::error_code ignored; // closed already, perhaps
    beast::get_lowest_layer(body_->socket).socket().close(ignored);
}

std::string SocketClient::connect(const std::string& url)
{
    const auto host = url.find("://") + 3;
    const auto colon = url.find(':', host);
    const auto slash = url.find('/', colon);
    std::string failure;
    bool done = false;
    asio::co_spawn(*io_,
                   Body::connect(body_, url.substr(host, colon - host),
                                 static_cast<unsigned short>(std::stoi(url.substr(colon + 1, slash - colon - 1))),
                                 url.substr(slash)),
                   [&](std::exception_ptr thrown) {
                       done = true;
                       try {
                           if (thrown)
                               std::rethrow_exception(thrown);
                       } catch (const boost::system::system_error& error) {
                           failure = error.code().message();
                       }
                   });
    io_->restart();
    while (!done)
        io_->run_one();
    return failure;
}

std::string SocketClient::next(std::chrono::milliseconds limit)
{
    const auto until = std::chrono::steady_clock::now() + limit;
    io_->restart();
    while (body_->messages.empty() && !body_->ended && std::chrono::steady_clock::now() < until)
        io_->run_one_until(until);
    if (body_->messages.empty())
        return "";
    auto message = std::move(body_->messages.front());
    body_->messages.pop_front();
    return message;
}

void SocketClient::send(const std::string& text)
{
    bool done = false;
    body_->socket.async_write(asio::buffer(text), [&](auto, std::size_t) { done = true; });
    io_->restart();
    while (!done)
        io_->run_one();
}

void SocketClient::ping()
{
    bool done = false;
    body_->socket.async_ping({}, [&](auto) { done = true; });
    io_->restart();
    while (!done)
        io_->run_one();
}

bool SocketClient::ended() const
{
    return body_->ended;
}

int SocketClient::pongs() const
{
    return body_->pongs;
}

} // namespace tongbao::simulator
