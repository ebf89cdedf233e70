#include "bot/http.hpp"

#include "adapters/as_result.hpp"
#include "bot/http_wire.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

using namespace tongbao::bot;
using namespace std::chrono_literals;
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

asio::awaitable<HttpResponse> echo(HttpRequest request)
{
    HttpResponse response;
    response.body = request.method + " " + request.target + " " + request.body + " from " + request.peer;
    co_return response;
}

asio::awaitable<HttpResponse> fail(HttpRequest)
{
    throw std::runtime_error("broken");
    co_return HttpResponse();
}

/// One raw socket, so that tests decide byte by byte what is sent.
class RawClient {
public:
    RawClient(asio::io_context& io, std::uint16_t port) : socket_(io)
    {
        socket_.connect({asio::ip::make_address("127.0.0.1"), port});
    }
    asio::awaitable<void> send(std::string text)
    {
        co_await asio::async_write(socket_, asio::buffer(text), as_result); // the listener may have closed already
    }
    /// Everything until the listener closes.
    asio::awaitable<std::string> rest()
    {
        std::string text;
        co_await asio::async_read(socket_, asio::dynamic_buffer(text), as_result);
        co_return text;
    }
    asio::awaitable<std::string> some()
    {
        std::string text(4096, '\0');
        const auto [error, count] = co_await socket_.async_read_some(asio::buffer(text), as_result);
        text.resize(count);
        co_return text;
    }

private:
    tcp::socket socket_;
};

std::string status_of(const std::string& answer)
{
    return answer.substr(0, answer.find("\r\n"));
}

int count_of(const std::string& text, const std::string& word)
{
    int count = 0;
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
        ++count;
    return count;
}

} // namespace

class HttpTest : public testing::Test {
protected:
    asio::io_context io_;
    ListenerSettings settings_;
    std::unique_ptr<Listener> listener_;

    void SetUp() override
    {
        settings_.port = 0;
        settings_.idle_deadline = settings_.header_deadline = settings_.body_deadline = 5s;
    }

    void start()
    {
        listener_ = std::make_unique<Listener>(io_.get_executor(), settings_);
        listener_->route("GET", "/echo", echo);
        listener_->route("POST", "/echo", echo);
        listener_->route("GET", "/fail", fail);
        asio::co_spawn(io_, listener_->run(), asio::detached);
    }

    RawClient connect() { return {io_, listener_->port()}; }

    /// Runs until the test's coroutine has ended, then stops the listener.
    template <class Result>
    Result finish(asio::awaitable<Result> work)
    {
        std::optional<Result> result;
        std::exception_ptr problem;
        asio::co_spawn(io_, std::move(work), [&](std::exception_ptr error, Result value) {
            problem = error;
            result = std::move(value);
        });
        io_.restart();
        while (!result && io_.run_one_for(20s) > 0) {
        }
        if (problem)
            std::rethrow_exception(problem);
        if (!result)
            throw std::runtime_error("the test did not end in time");
        return std::move(*result);
    }

    static asio::awaitable<std::string> exchange(RawClient& client, std::string text)
    {
        co_await client.send(std::move(text));
        auto answer = co_await client.rest();
        co_return answer;
    }

    std::string answer_to(std::string text)
    {
        auto client = connect();
        return finish(exchange(client, std::move(text)));
    }

    static asio::awaitable<bool> stop(Listener& listener, std::chrono::milliseconds drain)
    {
        co_await listener.stop(drain);
        co_return true;
    }

    void TearDown() override
    {
        if (listener_)
            finish(stop(*listener_, 1s));
    }
};

TEST_F(HttpTest, HandsACompleteRequestToItsRoute)
{
    start();
    const auto answer =
        answer_to("POST /echo?a=%20b HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody");
    EXPECT_EQ(status_of(answer), "HTTP/1.1 200 OK");
    EXPECT_EQ(answer.substr(answer.find("\r\n\r\n") + 4), "POST /echo?a=%20b body from 127.0.0.1");
}

