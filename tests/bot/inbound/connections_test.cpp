#include "adapters/http_client.hpp"
#include "bot/inbound/dingtalk_stream.hpp"
#include "bot/inbound/wecom_connection.hpp"
#include "tests/simulator/simulator_test.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <nlohmann/json.hpp>

namespace tongbao::bot {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using simulator::Speech;
using testing::HasSubstr;
using testing::Not;

/// Bots that connect to the platforms' real sockets, over the inbound path into a real database.
class ConnectionsTest : public testing::Test {
protected:
    simulator::TemporaryFolder folder;
    asio::io_context io;
    SystemClock clock;
    InstantMs platform_time = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    simulator::Simulator platforms{io.get_executor(),
                                   {.folder = folder.path / "platforms", .now = [this] { return platform_time; }}};
    store::Store store{(folder.path / "tongbao.db").string()};
    std::vector<adapters::InboundMessage> handled;
    Inbound inbound{io.get_executor(), store, clock, {}, [this](adapters::InboundMessage message, InboundId) {
                        return remember(handled, std::move(message));
                    }};
    adapters::HttpClient http{io.get_executor(), {platforms.ca_file(), {"127.0.0.1"}}};
    adapters::WebSocketClient sockets{
        io.get_executor(),
        {.ca_file = platforms.ca_file(), .private_hosts = {"127.0.0.1"}, .open_deadline = std::chrono::seconds(3)}};
    std::vector<std::pair<std::string, Deafness>> alarms;
    asio::cancellation_signal stop;
    int running = 0;

    ~ConnectionsTest() override
    {
        halt();
        store.close();
    }
    static asio::awaitable<void> remember(std::vector<adapters::InboundMessage>& list, adapters::InboundMessage message)
    {
        list.push_back(std::move(message));
        co_return;
    }
    static asio::awaitable<void> alarm(ConnectionsTest& test, std::string receiver, Deafness why)
    {
        test.alarms.emplace_back(std::move(receiver), why);
        co_return;
    }
    OnDeaf on_deaf()
    {
        return [this](std::string receiver, Deafness why) { return alarm(*this, std::move(receiver), why); };
    }
    void start(asio::awaitable<void> loop)
    {
        ++running;
        asio::co_spawn(io, std::move(loop), asio::bind_cancellation_slot(stop.slot(), [this](std::exception_ptr error) {
                           --running;
                           if (error)
                               std::rethrow_exception(error);
                       }));
    }
    void halt()
    {
        stop.emit(asio::cancellation_type::terminal);
        until([&] { return running == 0; });
    }
    template <class Condition>
    void until(Condition reached)
    {
        io.restart();
        while (!reached())
            ASSERT_GT(io.run_one_for(30s), 0u) << "nothing happens any more";
    }
    template <class Bot>
    simulator::Hearing say(Bot& bot, Speech said)
    {
        std::optional<simulator::Hearing> hearing;
        asio::co_spawn(io, bot.speak(std::move(said)),
                       [&](std::exception_ptr, simulator::Hearing got) { hearing = std::move(got); });
        until([&] { return hearing.has_value(); });
        return *hearing;
    }
    /// What is stored and not worked on yet.
    std::vector<store::StoredInbound> stored()
    {
        std::vector<store::StoredInbound> found;
        bool done = false;
        asio::co_spawn(io, looking(found), [&](std::exception_ptr) { done = true; });
        until([&] { return done; });
        return found;
    }
    asio::awaitable<void> looking(std::vector<store::StoredInbound>& found)
    {
        found =
            co_await store.read([](store::Connection& db) { return store::unfinished_inbound(db, Instant{}, 100); });
    }
};

class WecomConnectionTest : public ConnectionsTest {
protected:
    simulator::WecomBot& bot = platforms.add(
        simulator::WecomBotSettings{.name = "助手", .bot_id = "AIB1", .secret = "s3cret", .eviction_delay = 1ms});
    adapters::wecom::LongConnectionSettings settings{
        .url = "wss" + platforms.base_url().substr(5), .bot_id = "AIB1", .secret = "s3cret"};
    std::unique_ptr<adapters::wecom::LongConnection> line;
    std::unique_ptr<WecomConnection> loop;
    std::chrono::milliseconds return_after = 10min;
    asio::cancellation_signal newer_leaves;
    bool newer_left = false;

