#include "adapters/http_client.hpp"

#include "adapters/public_address.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <fmt/format.h>
#include <map>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace ssl = asio::ssl;
using tcp = asio::ip::tcp;

namespace tongbao::adapters {
namespace {

using Deadline = std::chrono::steady_clock::time_point;
using ErrorCode = boost::system::error_code;
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

/// An idle connection older than this is not used again: servers close idle connections without notice, and a request
/// written into a closing connection is lost without a verdict.
constexpr std::chrono::seconds idle_limit{15};
constexpr std::size_t idle_connections_per_host = 32; ///< as many as a delivery has attempts in flight
constexpr std::uint32_t max_header_bytes = 16 * 1024;

struct Url {
    std::string host;
    std::string port = "443";
    std::string target;
    std::string authority() const { return port == "443" ? host : host + ":" + port; }
};

std::optional<Url> parse_url(std::string_view text)
{
    constexpr std::string_view scheme = "https://";
    if (!text.starts_with(scheme))
        return std::nullopt;
    text.remove_prefix(scheme.size());
    const auto end = std::min(text.find_first_of("/?#"), text.size());
    const auto authority = text.substr(0, end);
    Url url;
    url.target = text.substr(end, text.find('#') - end);
    if (!url.target.starts_with('/'))
        url.target.insert(0, "/");
    const auto colon = authority.find(':');
    url.host = authority.substr(0, colon);
    if (colon != std::string_view::npos)
        url.port = authority.substr(colon + 1);
    const auto plain = [](unsigned char c) { return c > 0x20 && c < 0x7f && c != '@' && c != '[' && c != '\\'; };
    const bool digits = !url.port.empty() && url.port.size() <= 5 &&
                        std::all_of(url.port.begin(), url.port.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (url.host.empty() || !digits || !std::all_of(authority.begin(), authority.end(), plain) ||
        !std::all_of(url.target.begin(), url.target.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; }))
        return std::nullopt;
    return url;
}

/// One TLS connection and what was read ahead on it.
struct Link {
    Link(const asio::any_io_executor& executor, ssl::context& tls) : stream(executor, tls) {}
    beast::ssl_stream<beast::tcp_stream> stream;
    beast::flat_buffer buffer;
    Deadline idle_since{};
    tcp::socket& socket() { return beast::get_lowest_layer(stream).socket(); }
};
using LinkPtr = std::unique_ptr<Link>;

/// False when the other side has closed, in TCP or within TLS, or has said something nobody asked for.
bool still_quiet(Link& link)
{
    ErrorCode error;
    link.socket().non_blocking(true, error);
    char byte = 0;
    if (!error)
        link.stream.read_some(asio::buffer(&byte, 1), error);
    return error == asio::error::would_block;
}

/// getaddrinfo cannot be interrupted, so the look-up owns itself and the caller only waits for as long as it may.
struct Lookup {
    explicit Lookup(const asio::any_io_executor& executor) : resolver(executor), done(executor) {}
    tcp::resolver resolver;
    asio::steady_timer done;
    bool finished = false;
    ErrorCode error;
    tcp::resolver::results_type found;
};

asio::awaitable<std::shared_ptr<Lookup>> look_up(Url url, Deadline deadline)
{
    const auto executor = co_await asio::this_coro::executor;
    const auto lookup = std::make_shared<Lookup>(executor);
    lookup->done.expires_at(deadline);
    lookup->resolver.async_resolve(url.host, url.port, [lookup](ErrorCode error, tcp::resolver::results_type found) {
        lookup->finished = true;
        lookup->error = error;
        lookup->found = std::move(found);
        lookup->done.cancel();
    });
    co_await lookup->done.async_wait(as_result);
    co_return lookup;
}

asio::awaitable<bool> cancelled()
{
    const auto state = co_await asio::this_coro::cancellation_state;
    co_return state.cancelled() != asio::cancellation_type::none;
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
    Body(asio::any_io_executor on, HttpClientSettings with) : executor(std::move(on)), settings(std::move(with)) {}

    asio::any_io_executor executor;
    HttpClientSettings settings;
    ssl::context tls{ssl::context::tls_client};
    std::map<std::string, std::vector<LinkPtr>> idle;

    template <class T>
    using Result = boost::system::result<T, HttpFailure>;

    LinkPtr take_idle(const Url& url);
    void keep(const Url& url, LinkPtr link);
    std::string refusal_of(const Url& url, const tcp::resolver::results_type& found) const;
    asio::awaitable<Result<LinkPtr>> open(const Url& url, Deadline deadline);
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
    beast::get_lowest_layer(link->stream).expires_never();
    link->idle_since = std::chrono::steady_clock::now();
    links.push_back(std::move(link));
}

std::string HttpClient::Body::refusal_of(const Url& url, const tcp::resolver::results_type& found) const
{
    if (std::find(settings.private_hosts.begin(), settings.private_hosts.end(), url.host) !=
        settings.private_hosts.end())
        return {};
    for (const auto& entry : found)
        if (!is_public(entry.endpoint().address()))
            return fmt::format("{}: resolves to {}, which is not a public address; name the host in private_hosts if "
                               "that is meant",
                               url.host, entry.endpoint().address().to_string());
    return {};
}

asio::awaitable<HttpClient::Body::Result<LinkPtr>> HttpClient::Body::open(const Url& url, Deadline deadline)
{
    const auto failure = [&url](std::string_view phase, std::string_view what) {
        return HttpFailure{fmt::format("{}: {}: {}", url.authority(), phase, what), false};
    };
    const auto lookup = co_await look_up(url, deadline);
    if (!lookup->finished)
        co_return failure("resolve", "no answer in time");
    if (lookup->error)
        co_return failure("resolve", lookup->error.message());
    if (auto refusal = refusal_of(url, lookup->found); !refusal.empty())
        co_return HttpFailure{std::move(refusal), false};
    if (co_await cancelled())
        co_return failure("connect", "stopped");

    auto link = std::make_unique<Link>(executor, tls);
    auto& lowest = beast::get_lowest_layer(link->stream);
    lowest.expires_at(deadline);
    const auto [connect_error, endpoint] = co_await lowest.async_connect(lookup->found, as_result);
    if (connect_error)
        co_return failure("connect", connect_error.message());
    if (co_await cancelled())
        co_return failure("connect", "stopped");
    lowest.socket().set_option(tcp::no_delay(true));

    link->stream.set_verify_callback(ssl::host_name_verification(url.host));
    ErrorCode not_an_address;
    asio::ip::make_address(url.host, not_an_address);
    if (not_an_address) // RFC 6066 §3: an address is never sent as a server name
        SSL_set_tlsext_host_name(link->stream.native_handle(), url.host.c_str());
    const auto [tls_error] = co_await link->stream.async_handshake(ssl::stream_base::client, as_result);
    if (tls_error)
        co_return failure("TLS", tls_error.message());
    if (co_await cancelled())
        co_return failure("TLS", "stopped");
    co_return std::move(link);
}

asio::awaitable<HttpClient::Body::Result<HttpReply>>
HttpClient::Body::exchange(LinkPtr link, http::request<http::string_body>& request, const Url& url, Deadline deadline)
{
    beast::get_lowest_layer(link->stream).expires_at(deadline);
    const auto [write_error, written] = co_await http::async_write(link->stream, request, as_result);
    if (write_error) {
        // TLS delivers a record whole or not at all: when the first one did not go out, nothing was said.
        const bool left = written > 0 || !closed_by_peer(write_error);
        co_return HttpFailure{fmt::format("{}: write: {}", url.authority(), write_error.message()), left};
    }
    if (co_await cancelled())
        co_return HttpFailure{fmt::format("{}: stopped before the answer", url.authority()), true};
    http::response_parser<http::string_body> parser;
    parser.body_limit(settings.max_response_bytes);
    parser.header_limit(max_header_bytes);
    const auto [read_error, read] = co_await http::async_read(link->stream, link->buffer, parser, as_result);
    if (read_error)
        co_return HttpFailure{fmt::format("{}: read: {}", url.authority(), read_error.message()), true};
    const bool reusable = parser.keep_alive() && link->buffer.size() == 0;
    auto reply = decode(parser.release());
    if (reusable)
        keep(url, std::move(link));
    co_return std::move(reply);
}

HttpClient::HttpClient(asio::any_io_executor executor, HttpClientSettings settings)
    : body_(std::make_unique<Body>(std::move(executor), std::move(settings)))
{
    auto& tls = body_->tls;
    tls.set_options(ssl::context::default_workarounds | ssl::context::no_compression);
    SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
    tls.set_verify_mode(ssl::verify_peer);
    if (body_->settings.ca_file.empty()) {
        tls.set_default_verify_paths();
        return;
    }
    ErrorCode error;
    tls.load_verify_file(body_->settings.ca_file, error);
    if (error)
        throw std::runtime_error(fmt::format("CA file {}: {}", body_->settings.ca_file, error.message()));
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
    const auto url = parse_url(request.url);
    if (!url)
        co_return HttpFailure{"the address is not https://host[:port]/path", false};
    auto encoded = encode(request, *url);
    if (auto link = body_->take_idle(*url)) {
        auto result = co_await body_->exchange(std::move(link), encoded, *url, deadline);
        if (result || result.error().bytes_left)
            co_return std::move(result);
    }
    auto opened = co_await body_->open(*url, deadline);
    if (!opened)
        co_return opened.error();
    auto link = std::move(*opened);
    auto result = co_await body_->exchange(std::move(link), encoded, *url, deadline);
    co_return std::move(result);
}

} // namespace tongbao::adapters
