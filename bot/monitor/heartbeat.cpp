#include "bot/monitor/heartbeat.hpp"

#include "adapters/as_result.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <optional>

namespace tongbao::bot {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

using namespace asio::experimental::awaitable_operators;

constexpr std::string_view scheme = "http://";
constexpr std::size_t longest_status_line = 4096;

/// An address on this machine.
struct LocalUrl {
    asio::ip::address address;
    std::uint16_t port = 80;
    std::string authority;
    std::string target;
};

std::optional<std::uint16_t> port_in(std::string_view text)
{
    if (text.empty())
        return std::uint16_t{80};
    int port = 0;
    for (const char digit : text.substr(1)) {
        if (digit < '0' || digit > '9' || port > 65535)
            return std::nullopt;
        port = 10 * port + (digit - '0');
    }
    return port > 0 && port <= 65535 ? std::optional(static_cast<std::uint16_t>(port)) : std::nullopt;
}

std::optional<LocalUrl> parse_local(std::string_view text)
{
    if (!text.starts_with(scheme))
        return std::nullopt;
    text.remove_prefix(scheme.size());
    const auto end = std::min(text.find('/'), text.size());
    const auto authority = text.substr(0, end);
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> hosts{
        {{"127.0.0.1", "127.0.0.1"}, {"[::1]", "::1"}, {"localhost", "127.0.0.1"}}};
    for (const auto& [host, address] : hosts) {
        const auto rest = authority.starts_with(host) ? authority.substr(host.size()) : std::string_view("?");
        const auto port = rest.empty() || rest.front() == ':' ? port_in(rest) : std::nullopt;
        if (port)
            return LocalUrl{asio::ip::make_address(address), *port, std::string(authority),
                            end == text.size() ? "/" : std::string(text.substr(end))};
    }
    return std::nullopt;
}

bool is_good(std::string_view status_line)
{
    const auto blank = status_line.find(' ');
    return status_line.starts_with("HTTP/1.") && blank != std::string_view::npos &&
           status_line.substr(blank + 1, 1) == "2";
}

/// Empty when it was heard, else why not. Never throws for what the network does, so that a race with a timer hides
/// nothing.
asio::awaitable<std::string> ask(asio::any_io_executor executor, const LocalUrl& url)
{
    tcp::socket socket(executor);
    const tcp::endpoint peer(url.address, url.port);
    if (const auto [error] = co_await socket.async_connect(peer, as_result); error)
        co_return "local watchdog: " + error.message();
    const std::string request =
        "GET " + url.target + " HTTP/1.1\r\nHost: " + url.authority + "\r\nConnection: close\r\n\r\n";
    if (const auto [error, size] = co_await asio::async_write(socket, asio::buffer(request), as_result); error)
        co_return "local watchdog: " + error.message();
    std::string answer;
    const auto [error, size] =
        co_await asio::async_read_until(socket, asio::dynamic_buffer(answer, longest_status_line), "\r\n", as_result);
    if (error)
        co_return "local watchdog: " + error.message();
    co_return is_good(answer) ? std::string() : std::string("the local watchdog did not answer 2xx");
}

} // namespace

bool Heartbeat::acceptable(std::string_view url)
{
    return url.starts_with("https://") || parse_local(url);
}

Heartbeat::Heartbeat(asio::any_io_executor executor, adapters::HttpClientSettings network, Secret url)
    : executor_(executor), client_(executor, std::move(network)), url_(std::move(url))
{
}

asio::awaitable<std::string> Heartbeat::beat(std::chrono::milliseconds deadline)
{
    if (url_.reveal().starts_with(scheme))
        co_return co_await beat_locally(deadline);
    adapters::HttpRequest request;
    request.method = "GET";
    request.url = url_.reveal();
    request.deadline = deadline;
    const auto reply = co_await client_.send(std::move(request));
    if (!reply)
        co_return reply.error().what;
    co_return reply->status / 100 == 2 ? std::string() : "HTTP " + std::to_string(reply->status);
}

asio::awaitable<std::string> Heartbeat::beat_locally(std::chrono::milliseconds deadline)
{
    const auto url = parse_local(url_.reveal());
    if (!url)
        co_return "the address is not on this machine";
    asio::steady_timer patience(executor_, deadline);
    auto race = ask(executor_, *url) || patience.async_wait(asio::use_awaitable);
    const auto first = co_await std::move(race);
    co_return first.index() == 0 ? std::get<0>(first) : std::string("the local watchdog did not answer in time");
}

} // namespace tongbao::bot
