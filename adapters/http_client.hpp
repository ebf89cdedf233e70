#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/system/result.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tongbao::adapters {

struct HttpRequest {
    std::string method = "POST";
    std::string url; ///< https://host[:port]/path?query; may hold a credential, so it never appears in an error
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::chrono::milliseconds deadline{10'000}; ///< for the whole exchange, name resolution included
};

struct HttpReply {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers; ///< names in lower case
    std::string body;

    /// The first header of that lower-case name, empty when absent.
    std::string header(std::string_view name) const;
};

/// Why there is no reply. `bytes_left` false: the platform cannot have seen the request.
struct HttpFailure {
    std::string what; ///< names the host and the phase, never path or query
    bool bytes_left = false;
};

struct HttpClientSettings {
    std::string ca_file;                    ///< PEM; empty: the system's store
    std::vector<std::string> private_hosts; ///< hosts that may resolve to private or loopback addresses
    std::size_t max_response_bytes = std::size_t{1024} * 1024; ///< larger answers are cut off and count as unreadable
};

/// HTTPS client: TLS 1.2 or newer, verified; keeps idle connections per host; follows no redirect.
class HttpClient {
public:
    HttpClient(boost::asio::any_io_executor executor, HttpClientSettings settings);
    ~HttpClient();
    boost::asio::awaitable<boost::system::result<HttpReply, HttpFailure>> send(HttpRequest request);
    boost::asio::any_io_executor executor() const;

private:
    struct Body;
    std::unique_ptr<Body> body_;
};

} // namespace tongbao::adapters
