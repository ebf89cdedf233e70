#include "bot/http.hpp"

#include "adapters/as_result.hpp"
#include "bot/bound_socket.hpp"
#include "bot/http_routes.hpp"
#include "bot/http_stream.hpp"
#include "bot/http_wire.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <list>

namespace tongbao::bot {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

HttpResponse refusal_of(Ending ending)
{
    switch (ending) {
    case Ending::header_too_large:
        return {431, "text/plain", ""};
    case Ending::body_too_large:
        return {413, "text/plain", ""};
    default:
        return {400, "text/plain", ""};
    }
}

} // namespace

struct Listener::Body {
    struct Connection;

    Body(asio::any_io_executor on, ListenerSettings with, const BoundSocket& socket);
    ~Body();

    asio::any_io_executor executor;
    ListenerSettings settings;
    tcp::acceptor acceptor;
    Routes routes;
    std::list<Connection*> connections;                     ///< oldest first; also those that are being closed
    std::unordered_map<std::string, std::size_t> connected; ///< by peer key; without those being closed
    std::size_t admitted = 0;                               ///< without those being closed
    ListenerCounters counters;
    asio::steady_timer last_closed;
    bool stopping = false;

    bool trusted(const std::string& address) const;
    void admit(tcp::socket socket);
    bool make_room(const std::string& key);
    void dismiss(Connection& connection);
    void leave(Connection& connection);
    asio::awaitable<void> all_gone(std::chrono::steady_clock::time_point until);
    asio::awaitable<HttpResponse> dispatch(const Connection& connection, HttpRequest request);
    static asio::awaitable<void> serve(std::unique_ptr<Connection> connection);
};

/// One accepted socket. Its coroutine owns it; the listener knows it until it is destroyed.
struct Listener::Body::Connection {
    Connection(Body& body, tcp::socket socket, std::string address, std::string peer)
        : owner(&body), stream(std::move(socket), body.settings), peer_address(std::move(address)), key(std::move(peer))
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
    HttpStream stream;
    std::string peer_address;
    std::string key; ///< empty for a trusted proxy
    bool at_work = false;
    bool leaving = false;
};

Listener::Body::Body(asio::any_io_executor on, ListenerSettings with, const BoundSocket& socket)
    : executor(std::move(on)), settings(std::move(with)), acceptor(executor), last_closed(executor)
{
    acceptor.assign(socket.v6() ? tcp::v6() : tcp::v4(), socket.duplicate());
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
    auto connection = std::make_unique<Connection>(*this, std::move(socket), std::move(address), std::move(key));
    connections.push_back(connection.get());
    ++admitted;
    if (!connection->key.empty())
        ++connected[connection->key];
    asio::co_spawn(executor, serve(std::move(connection)), asio::detached);
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

/// Connections of a trusted proxy cannot be counted by client; their requests can.
asio::awaitable<HttpResponse> Listener::Body::dispatch(const Connection& connection, HttpRequest request)
{
    request.peer = connection.peer_address;
    if (!connection.key.empty())
        return routes.answer(std::move(request));
    request.peer = forwarded_peer(request, settings.trusted_proxies, connection.peer_address);
    auto key = peer_key(request.peer);
    return routes.answer_one_of(settings.max_connections_per_peer, std::move(key), std::move(request));
}

/// The life of one connection: request after request until it ends, errs or the listener stops.
asio::awaitable<void> Listener::Body::serve(std::unique_ptr<Connection> connection)
{
    auto& body = *connection->owner;
    auto& stream = connection->stream;
    auto patience = body.settings.header_deadline;
    for (;;) {
        auto incoming = co_await stream.read(patience);
        body.counters.timed_out += incoming.ending == Ending::timed_out ? 1 : 0;
        if (incoming.ending == Ending::timed_out || incoming.ending == Ending::closed)
            co_return;
        connection->at_work = true;
        if (incoming.ending != Ending::complete) {
            const auto refusal = refusal_of(incoming.ending);
            co_await stream.write(refusal, false);
            break;
        }
        ++body.counters.requests;
        auto work = body.dispatch(*connection, std::move(incoming.request));
        const auto response = co_await std::move(work);
        const bool keep_alive = incoming.keep_alive && !body.stopping;
        const auto written = co_await stream.write(response, keep_alive);
        body.counters.timed_out += written == Ending::timed_out ? 1 : 0;
        if (written != Ending::complete || !keep_alive)
            break;
        connection->at_work = false;
        patience = body.settings.idle_deadline;
    }
    stream.finish();
}

Listener::Listener(asio::any_io_executor executor, ListenerSettings settings)
    : Listener(std::move(executor), settings, BoundSocket(settings.address, settings.port))
{
}

Listener::Listener(asio::any_io_executor executor, ListenerSettings settings, const BoundSocket& socket)
    : body_(std::make_unique<Body>(std::move(executor), std::move(settings), socket))
{
}

Listener::~Listener() = default;

void Listener::route(std::string method, std::string path, HttpHandler handler)
{
    body_->routes.add(std::move(method), std::move(path), std::move(handler));
}

std::uint16_t Listener::port() const
{
    return body_->acceptor.local_endpoint().port();
}

ListenerCounters Listener::counters() const
{
    auto counters = body_->counters;
    counters.turned_away += body_->routes.turned_away();
    counters.handler_failed = body_->routes.failed();
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
