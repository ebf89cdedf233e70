#pragma once

#include "tests/simulator/http_messages.hpp"

#include <boost/asio/io_context.hpp>
#include <string>

namespace tongbao::simulator {

/// What a client saw of one exchange. Without a whole answer `error` says why and `status` is 0.
struct Seen {
    int status = 0;
    std::string body;
    Fields headers; ///< names in lower case
    std::string error;
    int errcode = -999; ///< of a JSON body that has one
};

/// A plain HTTPS client for the simulator's own tests, independent of the product's.
class Probe {
public:
    Probe(boost::asio::io_context& io, std::string ca_file) : io_(io), ca_file_(std::move(ca_file)) {}

    /// Runs the context until the exchange has ended, at most `limit`. A connection is made for each call.
    Seen post(const std::string& url, const std::string& body, const std::string& content_type = "application/json",
              std::chrono::milliseconds limit = std::chrono::seconds(10));
    Seen get(const std::string& url);
    Seen exchange(const std::string& method, const std::string& url, const Fields& headers, const std::string& body,
                  std::chrono::milliseconds limit = std::chrono::seconds(10));

private:
    boost::asio::io_context& io_;
    std::string ca_file_;
};

} // namespace tongbao::simulator
