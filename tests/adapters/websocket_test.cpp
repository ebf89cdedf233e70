#include "adapters/websocket.hpp"
#include "tests/adapters/exchange_fixture.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <nlohmann/json.hpp>

namespace tongbao::adapters {
namespace {

using testing::HasSubstr;
using testing::Not;

/// The sockets of both platforms, on 127.0.0.1 and over TLS.
class WebSocketTest : public ExchangeTest {
protected:
    simulator::WecomBot* bot = nullptr;
    WebSocketSettings settings;
    std::optional<WebSocketClient> sockets;
    std::optional<WebSocket> socket;
    std::string failure;

    WebSocketTest() { begin(TlsFlaw::none); }
    void begin(TlsFlaw flaw)
    {
        serve(flaw);
        bot = &platforms->add(simulator::WecomBotSettings{.name = "助手", .bot_id = "AIB1", .secret = "s"});
        settings.ca_file = platforms->ca_file();
        settings.private_hosts = {"127.0.0.1", "localhost"};
    }
    std::string url(const std::string& path = "/") const { return "wss" + platforms->base_url().substr(5) + path; }

    /// Runs the context until `work` has ended.
    void finish(boost::asio::awaitable<void> work)
    {
        bool done = false;
        boost::asio::co_spawn(io, std::move(work), [&](std::exception_ptr error) {
            done = true;
            if (error)
                std::rethrow_exception(error);
        });
        io.restart();
        while (!done && io.run_one() > 0) {
        }
    }
    boost::asio::awaitable<void> opening(std::string address)
    {
        auto opened = co_await sockets->open(std::move(address));
        if (opened)
            socket.emplace(std::move(*opened));
        else
            failure = opened.error();
    }
    void open(const std::string& address)
    {
        sockets.emplace(io.get_executor(), settings);
        finish(opening(address));
    }
    void subscribe()
    {
        open(url());
        write(R"({"cmd":"aibot_subscribe","headers":{"req_id":"1"},"body":{"bot_id":"AIB1","secret":"s"}})");
        EXPECT_THAT(read(), HasSubstr(R"("errcode":0)"));
    }
    boost::asio::awaitable<void> reading(std::string& got)
    {
        auto next = co_await socket->read();
        got = next ? *next : "ended: " + next.error();
    }
    std::string read()
    {
        std::string got;
        finish(reading(got));
        return got;
    }
    boost::asio::awaitable<void> writing(std::string text, bool& written)
    {
        written = co_await socket->write(std::move(text));
    }
    bool write(const std::string& text)
    {
        bool written = false;
        finish(writing(text, written));
        return written;
    }
    boost::asio::awaitable<void> closing() { co_await socket->close(200ms); }
    void close_and_read_to_the_end(std::string& got)
    {
        boost::asio::co_spawn(io, reading(got), [](std::exception_ptr) {});
        finish(closing());
        while (got.empty() && io.run_one() > 0) {
        }
    }
};

TEST_F(WebSocketTest, TextsGoBothWays)
{
    subscribe();
    EXPECT_TRUE(write(R"({"cmd":"ping","headers":{"req_id":"2"}})"));
    EXPECT_THAT(read(), HasSubstr(R"("req_id":"2")"));
}

TEST_F(WebSocketTest, ServerWhoseCertificateIsWrongIsNeverSpokenTo)
{
    for (const auto flaw :
         {TlsFlaw::expired, TlsFlaw::wrong_host, TlsFlaw::self_signed, TlsFlaw::unknown_ca, TlsFlaw::old_protocol}) {
        begin(flaw);
        open(url());
        EXPECT_FALSE(socket);
        EXPECT_THAT(failure, HasSubstr("TLS"));
    }
}

TEST_F(WebSocketTest, PrivateAddressIsRefusedUnlessItsHostIsNamed)
{
    settings.private_hosts.clear();
    open(url());
    EXPECT_FALSE(socket);
    EXPECT_THAT(failure, HasSubstr("not a public address"));
}

TEST_F(WebSocketTest, RefusedUpgradeTellsItsStatusAndNotTheTicket)
{
    platforms->add(simulator::DingtalkBotSettings{.name = "d", .client_id = "dingA", .client_secret = "x"});
    open(url("/stream-gateway/connect?ticket=s3cret"));
    EXPECT_FALSE(socket);
    EXPECT_THAT(failure, HasSubstr("HTTP 401"));
    EXPECT_THAT(failure, Not(HasSubstr("s3cret")));
}

TEST_F(WebSocketTest, AddressThatIsNoSocketIsRefused)
{
    open("https://127.0.0.1/");
    EXPECT_THAT(failure, HasSubstr("wss://"));
}

/// Takes one connection and begins to shake hands: a record's header, then its body byte after byte, with a `pause`
/// before each.
class SlowHost {
public:
    SlowHost(boost::asio::io_context& io, std::chrono::milliseconds pause)
        : acceptor_(io, {boost::asio::ip::address_v4::loopback(), 0}), socket_(io), pause_(io), length_(pause)
    {
        acceptor_.async_accept(socket_, [this](boost::system::error_code) { write({"\x16\x03\x03\x3f\xff", 5}); });
    }
    std::string url() const
    {
        return "wss://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/?ticket=t1cket";
    }

private:
    void write(std::string_view bytes)
    {
        boost::asio::async_write(socket_, boost::asio::buffer(bytes), [this](auto error, std::size_t) {
            pause_.expires_after(length_);
            if (!error)
                pause_.async_wait([this](auto stopped) {
                    if (!stopped)
                        write({"\0", 1});
                });
        });
    }

    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::ip::tcp::socket socket_;
    boost::asio::steady_timer pause_;
    std::chrono::milliseconds length_;
};

TEST_F(WebSocketTest, HandshakeThatStopsHalfWayOrCrawlsIsGivenUpAtTheDeadline)
{
    settings.open_deadline = 200ms;
    for (const std::chrono::milliseconds pause : {10'000ms, 20ms}) {
        const SlowHost host(io, pause);
        const auto begun = std::chrono::steady_clock::now();
        open(host.url());
        EXPECT_FALSE(socket);
        EXPECT_THAT(failure, HasSubstr("TLS"));
        EXPECT_THAT(failure, Not(HasSubstr("t1cket")));
        EXPECT_LT(std::chrono::steady_clock::now() - begun, 8s);
    }
}

TEST_F(WebSocketTest, UpgradeThatIsNeverAnsweredIsGivenUpAtTheDeadline)
{
    settings.open_deadline = 2s;
    platforms->script().next("/", "", simulator::behaviour::silence());
    open(url());
    EXPECT_FALSE(socket);
    EXPECT_THAT(failure, HasSubstr("upgrade"));
}

TEST_F(WebSocketTest, MessageAboveTheLimitEndsTheConnection)
{
    settings.max_message_bytes = 200;
    subscribe();
    auto said = simulator::Speech("zhangsan", std::string(1000, 'x'));
    run(bot->speak(said));
    EXPECT_THAT(read(), HasSubstr("ended"));
    EXPECT_FALSE(write("x"));
}

TEST_F(WebSocketTest, ServerThatFallsSilentIsGivenUp)
{
    settings.silence = 100ms;
    subscribe();
    bot->long_connection().fall_silent();
    EXPECT_THAT(read(), HasSubstr("silent for too long"));
}

TEST_F(WebSocketTest, ConnectionThatIsCutEndsTheRead)
{
    subscribe();
    bot->long_connection().cut();
    EXPECT_THAT(read(), HasSubstr("ended"));
}

TEST_F(WebSocketTest, CloseEndsAPendingReadAndTheServerSeesIt)
{
    subscribe();
    std::string got;
    close_and_read_to_the_end(got);
    EXPECT_THAT(got, HasSubstr("ended"));
    while (bot->long_connection().connected() && io.run_one() > 0) {
    }
    EXPECT_FALSE(bot->long_connection().connected());
}

TEST_F(WebSocketTest, CloseIsNotHeldUpByASilentServer)
{
    subscribe();
    bot->long_connection().fall_silent();
    std::string got;
    close_and_read_to_the_end(got);
    EXPECT_THAT(got, HasSubstr("ended"));
}

} // namespace
} // namespace tongbao::adapters
