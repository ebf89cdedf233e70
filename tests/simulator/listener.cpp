#include "tests/simulator/listener.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

namespace tongbao::simulator {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

struct Listener::State {
    tcp::acceptor acceptor;
    std::function<Response(const Request&)> answer;
    std::vector<Request> heard;
    std::chrono::milliseconds delay{0};
};

namespace {

constexpr auto branching = asio::as_tuple(asio::use_awaitable);

template <class State>
asio::awaitable<void> serve(std::shared_ptr<State> state, tcp::socket socket)
{
    boost::beast::flat_buffer buffer;
    http::request<http::string_body> message;
    const auto [error, size] = co_await http::async_read(socket, buffer, message, branching);
    if (error)
        co_return;
    auto request = parse_target(std::string(message.method_string()), std::string(message.target()));
    for (const auto& field : message)
        request.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    request.body = message.body();
    state->heard.push_back(request);
    const auto answer = state->answer(request);
    asio::steady_timer timer(socket.get_executor(), state->delay);
    co_await timer.async_wait(branching);
    http::response<http::string_body> response(static_cast<http::status>(answer.status), 11, answer.body);
    response.set(http::field::content_type, answer.content_type);
    response.prepare_payload();
    co_await http::async_write(socket, response, branching);
}

template <class State>
asio::awaitable<void> accept(std::shared_ptr<State> state)
{
    for (;;) {
        auto [error, socket] = co_await state->acceptor.async_accept(branching);
        if (error)
            co_return;
        asio::co_spawn(state->acceptor.get_executor(), serve(state, std::move(socket)), asio::detached);
    }
}

} // namespace

Listener::Listener(asio::any_io_executor executor, std::function<Response(const Request&)> answer)
    : state_(std::make_shared<State>(
          State{tcp::acceptor(executor, {asio::ip::make_address("127.0.0.1"), 0}), std::move(answer), {}, {}}))
{
    asio::co_spawn(executor, accept(state_), asio::detached);
}

Listener::~Listener()
{
    state_->acceptor.close();
}

std::string Listener::url() const
{
    return "http://127.0.0.1:" + std::to_string(state_->acceptor.local_endpoint().port()) + "/callback";
}

const std::vector<Request>& Listener::heard() const
{
    return state_->heard;
}

void Listener::delay_answers(std::chrono::milliseconds delay)
{
    state_->delay = delay;
}

} // namespace tongbao::simulator
