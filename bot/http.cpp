#include "bot/http.hpp"

#include "bot/http_wire.hpp"
#include "bot/log.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <list>
#include <map>
#include <unordered_map>

namespace tongbao::bot {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

namespace {

constexpr std::size_t header_read_bytes = 4 * 1024;
constexpr std::size_t body_read_bytes = 16 * 1024;
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
using Parser = http::request_parser<http::string_body>;

/// How reading a request ended.
enum class Read { complete, closed, malformed, header_too_large, body_too_large };

Read ending_of(boost::system::error_code error)
{
    if (error == http::error::header_limit)
        return Read::header_too_large;
    return error == http::error::body_limit ? Read::body_too_large : Read::malformed;
}

HttpResponse answer_to(Read ending)
{
    switch (ending) {
    case Read::header_too_large:
        return {431, "text/plain", ""};
    case Read::body_too_large:
        return {413, "text/plain", ""};
    default:
        return {400, "text/plain", ""};
    }
}

std::string lower_case(std::string_view text)
{
    std::string result(text);
    for (auto& c : result)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return result;
}

HttpRequest request_of(Parser& parser)
{
    auto message = parser.release();
    HttpRequest request;
    request.method = std::string(message.method_string());
    request.target = std::string(message.target());
    request.body = std::move(message.body());
    for (const auto& field : message.base())
        request.headers.emplace_back(lower_case({field.name_string().data(), field.name_string().size()}),
                                     std::string(field.value()));
    return request;
}

} // namespace

struct Listener::Body {
    struct Connection;

    Body(asio::any_io_executor on, ListenerSettings with);
    ~Body();

    asio::any_io_executor executor;
    ListenerSettings settings;
    tcp::acceptor acceptor;
    std::map<std::string, std::map<std::string, HttpHandler, std::less<>>, std::less<>> routes; ///< path, method
    std::list<Connection*> connections;                     ///< oldest first; also those that are being closed
    std::unordered_map<std::string, std::size_t> connected; ///< by peer key; without those being closed
    std::size_t admitted = 0;                               ///< without those being closed
    std::unordered_map<std::string, int> under_way;         ///< requests by key of a peer behind a proxy
    ListenerCounters counters;
    asio::steady_timer last_closed;
    bool stopping = false;

