#pragma once

#include "tests/simulator/plain_server.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <vector>

namespace tongbao::simulator {

/// The service's place in tests of what the platforms push to it: keeps what it heard, answers what it is told.
struct Listener {
    explicit Listener(boost::asio::any_io_executor executor)
        : server(std::move(executor), [this](Request request) { return hear(std::move(request)); })
    {
    }

    std::function<Response(const Request&)> answer = [](const Request&) { return Response(); };
    std::chrono::milliseconds delay{0};
    std::vector<Request> heard;
    PlainServer server;

    std::string url() const { return server.url() + "/callback"; }

private:
    boost::asio::awaitable<Response> hear(Request request)
    {
        heard.push_back(request);
        auto response = answer(request);
        boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, delay);
        co_await timer.async_wait(boost::asio::use_awaitable);
        co_return response;
    }
};

} // namespace tongbao::simulator
