#pragma once

#include "tests/simulator/http_messages.hpp"

#include <boost/asio/awaitable.hpp>
#include <chrono>

namespace tongbao::simulator {

struct CallbackRequest {
    std::string method = "POST";
    std::string url{}; ///< http://address[:port]/path; a name is resolved
    Fields headers{};
    std::string body{};
    std::chrono::milliseconds deadline{5000};
};

/// What came back. Without a whole answer in time `status` is 0 and `error` says why.
struct CallbackAnswer {
    int status = 0;
    std::string content_type{};
    std::string body{};
    std::string error{};
    std::chrono::milliseconds took{0};
};

/// One call of a platform to the service's own listener, over a connection of its own. `request` is read until the
/// answer is there: the caller's own copy, never one that the next call replaces.
boost::asio::awaitable<CallbackAnswer> call_back(const CallbackRequest& request);
/// Sends the request and leaves before the answer, as a platform that broke off.
boost::asio::awaitable<void> call_and_leave(const CallbackRequest& request);

} // namespace tongbao::simulator