    bool trusted(const std::string& address) const;
    void admit(tcp::socket socket);
    bool make_room(const std::string& key);
    void dismiss(Connection& connection);
    void leave(Connection& connection);
    asio::awaitable<void> all_gone(std::chrono::steady_clock::time_point until);
    asio::awaitable<HttpResponse> dispatch(HttpRequest request);
    asio::awaitable<HttpResponse> dispatch_for(HttpRequest request, std::string key);
};

/// One accepted socket. Its coroutine owns it; the listener knows it until it is destroyed.
struct Listener::Body::Connection {
    Connection(Body& body, tcp::socket socket, std::string address, std::string peer)
        : owner(&body), stream(std::move(socket)), peer_address(std::move(address)), key(std::move(peer))
    {
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection()
    {
        if (owner)
            owner->leave(*this);
    }

    Body* owner; ///< null when the listener was destroyed first
    beast::tcp_stream stream;
    beast::flat_buffer buffer;
    std::string peer_address;
    std::string key; ///< empty for a trusted proxy
    bool at_work = false;
    bool leaving = false;

    asio::awaitable<Read> read(Parser& parser, std::chrono::milliseconds patience);
    asio::awaitable<bool> write(const HttpResponse& response, bool keep_alive);
    static asio::awaitable<void> serve(std::unique_ptr<Connection> self);
};

/// Feeds the parser until a request is complete. `patience` is the time until the first byte.
asio::awaitable<Read> Listener::Body::Connection::read(Parser& parser, std::chrono::milliseconds patience)
{
    bool begun = false;
    bool in_body = false;
    stream.expires_after(patience);
    for (;;) {
        if (buffer.size() > 0) {
            if (!std::exchange(begun, true))
                stream.expires_after(owner->settings.header_deadline);
            boost::system::error_code error;
            const auto used = parser.put(buffer.data(), error);
            buffer.consume(used);
            if (error && error != http::error::need_more)
                co_return ending_of(error);
            if (parser.is_done())
                co_return Read::complete;
            if (parser.is_header_done() && !std::exchange(in_body, true))
                stream.expires_after(owner->settings.body_deadline);
            if (!error && used > 0 && buffer.size() > 0)
                continue;
        }
        const auto space = buffer.prepare(in_body ? body_read_bytes : header_read_bytes);
        const auto [error, count] = co_await stream.async_read_some(space, as_result);
        if (error) {
            owner->counters.timed_out += error == beast::error::timeout ? 1 : 0;
            co_return Read::closed;
        }
        buffer.commit(count);
    }
}

asio::awaitable<bool> Listener::Body::Connection::write(const HttpResponse& response, bool keep_alive)
{
    const auto text = response_text(response, keep_alive);
    stream.expires_after(owner->settings.write_deadline);
    const auto [error, count] = co_await asio::async_write(stream, asio::buffer(text), as_result);
    owner->counters.timed_out += error == beast::error::timeout ? 1 : 0;
    co_return !error;
}

/// The life of one connection: request after request until it ends, errs or the listener stops.
asio::awaitable<void> Listener::Body::Connection::serve(std::unique_ptr<Connection> self)
{
    auto& body = *self->owner;
    auto patience = body.settings.header_deadline;
    for (;;) {
        Parser parser;
        parser.eager(true);
        parser.header_limit(static_cast<std::uint32_t>(body.settings.max_header_bytes));
        parser.body_limit(body.settings.max_body_bytes);
        const auto ending = co_await self->read(parser, patience);
        if (ending == Read::closed)
            co_return;
        self->at_work = true;
        if (ending != Read::complete) {
            const auto refusal = answer_to(ending);
            co_await self->write(refusal, false);
            break;
        }
        ++body.counters.requests;
        const bool wants_more = parser.keep_alive();
        auto request = request_of(parser);
        request.peer = self->key.empty() ? forwarded_peer(request, body.settings.trusted_proxies, self->peer_address)
                                         : self->peer_address;
        auto work = self->key.empty() ? body.dispatch_for(std::move(request), peer_key(request.peer))
                                      : body.dispatch(std::move(request));
        const auto response = co_await std::move(work);
        const bool keep_alive = wants_more && !body.stopping;
        if (!co_await self->write(response, keep_alive) || !keep_alive)
            break;
        self->at_work = false;
        if (self->buffer.size() == 0)
            self->buffer.shrink_to_fit();
        patience = body.settings.idle_deadline;
    }
    boost::system::error_code ignored; // the peer may have gone first
    self->stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
}

Listener::Body::Body(asio::any_io_executor on, ListenerSettings with)
    : executor(std::move(on)), settings(std::move(with)), acceptor(executor), last_closed(executor)
{
    const tcp::endpoint endpoint(asio::ip::make_address(settings.address), settings.port);
    acceptor.open(endpoint.protocol());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    acceptor.bind(endpoint);
    acceptor.listen(asio::socket_base::max_listen_connections);
}

Listener::Body::~Body()
{
    for (auto* connection : connections)
        connection->owner = nullptr;
}

bool Listener::Body::trusted(const std::string& address) const
{
    const auto& proxies = settings.trusted_proxies;
    return std::find(proxies.begin(), proxies.end(), address) != proxies.end();
}

void Listener::Body::admit(tcp::socket socket)
{
    boost::system::error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    if (error)
        return; // gone already
    auto address = endpoint.address().to_string();
    auto key = trusted(address) ? std::string() : peer_key(address);
    if (!make_room(key)) {
        ++counters.turned_away;
        return;
    }
    socket.set_option(tcp::no_delay(true), error);
    auto connection = std::make_unique<Connection>(*this, std::move(socket), std::move(address), std::move(key));
    connections.push_back(connection.get());
    ++admitted;
    if (!connection->key.empty())
        ++connected[connection->key];
    asio::co_spawn(executor, Connection::serve(std::move(connection)), asio::detached);
}

/// True when there is room for one more of that peer, if need be after closing the oldest that waits.
bool Listener::Body::make_room(const std::string& key)
{
    const auto own = key.empty() ? connected.end() : connected.find(key);
    const bool peer_full = own != connected.end() && own->second >= settings.max_connections_per_peer;
    if (!peer_full && admitted < settings.max_connections)
        return true;
    const auto oldest = std::find_if(connections.begin(), connections.end(), [&](const Connection* connection) {
        return !connection->leaving && !connection->at_work && (!peer_full || connection->key == key);
    });
    if (oldest == connections.end())
        return false;
    ++counters.evicted;
    dismiss(**oldest);
    return true;
}

/// Closes the socket; the connection's coroutine ends by itself.
void Listener::Body::dismiss(Connection& connection)
{
    if (std::exchange(connection.leaving, true))
        return;
    --admitted;
    if (const auto own = connected.find(connection.key); own != connected.end() && --own->second == 0)
        connected.erase(own);
    connection.stream.close();
}

void Listener::Body::leave(Connection& connection)
{
    dismiss(connection);
    connections.remove(&connection);
    if (connections.empty())
        last_closed.cancel();
}

asio::awaitable<void> Listener::Body::all_gone(std::chrono::steady_clock::time_point until)
{
    last_closed.expires_at(until);
    while (!connections.empty() && std::chrono::steady_clock::now() < until)
        co_await last_closed.async_wait(as_result);
}

asio::awaitable<HttpResponse> Listener::Body::dispatch(HttpRequest request)
{
    const auto path = routes.find(request.path());
    if (path == routes.end())
        co_return HttpResponse{404, "text/plain", ""};
    const auto handler = path->second.find(request.method);
    if (handler == path->second.end())
        co_return HttpResponse{405, "text/plain", ""};
    try {
        auto work = handler->second(std::move(request));
        auto response = co_await std::move(work);
        co_return response;
    } catch (const std::exception& error) {
        ++counters.handler_failed;
        log_event(Level::error, "http_handler_failed", {{"path", path->first}, {"what", error.what()}});
    }
    co_return HttpResponse{500, "text/plain", ""};
}

/// As dispatch, for a client behind a trusted proxy, whose connections cannot be counted.
asio::awaitable<HttpResponse> Listener::Body::dispatch_for(HttpRequest request, std::string key)
{
    auto& count = under_way[key];
    if (count >= static_cast<int>(settings.max_connections_per_peer)) {
        ++counters.turned_away;
        co_return HttpResponse{429, "text/plain", ""};
    }
    ++count;
    auto work = dispatch(std::move(request));
    auto response = co_await std::move(work);
    if (--under_way[key] == 0)
        under_way.erase(key);
    co_return response;
}

Listener::Listener(asio::any_io_executor executor, ListenerSettings settings)
    : body_(std::make_unique<Body>(std::move(executor), std::move(settings)))
{
}

Listener::~Listener() = default;

void Listener::route(std::string method, std::string path, HttpHandler handler)
{
    body_->routes[std::move(path)].insert_or_assign(std::move(method), std::move(handler));
}

std::uint16_t Listener::port() const
{
    return body_->acceptor.local_endpoint().port();
}

ListenerCounters Listener::counters() const
{
    auto counters = body_->counters;
    counters.open = body_->admitted;
    return counters;
}

asio::awaitable<void> Listener::run()
{
    asio::steady_timer pause(body_->executor);
    while (!body_->stopping) {
        auto [error, socket] = co_await body_->acceptor.async_accept(as_result);
        if (error == asio::error::operation_aborted || error == asio::error::bad_descriptor)
            co_return;
        if (!error) {
            body_->admit(std::move(socket));
            continue;
        }
        pause.expires_after(std::chrono::milliseconds(100)); // no descriptors left: let connections end
        co_await pause.async_wait(as_result);
    }
}

asio::awaitable<void> Listener::stop(std::chrono::milliseconds drain)
{
    body_->stopping = true;
    boost::system::error_code ignored; // closing twice is no fault
    body_->acceptor.close(ignored);
    for (auto* connection : body_->connections)
        if (!connection->at_work)
            body_->dismiss(*connection);
    co_await body_->all_gone(std::chrono::steady_clock::now() + drain);
    for (auto* connection : body_->connections)
        body_->dismiss(*connection);
    co_await body_->all_gone(std::chrono::steady_clock::time_point::max());
}

} // namespace tongbao::bot
