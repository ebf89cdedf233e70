#include "tests/simulator/plain_server.hpp"

#include "adapters/as_result.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace tongbao::simulator {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

struct PlainServer::State {
    tcp::acceptor acceptor;
    Handler handler; ///< empty once the server is gone

    static asio::awaitable<void> accept(std::shared_ptr<State> state);
    static asio::awaitable<void> serve(std::shared_ptr<State> state, tcp::socket socket);
};

namespace {

Request plain(const http::request<http::string_body>& message)
{
    auto request = parse_target(std::string(message.method_string()), std::string(message.target()));
    for (const auto& field : message) {
        std::string name(field.name_string());
        for (auto& c : name)
            c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        request.headers.emplace_back(std::move(name), std::string(field.value()));
    }
    request.body = message.body();
    return request;
}

} // namespace

asio::awaitable<void> PlainServer::State::serve(std::shared_ptr<State> state, tcp::socket socket)
{
    boost::beast::flat_buffer buffer;
    http::request<http::string_body> message;
    const auto [error, size] = co_await http::async_read(socket, buffer, message, as_result);
    if (error || !state->handler)
        co_return;
    auto request = plain(message);
    const auto answer = co_await state->handler(std::move(request));
    http::response<http::string_body> response(static_cast<http::status>(answer.status), 11, answer.body);
    response.set(http::field::content_type, answer.content_type);
    response.keep_alive(false);
    response.prepare_payload();
    co_await http::async_write(socket, response, as_result);
}

asio::awaitable<void> PlainServer::State::accept(std::shared_ptr<State> state)
{
    for (;;) {
        auto [error, socket] = co_await state->acceptor.async_accept(as_result);
        if (error == asio::error::operation_aborted)
            co_return;
        if (!error)
            asio::co_spawn(state->acceptor.get_executor(), serve(state, std::move(socket)), asio::detached);
    }
}

PlainServer::PlainServer(asio::any_io_executor executor, Handler handler)
    : state_(new State{tcp::acceptor(executor, {asio::ip::make_address("127.0.0.1"), 0}), std::move(handler)})
{
    asio::co_spawn(executor, State::accept(state_), asio::detached);
}

PlainServer::~PlainServer()
{
    state_->handler = nullptr;
    state_->acceptor.close();
}

std::string PlainServer::url() const
{
    return "http://127.0.0.1:" + std::to_string(state_->acceptor.local_endpoint().port());
}

} // namespace tongbao::simulator
