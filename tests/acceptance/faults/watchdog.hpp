#pragma once

#include "tests/simulator/plain_server.hpp"

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <thread>

namespace tongbao::acceptance {

/// Somebody else's dead man's switch: counts the heartbeats it hears.
class Watchdog {
public:
    /// The last part of its address, which nothing may print.
    static constexpr const char* secret = "secret-of-the-watchdog/+";

    Watchdog();
    ~Watchdog();
    std::string url() const { return server_.url() + "/ping/" + secret; }
    int heard() const { return heard_; }

private:
    boost::asio::io_context io_;
    std::atomic<int> heard_{0};
    simulator::PlainServer server_;
    std::thread thread_;
};

} // namespace tongbao::acceptance
