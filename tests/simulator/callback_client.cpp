#include "tests/simulator/callback_client.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <stdexcept>

namespace tongbao::simulator {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

namespace {

using Message = http::request<http::string_body>;

struct Place {
    std::string host;
    std::string port;
    std::string target;
};

Place parse_url(const std::string& url)
{
    constexpr std::string_view scheme = "http://";
    if (!url.starts_with(scheme))
        throw std::invalid_argument("a callback address starts with http://");
    const auto slash = std::min(url.find('/', scheme.size()), url.size());
    const auto authority = url.substr(scheme.size(), slash - scheme.size());
    const auto colon = std::min(authority.find(':'), authority.size());
    const auto port = colon == authority.size() ? "80" : authority.substr(colon + 1);
    return {authority.substr(0, colon), port, slash == url.size() ? "/" : url.substr(slash)};
}

Message message_of(const CallbackRequest& request, const Place& place)
{
    Message message(http::string_to_verb(request.method), place.target, 11, request.body);
    message.set(http::field::host, place.host + ":" + place.port);
    for (const auto& [name, value] : request.headers)
        message.set(name, value);
    message.prepare_payload();
    return message;
}

asio::awaitable<void> send(beast::tcp_stream& stream, const CallbackRequest& request)
{
    const auto place = parse_url(request.url);
    stream.expires_after(request.deadline);
    tcp::resolver resolver(stream.get_executor());
    const auto addresses = co_await resolver.async_resolve(place.host, place.port, asio::use_awaitable);
    co_await stream.async_connect(addresses, asio::use_awaitable);
    const auto message = message_of(request, place);
    co_await http::async_write(stream, message, asio::use_awaitable);
}

asio::awaitable<CallbackAnswer> exchange(const CallbackRequest& request)
{
    beast::tcp_stream stream(co_await asio::this_coro::executor);
    co_await send(stream, request);
    beast::flat_buffer buffer;
    http::response<http::string_body> response;
    co_await http::async_read(stream, buffer, response, asio::use_awaitable);
    CallbackAnswer answer;
    answer.status = static_cast<int>(response.result_int());
    answer.content_type = std::string(response[http::field::content_type]);
    answer.body = response.body();
    co_return answer;
}

} // namespace

asio::awaitable<CallbackAnswer> call_back(const CallbackRequest& request)
{
    const auto start = std::chrono::steady_clock::now();
    CallbackAnswer answer;
    try {
        answer = co_await exchange(request);
    } catch (const boost::system::system_error& error) {
        answer.error = error.code().message();
    }
    answer.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
    co_return answer;
}

asio::awaitable<void> call_and_leave(const CallbackRequest& request)
{
    beast::tcp_stream stream(co_await asio::this_coro::executor);
    co_await send(stream, request);
    stream.socket().set_option(asio::socket_base::linger(true, 0));
}

} // namespace tongbao::simulator