TEST_F(HttpTest, UnknownPathIs404AndUnknownMethodIs405)
{
    start();
    EXPECT_EQ(status_of(answer_to("GET /none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")),
              "HTTP/1.1 404 Not Found");
    EXPECT_EQ(status_of(answer_to("DELETE /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")),
              "HTTP/1.1 405 Method Not Allowed");
}

TEST_F(HttpTest, ThrowingHandlerAnswers500WithoutSayingWhy)
{
    start();
    const auto answer = answer_to("GET /fail HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(status_of(answer), "HTTP/1.1 500 Internal Server Error");
    EXPECT_EQ(answer.find("broken"), std::string::npos);
    EXPECT_EQ(listener_->counters().handler_failed, 1u);
}

TEST_F(HttpTest, PipelinedRequestsAreAnsweredInOrder)
{
    start();
    const auto answer = answer_to("GET /echo?1 HTTP/1.1\r\nHost: x\r\n\r\nGET /echo?2 HTTP/1.1\r\nHost: x\r\n\r\n"
                                  "GET /echo?3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(count_of(answer, "HTTP/1.1 200 OK"), 3);
    EXPECT_LT(answer.find("/echo?1"), answer.find("/echo?2"));
    EXPECT_LT(answer.find("/echo?2"), answer.find("/echo?3"));
}

TEST_F(HttpTest, AnnouncedBodyAboveTheLimitIs413BeforeItIsSent)
{
    start();
    EXPECT_EQ(status_of(answer_to("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n")),
              "HTTP/1.1 413 Payload Too Large");
    EXPECT_EQ(listener_->counters().requests, 0u);
}

TEST_F(HttpTest, ChunkedBodyAboveTheLimitIs413)
{
    settings_.max_body_bytes = 16;
    start();
    EXPECT_EQ(status_of(answer_to("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                                  "10\r\n0123456789abcdef\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n")),
              "HTTP/1.1 413 Payload Too Large");
}

TEST_F(HttpTest, HugeHeaderAndTenThousandHeadersAre431)
{
    start();
    EXPECT_EQ(status_of(answer_to("GET /echo HTTP/1.1\r\nHost: " + std::string(20'000, 'x') + "\r\n\r\n")),
              "HTTP/1.1 431 Request Header Fields Too Large");
    std::string many = "GET /echo HTTP/1.1\r\nHost: x\r\n";
    for (int i = 0; i < 10'000; ++i)
        many += "a: b\r\n";
    EXPECT_EQ(status_of(answer_to(many + "\r\n")), "HTTP/1.1 431 Request Header Fields Too Large");
}

TEST_F(HttpTest, WhatIsNotHttpIs400)
{
    start();
    EXPECT_EQ(status_of(answer_to("\x16\x03\x01 hello\r\n\r\n")), "HTTP/1.1 400 Bad Request");
    EXPECT_EQ(status_of(answer_to("POST /echo HTTP/1.1\r\nContent-Length: x\r\n\r\n")), "HTTP/1.1 400 Bad Request");
}

TEST_F(HttpTest, SlowHeaderAndSlowBodyAreCutOff)
{
    settings_.header_deadline = settings_.body_deadline = 50ms;
    start();
    EXPECT_EQ(answer_to("GET /echo HTTP/1.1\r\nHost:"), "");
    EXPECT_EQ(answer_to("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf"), "");
    EXPECT_EQ(answer_to(""), "");
    EXPECT_EQ(listener_->counters().timed_out, 3u);
}

TEST_F(HttpTest, IdleConnectionIsClosedAfterItsDeadline)
{
    settings_.idle_deadline = 50ms;
    start();
    const auto answer = answer_to("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(count_of(answer, "HTTP/1.1 200 OK"), 1);
    EXPECT_EQ(listener_->counters().timed_out, 1u);
}

TEST_F(HttpTest, WaitingConnectionsGiveWayWhenTheirPeerHasTooMany)
{
    settings_.max_connections_per_peer = 3;
    start();
    std::vector<RawClient> idle;
    for (int i = 0; i < 20; ++i)
        idle.push_back(connect());
    const auto answer = answer_to("GET /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(status_of(answer), "HTTP/1.1 200 OK");
    EXPECT_EQ(listener_->counters().evicted, 18u);
    EXPECT_EQ(listener_->counters().turned_away, 0u);
}

TEST_F(HttpTest, ConnectionIsTurnedAwayWhenEveryOneOfThatPeerIsAtWork)
{
    settings_.max_connections_per_peer = 1;
    start();
    asio::steady_timer release(io_, 5s);
    listener_->route("GET", "/slow", [&](HttpRequest) -> asio::awaitable<HttpResponse> {
        co_await release.async_wait(as_result);
        co_return HttpResponse();
    });
    auto busy = connect();
    asio::co_spawn(io_, busy.send("GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), asio::detached);
    while (listener_->counters().requests == 0)
        io_.run_one();
    EXPECT_EQ(answer_to("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n"), "");
    EXPECT_EQ(listener_->counters().turned_away, 1u);
    release.cancel();
    EXPECT_EQ(status_of(finish(busy.rest())), "HTTP/1.1 200 OK");
}

TEST_F(HttpTest, StopLetsTheRequestUnderWayFinishAndClosesIdleOnes)
{
    start();
    asio::steady_timer release(io_, 5s);
    listener_->route("GET", "/slow", [&](HttpRequest) -> asio::awaitable<HttpResponse> {
        co_await release.async_wait(as_result);
        co_return HttpResponse();
    });
    auto idle = connect();
    auto busy = connect();
    asio::co_spawn(io_, busy.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"), asio::detached);
    while (listener_->counters().requests == 0)
        io_.run_one();
    bool stopped = false;
    asio::co_spawn(io_, listener_->stop(5s), [&](std::exception_ptr) { stopped = true; });
    EXPECT_EQ(finish(idle.rest()), "");
    EXPECT_FALSE(stopped);
    release.cancel();
    const auto answer = finish(busy.rest());
    EXPECT_EQ(status_of(answer), "HTTP/1.1 200 OK");
    EXPECT_EQ(count_of(answer, "Connection: close"), 1);
    while (!stopped)
        io_.run_one();
    EXPECT_EQ(listener_->counters().open, 0u);
}

TEST_F(HttpTest, ForwardedPeerIsReadFromATrustedProxyOnly)
{
    start();
    const std::string request =
        "GET /echo HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.7\r\nConnection: close\r\n\r\n";
    EXPECT_EQ(count_of(answer_to(request), "from 127.0.0.1"), 1);
    finish(stop(*listener_, 1s));
    settings_.trusted_proxies = {"127.0.0.1"};
    start();
    EXPECT_EQ(count_of(answer_to(request), "from 203.0.113.7"), 1);
}

TEST(HttpWire, ForwardedPeerIsTheLastAddressThatIsNoProxy)
{
    HttpRequest request;
    request.headers = {{"x-forwarded-for", "198.51.100.1, 203.0.113.7, 10.0.0.2"}};
    EXPECT_EQ(forwarded_peer(request, {"10.0.0.1", "10.0.0.2"}, "10.0.0.1"), "203.0.113.7");
    request.headers = {{"x-forwarded-for", "not an address"}};
    EXPECT_EQ(forwarded_peer(request, {"10.0.0.1"}, "10.0.0.1"), "10.0.0.1");
}

TEST(HttpWire, AnIpv6PeerIsItsNetwork)
{
    EXPECT_EQ(peer_key("2001:db8:0:1::1"), peer_key("2001:db8:0:1:ffff::2"));
    EXPECT_NE(peer_key("2001:db8:0:1::1"), peer_key("2001:db8:0:2::1"));
    EXPECT_NE(peer_key("192.0.2.1"), peer_key("192.0.2.2"));
}
