#include "adapters/crypto.hpp"
#include "tests/simulator/simulator_test.hpp"
#include "tests/simulator/socket_client.hpp"

#include <boost/asio/detached.hpp>
#include <nlohmann/json.hpp>

using namespace std::chrono_literals;
using nlohmann::json;
using testing::HasSubstr;
using testing::SizeIs;

namespace tongbao::simulator {
namespace {

class DingtalkStreamTest : public SimulatorTest {
protected:
    DingtalkBot& bot = simulator.add(DingtalkBotSettings{
        .name = "通报助手", .client_id = "dingtest", .client_secret = "appsecret", .ack_deadline = 100ms});
    SocketClient client{io, simulator.ca_file()};
    json asked{{"clientId", "dingtest"},
               {"clientSecret", "appsecret"},
               {"subscriptions", {{{"type", "CALLBACK"}, {"topic", "/v1.0/im/bot/messages/get"}}}}};

    Seen open(const std::string& accept = "application/json")
    {
        return probe.exchange("POST", simulator.base_url() + "/v1.0/gateway/connections/open",
                              {{"Content-Type", "application/json"}, {"Accept", accept}}, asked.dump());
    }
    std::string socket_url()
    {
        const auto place = json::parse(open().body);
        return place.at("endpoint").get<std::string>() +
               "?ticket=" + adapters::percent_encode(place.at("ticket").get<std::string>());
    }
    void connect() { ASSERT_EQ(client.connect(socket_url()), ""); }
    void speak() { boost::asio::co_spawn(io, bot.speak({"staff0001", "帮助", "cidAbc=="}), boost::asio::detached); }
};

TEST_F(DingtalkStreamTest, EndpointHasAPathAndATicketToBeEncoded)
{
    const auto place = json::parse(open().body);
    EXPECT_THAT(place.at("endpoint").get<std::string>(), testing::MatchesRegex("wss://127.0.0.1:[0-9]+/.+"));
    EXPECT_THAT(place.at("ticket").get<std::string>(), HasSubstr("+/"));
}

TEST_F(DingtalkStreamTest, WrongSecretIs401AuthFailed)
{
    asked["clientSecret"] = " appsecret";
    EXPECT_EQ(open().status, 401);
    EXPECT_EQ(json::parse(open().body)["code"], "authFailed");
}

TEST_F(DingtalkStreamTest, MissingAcceptHeaderGivesXml)
{
    EXPECT_THAT(open("*/*").body, HasSubstr("<?xml"));
}

TEST_F(DingtalkStreamTest, EventSubscriptionMustBeForAllEvents)
{
    asked["subscriptions"] = {{{"type", "EVENT"}, {"topic", "chat_update"}}};
    EXPECT_EQ(open().status, 400);
}

TEST_F(DingtalkStreamTest, TicketOpensOneConnection)
{
    const auto url = socket_url();
    EXPECT_EQ(client.connect(url), "");
    SocketClient second(io, simulator.ca_file());
    EXPECT_NE(second.connect(url), "");
}

TEST_F(DingtalkStreamTest, TicketLivesNinetySeconds)
{
    const auto url = socket_url();
    now += 90s;
    EXPECT_NE(client.connect(url), "");
}

TEST_F(DingtalkStreamTest, TicketThatIsNotEncodedIsRefused)
{
    const auto place = json::parse(open().body);
    EXPECT_NE(
        client.connect(place.at("endpoint").get<std::string>() + "?ticket=" + place.at("ticket").get<std::string>()),
        "");
}

TEST_F(DingtalkStreamTest, SpeechArrivesAsACallbackFrame)
{
    connect();
    speak();
    const auto frame = json::parse(client.next());
    EXPECT_EQ(frame["type"], "CALLBACK");
    EXPECT_EQ(frame["headers"]["topic"], "/v1.0/im/bot/messages/get");
    EXPECT_TRUE(frame["headers"]["time"].is_string());
    EXPECT_EQ(json::parse(frame["data"].get<std::string>())["text"]["content"], " 帮助");
}

TEST_F(DingtalkStreamTest, NothingComesWithoutTheSubscription)
{
    asked["subscriptions"] = {{{"type", "EVENT"}, {"topic", "*"}}};
    connect();
    speak();
    EXPECT_EQ(client.next(50ms), "");
}

TEST_F(DingtalkStreamTest, AckIsKnownByItsMessageId)
{
    connect();
    std::optional<StreamAck> ack;
    boost::asio::co_spawn(io, bot.stream().push("{}"), [&](std::exception_ptr, StreamAck got) { ack = got; });
    const auto id = json::parse(client.next())["headers"]["messageId"];
    client.send(json{{"code", 200}, {"headers", {{"messageId", id}}}, {"message", "OK"}, {"data", "{}"}}.dump());
    while (!ack)
        io.run_one();
    EXPECT_EQ(ack->code, 200);
    EXPECT_EQ(ack->data, "{}");
}

TEST_F(DingtalkStreamTest, MissingAckIsSeenAtTheDeadline)
{
    connect();
    EXPECT_EQ(run(bot.stream().push("{}")).code, 0);
}

TEST_F(DingtalkStreamTest, RedeliveryKeepsOrChangesTheMessageId)
{
    connect();
    run(bot.stream().push("{}"));
    run(bot.stream().push_again(false));
    run(bot.stream().push_again(true));
    const auto id = [&] { return json::parse(client.next())["headers"]["messageId"]; };
    const auto original = id();
    EXPECT_EQ(id(), original);
    EXPECT_NE(id(), original);
}

TEST_F(DingtalkStreamTest, DisconnectStopsRoutingAndCutsLater)
{
    connect();
    bot.stream().disconnect("connection is expired", 20ms);
    EXPECT_EQ(bot.stream().connections(), 0U);
    EXPECT_EQ(json::parse(client.next())["headers"]["topic"], "disconnect");
    client.next(1s);
    EXPECT_TRUE(client.ended());
}

TEST_F(DingtalkStreamTest, CutEndsWithoutACloseFrame)
{
    connect();
    bot.stream().cut();
    client.next(1s);
    EXPECT_TRUE(client.ended());
}

TEST_F(DingtalkStreamTest, SilentConnectionAnswersNoPing)
{
    connect();
    client.ping();
    client.next(20ms);
    EXPECT_EQ(client.pongs(), 1);
    bot.stream().fall_silent();
    client.ping();
    client.next(50ms);
    EXPECT_EQ(client.pongs(), 1);
    EXPECT_FALSE(client.ended());
}

TEST_F(DingtalkStreamTest, FragmentedBinaryAndLargeFramesArrive)
{
    connect();
    bot.stream().send({"a text in several fragments", Frame::Manner::fragmented});
    bot.stream().send({"binary", Frame::Manner::binary});
    bot.stream().send({std::string(200 * 1024, 'x'), Frame::Manner::text});
    EXPECT_EQ(client.next(), "a text in several fragments");
    EXPECT_EQ(client.next(), "binary");
    EXPECT_THAT(client.next(), SizeIs(200 * 1024));
}

TEST_F(DingtalkStreamTest, TwoFramesTogetherAreTwoMessages)
{
    connect();
    bot.stream().send_together(R"({"msgId":"1"})", R"({"msgId":"2"})");
    EXPECT_THAT(client.next(), HasSubstr("1"));
    EXPECT_THAT(client.next(), HasSubstr("2"));
}

TEST(SimulatorEndTest, ConnectionsEndWithTheServerThoughTheContextRunsOn)
{
    const TemporaryFolder folder;
    boost::asio::io_context io;
    auto simulator = std::make_unique<Simulator>(io.get_executor(), SimulatorSettings{.folder = folder.path});
    simulator->add(WecomBotSettings{.name = "assistant", .bot_id = "AIB1", .secret = "s3cret"});
    SocketClient client(io, simulator->ca_file());
    ASSERT_EQ(client.connect("wss" + simulator->base_url().substr(5) + "/"), "");
    simulator.reset();
    client.next(1s);
    EXPECT_TRUE(client.ended());
}

TEST_F(DingtalkStreamTest, UpgradeCanBeLeftUnansweredOrRefused)
{
    simulator.script().next("/stream-gateway/connect", "", behaviour::http_error(503));
    EXPECT_NE(client.connect(socket_url()), "");
}

} // namespace
} // namespace tongbao::simulator