    /// Another process connects for the same bot.
    void evict_by(adapters::wecom::LongConnection& newer)
    {
        newer_left = false;
        const auto nothing = [this](adapters::wecom::Message, std::string) { return remember(handled, {}); };
        const auto ended = [this](std::exception_ptr, auto) { newer_left = true; };
        asio::co_spawn(io, newer.hold(nothing, [] {}), asio::bind_cancellation_slot(newer_leaves.slot(), ended));
    }

    ~WecomConnectionTest() override { halt(); }
    void connect()
    {
        line = std::make_unique<adapters::wecom::LongConnection>(io.get_executor(), sockets, settings);
        loop = std::make_unique<WecomConnection>(
            WecomConnectionSettings{{"bot", {"助手"}}, platforms.base_url(), "您好", return_after}, *line, inbound,
            clock, on_deaf());
        start(loop->run());
    }
    void wait_until_connected(std::uint64_t times = 1)
    {
        until([&] { return loop->counters().connected && loop->counters().opened == times; });
    }
    auto received() { return inbound.counters().received; }
};

TEST_F(WecomConnectionTest, MessageIsStoredWithTheRouteOfItsAnswer)
{
    connect();
    wait_until_connected();
    say(bot, {"zhangsan", "查排行", "wrAbc"});
    until([&] { return received() == 1; });
    const auto waiting = stored();
    ASSERT_EQ(waiting.size(), 1u);
    EXPECT_EQ(waiting[0].event.text, "查排行");
    EXPECT_EQ(waiting[0].event.chat, "wrAbc");
    EXPECT_THAT(waiting[0].event.reply_address, HasSubstr("req_id"));
    EXPECT_THAT(waiting[0].event.reply_address, HasSubstr("/cgi-bin/aibot/response"));
}

TEST_F(WecomConnectionTest, RepeatedMessageIsStoredOnce)
{
    connect();
    wait_until_connected();
    say(bot, {"zhangsan", "查排行"});
    bot.long_connection().push_again();
    until([&] { return inbound.counters().replayed == 1; });
    EXPECT_EQ(received(), 1u);
}

TEST_F(WecomConnectionTest, LostConnectionIsMadeAgain)
{
    connect();
    wait_until_connected();
    bot.long_connection().cut();
    wait_until_connected(2);
    say(bot, {"zhangsan", "查排行"});
    until([&] { return received() == 1; });
    EXPECT_EQ(loop->counters().lost, 1u);
    EXPECT_TRUE(alarms.empty());
}

TEST_F(WecomConnectionTest, EvictedBotSoundsAnAlarmAndStaysAway)
{
    connect();
    wait_until_connected();
    adapters::wecom::LongConnection newer(io.get_executor(), sockets, settings);
    evict_by(newer);
    until([&] { return alarms.size() == 1; });
    EXPECT_EQ(alarms[0].second, Deafness::evicted);
    EXPECT_TRUE(newer.subscribed());
    io.run_for(1500ms); // longer than the first delay of an ordinary loss
    EXPECT_TRUE(newer.subscribed());
    EXPECT_EQ(loop->counters().opened, 1u);
    newer_leaves.emit(asio::cancellation_type::terminal);
    until([&] { return newer_left; });
}

TEST_F(WecomConnectionTest, EvictedBotComesBackAfterAWhileAndHears)
{
    return_after = 1ms;
    connect();
    wait_until_connected();
    adapters::wecom::LongConnection newer(io.get_executor(), sockets, settings);
    evict_by(newer);
    wait_until_connected(2);
    until([&] { return newer_left; }); // evicted in its turn
    say(bot, {"zhangsan", "查排行"});
    until([&] { return received() == 1; });
    EXPECT_EQ(alarms.size(), 1u);
}

TEST_F(WecomConnectionTest, RefusedSecretSoundsOneAlarm)
{
    settings.secret = "old";
    connect();
    until([&] { return loop->counters().failed == 2; });
    ASSERT_EQ(alarms.size(), 1u);
    EXPECT_EQ(alarms[0].second, Deafness::refused);
}

TEST_F(WecomConnectionTest, FirstVisitOfADayIsWelcomed)
{
    connect();
    wait_until_connected();
    bool spoken = false;
    asio::co_spawn(io, bot.enter_chat("zhangsan"), [&](std::exception_ptr, auto) { spoken = true; });
    until([&] { return spoken && !platforms.log().accepted_by("助手").empty(); });
    EXPECT_EQ(platforms.log().accepted_by("助手").at(0).content, "您好");
    EXPECT_EQ(received(), 0u);
}

TEST_F(WecomConnectionTest, OwnMessagesAndThoseOfStrangersAreIgnored)
{
    connect();
    wait_until_connected();
    Speech stranger("x", "查排行");
    stranger.outsider = true;
    say(bot, stranger);
    say(bot, {"AIB1", "查排行", "wrAbc"});
    until([&] { return loop->counters().ignored == 2; });
    EXPECT_EQ(received(), 0u);
}

class DingtalkStreamTest : public ConnectionsTest {
protected:
    simulator::DingtalkBotSettings application{
        .name = "助手", .client_id = "dingA", .client_secret = "s3cret", .ack_deadline = 20s};
    simulator::DingtalkBot& bot = platforms.add(application);
    adapters::dingtalk::StreamSettings settings{
        .api = platforms.base_url(), .client_id = "dingA", .client_secret = "s3cret"};
    std::unique_ptr<adapters::dingtalk::StreamGateway> gateway;
    DingtalkIntake intake{"robot", {"s3cret", "dingA", platforms.base_url()}, inbound, clock};
    std::unique_ptr<DingtalkStream> loop;

