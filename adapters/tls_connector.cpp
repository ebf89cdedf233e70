#include "adapters/tls_connector.hpp"

#include "adapters/as_result.hpp"
#include "adapters/cancelled.hpp"
#include "adapters/public_address.hpp"

#include <algorithm>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <fmt/format.h>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace ssl = asio::ssl;
using tcp = asio::ip::tcp;

namespace tongbao::adapters {
namespace {

using Deadline = std::chrono::steady_clock::time_point;
using ErrorCode = boost::system::error_code;

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

void expect_host(TlsStream& stream, const std::string& host)
{
    stream.set_verify_callback(ssl::host_name_verification(host));
    ErrorCode not_an_address;
    asio::ip::make_address(host, not_an_address);
    if (not_an_address) // RFC 6066 §3: an address is never sent as a server name
        SSL_set_tlsext_host_name(stream.native_handle(), host.c_str());
}

} // namespace

TlsConnector::TlsConnector(asio::any_io_executor executor, const std::string& ca_file,
                           std::vector<std::string> private_hosts)
    : executor_(std::move(executor)), private_hosts_(std::move(private_hosts))
{
    tls_.set_options(ssl::context::default_workarounds | ssl::context::no_compression);
    SSL_CTX_set_min_proto_version(tls_.native_handle(), TLS1_2_VERSION);
    tls_.set_verify_mode(ssl::verify_peer);
    if (ca_file.empty()) {
        tls_.set_default_verify_paths();
        return;
    }
    ErrorCode error;
    tls_.load_verify_file(ca_file, error);
    if (error)
        throw std::runtime_error(fmt::format("CA file {}: {}", ca_file, error.message()));
}

std::string TlsConnector::refusal_of(const Url& url, const tcp::resolver::results_type& found) const
{
    if (std::find(private_hosts_.begin(), private_hosts_.end(), url.host) != private_hosts_.end())
        return {};
    for (const auto& entry : found)
        if (!is_public(entry.endpoint().address()))
            return fmt::format("{}: resolves to {}, which is not a public address; name the host in private_hosts if "
                               "that is meant",
                               url.host, entry.endpoint().address().to_string());
    return {};
}

asio::awaitable<boost::system::result<std::unique_ptr<TlsStream>, std::string>> TlsConnector::open(const Url& url,
                                                                                                   Deadline deadline)
{
    const auto failure = [&url](std::string_view phase, std::string_view what) {
        return fmt::format("{}: {}: {}", url.authority(), phase, what);
    };
    const auto lookup = co_await look_up(url, deadline);
    if (!lookup->finished)
        co_return failure("resolve", "no answer in time");
    if (lookup->error)
        co_return failure("resolve", lookup->error.message());
    if (auto refusal = refusal_of(url, lookup->found); !refusal.empty())
        co_return std::move(refusal);
    if (co_await cancelled())
        co_return failure("connect", "stopped");

    auto stream = std::make_unique<TlsStream>(executor_, tls_);
    auto& lowest = beast::get_lowest_layer(*stream);
    lowest.expires_at(deadline);
    const auto [connect_error, endpoint] = co_await lowest.async_connect(lookup->found, as_result);
    if (connect_error)
        co_return failure("connect", connect_error.message());
    if (co_await cancelled())
        co_return failure("connect", "stopped");
    lowest.socket().set_option(tcp::no_delay(true));

    expect_host(*stream, url.host);
    const auto [tls_error] = co_await stream->async_handshake(ssl::stream_base::client, as_result);
    if (tls_error)
        co_return failure("TLS", tls_error.message());
    if (co_await cancelled())
        co_return failure("TLS", "stopped");
    co_return std::move(stream);
}

} // namespace tongbao::adapters
