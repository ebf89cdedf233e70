#pragma once

#include "adapters/url.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/system/result.hpp>
#include <chrono>
#include <memory>
#include <vector>

/// For the sources of the two Beast clients only: this header costs what they cost.
namespace tongbao::adapters {

using TlsStream = boost::beast::ssl_stream<boost::beast::tcp_stream>;

/// How our TLS connections out are made: TLS 1.2 or newer, certificate and host name verified, and no connection to an
/// address that is not public unless its host is named.
class TlsConnector {
public:
    /// Empty `ca_file`: the system's store. Throws std::runtime_error when the file cannot be read.
    TlsConnector(boost::asio::any_io_executor executor, const std::string& ca_file,
                 std::vector<std::string> private_hosts);

    /// Connected and shaken hands within the deadline, or why not: host and phase. The stream's own deadline is left
    /// set. Its caller has called throw_if_cancelled(false).
    boost::asio::awaitable<boost::system::result<std::unique_ptr<TlsStream>, std::string>>
    open(const Url& url, std::chrono::steady_clock::time_point deadline);

private:
    std::string refusal_of(const Url& url, const boost::asio::ip::tcp::resolver::results_type& found) const;

    boost::asio::any_io_executor executor_;
    std::vector<std::string> private_hosts_;
    boost::asio::ssl::context tls_{boost::asio::ssl::context::tls_client};
};

} // namespace tongbao::adapters