    ~DingtalkStreamTest() override { halt(); }
    void connect()
    {
        gateway = std::make_unique<adapters::dingtalk::StreamGateway>(http, sockets, settings);
        loop = std::make_unique<DingtalkStream>(io.get_executor(), *gateway, intake, on_deaf());
        start(loop->run());
    }
    void wait_until_connected(std::uint64_t times = 1)
    {
        until([&] { return loop->counters().opened == times && bot.stream().connections() > 0; });
    }
    simulator::StreamAck await_ack(asio::awaitable<simulator::StreamAck> pushing)
    {
        std::optional<simulator::StreamAck> ack;
        asio::co_spawn(io, std::move(pushing),
                       [&](std::exception_ptr, simulator::StreamAck got) { ack = std::move(got); });
        until([&] { return ack.has_value(); });
        return *ack;
    }
};

TEST_F(DingtalkStreamTest, MessageIsDurableWhenItIsAcknowledged)
{
    connect();
    wait_until_connected();
    EXPECT_EQ(say(bot, {"staff1", "查排行", "cidAbc"}).status, 200);
    const auto waiting = stored();
    ASSERT_EQ(waiting.size(), 1u);
    EXPECT_EQ(waiting[0].event.text, "查排行");
    EXPECT_EQ(waiting[0].event.chat, "cidAbc");
    EXPECT_THAT(waiting[0].event.reply_address, HasSubstr("/robot/sendBySession"));
}

TEST_F(DingtalkStreamTest, RepeatedMessageIsAcknowledgedAndStoredOnce)
{
    connect();
    wait_until_connected();
    say(bot, {"staff1", "查排行"});
    EXPECT_EQ(await_ack(bot.stream().push_again(false)).code, 200);
    EXPECT_EQ(await_ack(bot.stream().push_again(true)).code, 200);
    EXPECT_EQ(inbound.counters().received, 1u);
    EXPECT_EQ(inbound.counters().replayed, 2u);
}

TEST_F(DingtalkStreamTest, PingGivesItsDataBack)
{
    connect();
    wait_until_connected();
    const auto ack = await_ack(bot.stream().ping("o1"));
    EXPECT_EQ(ack.code, 200);
    EXPECT_EQ(ack.data, R"({"opaque":"o1"})");
}

TEST_F(DingtalkStreamTest, OnTheOrderToLeaveTheNextConnectionIsOpenBeforeTheOldOneEnds)
{
    connect();
    wait_until_connected();
    say(bot, {"staff1", "一"});
    bot.stream().disconnect("connection is expired", 30s);
    wait_until_connected(2);
    EXPECT_EQ(say(bot, {"staff1", "二"}).status, 200);
    EXPECT_EQ(inbound.counters().received, 2u);
    EXPECT_EQ(loop->counters().lost, 0u);
}

TEST_F(DingtalkStreamTest, TicketThatExpiredOnTheWayIsReplacedByANewOne)
{
    connect();
    until([&] {
        const bool asked_again = platforms.calls("/v1.0/gateway/connections/open") == 2;
        platform_time += asked_again ? 0s : 91s; // also between the answer with the ticket and its use
        return asked_again;
    });
    wait_until_connected();
    EXPECT_EQ(say(bot, {"staff1", "查排行"}).status, 200);
    EXPECT_EQ(loop->counters().failed, 1u);
    EXPECT_TRUE(alarms.empty());
}

TEST_F(DingtalkStreamTest, UpgradeThatIsNeverAnsweredIsGivenUpAndTriedAgain)
{
    platforms.script().next("/stream-gateway/connect", "", simulator::behaviour::silence());
    connect();
    wait_until_connected();
    EXPECT_EQ(loop->counters().failed, 1u);
    EXPECT_EQ(platforms.calls("/v1.0/gateway/connections/open"), 2); // a ticket opens one connection only
}

TEST_F(DingtalkStreamTest, LostConnectionIsMadeAgain)
{
    connect();
    wait_until_connected();
    bot.stream().cut();
    wait_until_connected(2);
    EXPECT_EQ(say(bot, {"staff1", "查排行"}).status, 200);
    EXPECT_EQ(loop->counters().lost, 1u);
}

TEST_F(DingtalkStreamTest, TwoFramesInOneSegmentAndOneInManyAreAllHeard)
{
    connect();
    wait_until_connected();
    simulator::Hearing first;
    simulator::Hearing second;
    bot.stream().send_together(bot.message_for({"staff1", "一"}, first).dump(),
                               bot.message_for({"staff2", "二"}, second).dump());
    until([&] { return inbound.counters().received == 2; });
    const auto frame =
        nlohmann::json{{"type", "SYSTEM"}, {"headers", {{"messageId", "P"}, {"topic", "ping"}}}, {"data", "x"}}.dump();
    bot.stream().send({frame, simulator::Frame::Manner::fragmented});
    until([&] {
        return !bot.stream().heard().empty() && bot.stream().heard().back().find("\"P\"") != std::string::npos;
    });
}

TEST_F(DingtalkStreamTest, WhatIsNoFrameDoesNotEndTheConnection)
{
    connect();
    wait_until_connected();
    for (const char* text : {"not json", "[]", R"({"type":"CALLBACK"})"})
        bot.stream().send({text});
    bot.stream().send({"binary", simulator::Frame::Manner::binary});
    EXPECT_EQ(say(bot, {"staff1", "查排行"}).status, 200);
    EXPECT_EQ(loop->counters().lost, 0u);
}

TEST_F(DingtalkStreamTest, RefusedSecretSoundsAnAlarm)
{
    settings.client_secret = "old";
    connect();
    until([&] { return !alarms.empty(); });
    EXPECT_EQ(alarms[0].second, Deafness::refused);
    EXPECT_FALSE(loop->counters().connected);
}

TEST_F(DingtalkStreamTest, StopSaysGoodbye)
{
    connect();
    wait_until_connected();
    halt();
    until([&] { return bot.stream().connections() == 0; });
}

} // namespace
} // namespace tongbao::bot
