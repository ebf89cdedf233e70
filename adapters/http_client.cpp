#include "adapters/http_client.hpp"

#include "adapters/as_result.hpp"
#include "adapters/cancelled.hpp"
#include "adapters/tls_connector.hpp"

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>
#include <map>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

namespace tongbao::adapters {
namespace {

using Deadline = std::chrono::steady_clock::time_point;
using ErrorCode = boost::system::error_code;

/// An idle connection older than this is not used again: servers close idle connections without notice, and a request
/// written into a closing connection is lost without a verdict.
constexpr std::chrono::seconds idle_limit{15};
constexpr std::size_t idle_connections_per_host = 32; ///< as many as a delivery has attempts in flight
constexpr std::uint32_t max_header_bytes = 16 * 1024;

/// One TLS connection and what was read ahead on it.
struct Link {
    explicit Link(std::unique_ptr<TlsStream> opened) : stream(std::move(opened)) {}
    std::unique_ptr<TlsStream> stream;
    beast::flat_buffer buffer;
    Deadline idle_since{};
    beast::tcp_stream& lowest() { return beast::get_lowest_layer(*stream); }
};
using LinkPtr = std::unique_ptr<Link>;

/// False when the other side has closed, in TCP or within TLS, or has said something nobody asked for.
bool still_quiet(Link& link)
{
    ErrorCode error;
    link.lowest().socket().non_blocking(true, error);
    char byte = 0;
    if (!error)
        link.stream->read_some(asio::buffer(&byte, 1), error);
    return error == asio::error::would_block;
}

http::request<http::string_body> encode(HttpRequest& request, const Url& url)
{
    http::request<http::string_body> encoded(http::string_to_verb(request.method), url.target, 11);
    encoded.set(http::field::host, url.authority());
    encoded.set(http::field::user_agent, "tongbao");
    encoded.set(http::field::accept, "application/json");
    for (const auto& [name, value] : request.headers)
        encoded.set(name, value);
    encoded.body() = std::move(request.body);
    encoded.prepare_payload();
    return encoded;
}

HttpReply decode(http::response<http::string_body> response)
{
    HttpReply reply;
    reply.status = static_cast<int>(response.result_int());
    for (const auto& field : response) {
        std::string name(field.name_string());
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        reply.headers.emplace_back(std::move(name), field.value());
    }
    reply.body = std::move(response.body());
    return reply;
}

/// What the peer did to us when it closed; everything else (a time-out above all) may have come after the bytes left.
bool closed_by_peer(const ErrorCode& error)
{
    return error == asio::error::connection_reset || error == asio::error::broken_pipe ||
           error == asio::error::not_connected;
}

} // namespace

std::string HttpReply::header(std::string_view name) const
{
    const auto found = std::find_if(headers.begin(), headers.end(), [name](const auto& h) { return h.first == name; });
    return found == headers.end() ? std::string() : found->second;
}

struct HttpClient::Body {
    Body(asio::any_io_executor on, const HttpClientSettings& settings)
        : executor(std::move(on)),
          connector(executor, settings.ca_file, settings.private_hosts),
          max_response_bytes(settings.max_response_bytes)
    {
    }

    asio::any_io_executor executor;
    TlsConnector connector;
    std::size_t max_response_bytes;
    std::map<std::string, std::vector<LinkPtr>> idle;

    template <class T>
    using Result = boost::system::result<T, HttpFailure>;

    LinkPtr take_idle(const Url& url);
    void keep(const Url& url, LinkPtr link);
    asio::awaitable<Result<HttpReply>> exchange(LinkPtr link, http::request<http::string_body>& request, const Url& url,
                                                Deadline deadline);
};

LinkPtr HttpClient::Body::take_idle(const Url& url)
{
    auto& links = idle[url.authority()];
    const auto oldest = std::chrono::steady_clock::now() - idle_limit;
    std::erase_if(links, [&](const LinkPtr& link) { return link->idle_since < oldest || !still_quiet(*link); });
    if (links.empty())
        return nullptr;
    auto link = std::move(links.back());
    links.pop_back();
    return link;
}

void HttpClient::Body::keep(const Url& url, LinkPtr link)
{
    auto& links = idle[url.authority()];
    if (links.size() >= idle_connections_per_host)
        return;
    link->lowest().expires_never();
    link->idle_since = std::chrono::steady_clock::now();
    links.push_back(std::move(link));
}

asio::awaitable<HttpClient::Body::Result<HttpReply>>
HttpClient::Body::exchange(LinkPtr link, http::request<http::string_body>& request, const Url& url, Deadline deadline)
{
    link->lowest().expires_at(deadline);
    const auto [write_error, written] = co_await http::async_write(*link->stream, request, as_result);
    if (write_error) {
        // TLS delivers a record whole or not at all: when the first one did not go out, nothing was said.
        const bool left = written > 0 || !closed_by_peer(write_error);
        co_return HttpFailure{fmt::format("{}: write: {}", url.authority(), write_error.message()), left};
    }
    if (co_await cancelled())
        co_return HttpFailure{fmt::format("{}: stopped before the answer", url.authority()), true};
    http::response_parser<http::string_body> parser;
    parser.body_limit(max_response_bytes);
    parser.header_limit(max_header_bytes);
    const auto [read_error, read] = co_await http::async_read(*link->stream, link->buffer, parser, as_result);
    if (read_error)
        co_return HttpFailure{fmt::format("{}: read: {}", url.authority(), read_error.message()), true};
    const bool reusable = parser.keep_alive() && link->buffer.size() == 0;
    auto reply = decode(parser.release());
    if (reusable)
        keep(url, std::move(link));
    co_return std::move(reply);
}

HttpClient::HttpClient(asio::any_io_executor executor, HttpClientSettings settings)
    : body_(std::make_unique<Body>(std::move(executor), settings))
{
}

HttpClient::~HttpClient() = default;

asio::any_io_executor HttpClient::executor() const
{
    return body_->executor;
}

asio::awaitable<boost::system::result<HttpReply, HttpFailure>> HttpClient::send(HttpRequest request)
{
    co_await asio::this_coro::throw_if_cancelled(false); // a cancelled exchange is a failure that says if bytes left
    const auto deadline = std::chrono::steady_clock::now() + request.deadline;
    const auto url = parse_url(request.url, "https://");
    if (!url)
        co_return HttpFailure{"the address is not https://host[:port]/path", false};
    auto encoded = encode(request, *url);
    if (auto link = body_->take_idle(*url)) {
        auto result = co_await body_->exchange(std::move(link), encoded, *url, deadline);
        if (result || result.error().bytes_left)
            co_return std::move(result);
    }
    auto opened = co_await body_->connector.open(*url, deadline);
    if (!opened)
        co_return HttpFailure{std::move(opened.error()), false};
    auto link = std::make_unique<Link>(std::move(*opened));
    auto result = co_await body_->exchange(std::move(link), encoded, *url, deadline);
    co_return std::move(result);
}

} // namespace tongbao::adapters
