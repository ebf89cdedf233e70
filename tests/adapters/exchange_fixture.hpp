#pragma once

#include "adapters/http_client.hpp"
#include "tests/simulator/simulator_test.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>

namespace tongbao::adapters {

using namespace std::chrono_literals;
namespace behaviour = simulator::behaviour;
using simulator::TlsFlaw;

/// The platforms on 127.0.0.1 and a client that trusts them.
class ExchangeTest : public testing::Test {
protected:
    simulator::TemporaryFolder folder;
    boost::asio::io_context io;
    std::optional<simulator::Simulator> platforms;
    simulator::WecomRobot* robot = nullptr;
    simulator::DingtalkRobot* ding = nullptr;
    std::optional<HttpClient> client;

    ExchangeTest() { serve(TlsFlaw::none); }
    ~ExchangeTest() override { client.reset(); }

    void serve(TlsFlaw flaw)
    {
        platforms.reset();
        platforms.emplace(io.get_executor(),
                          simulator::SimulatorSettings{
                              folder.path / std::to_string(static_cast<int>(flaw)), std::nullopt, 0, flaw, {}});
        robot = &platforms->add(simulator::WecomRobotSettings{.name = "group-7", .key = "the-key-7"});
        ding = &platforms->add(simulator::DingtalkRobotSettings{.name = "ding-1", .access_token = "the-token-1"});
        client.emplace(io.get_executor(), trusting());
    }
    HttpClientSettings trusting() const { return {platforms->ca_file(), {"127.0.0.1", "localhost"}, 64 * 1024}; }

    /// Runs the context until `work` has ended and gives its result.
    template <class T>
    T run(boost::asio::awaitable<T> work)
    {
        std::optional<T> result;
        boost::asio::co_spawn(io, std::move(work), [&](std::exception_ptr error, T value) {
            if (error)
                std::rethrow_exception(error);
            result.emplace(std::move(value));
        });
        io.restart();
        while (!result && io.run_one() > 0) {
        }
        return std::move(*result);
    }
    using Result = boost::system::result<HttpReply, HttpFailure>;
    HttpRequest request(std::chrono::milliseconds deadline = 10s) const
    {
        HttpRequest made;
        made.url = robot->url();
        made.headers = {{"Content-Type", "application/json"}};
        made.body = R"({"msgtype":"text","text":{"content":"a"}})";
        made.deadline = deadline;
        return made;
    }
    Result exchange(HttpRequest made)
    {
        std::optional<Result> result; // a result has no default to begin with
        boost::asio::co_spawn(io, client->send(std::move(made)),
                              [&](std::exception_ptr error, std::optional<Result> got) {
                                  if (error)
                                      std::rethrow_exception(error);
                                  result = std::move(got);
                              });
        io.restart();
        while (!result && io.run_one() > 0) {
        }
        return std::move(*result);
    }
    Result exchange() { return exchange(request()); }
    HttpFailure failure_of(simulator::Behaviour lost, std::chrono::milliseconds deadline = 10s)
    {
        robot->next(std::move(lost));
        auto result = exchange(request(deadline));
        EXPECT_TRUE(result.has_error());
        return result.has_error() ? result.error() : HttpFailure{};
    }
};

} // namespace tongbao::adapters
