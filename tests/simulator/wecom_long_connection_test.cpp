#include "tests/simulator/simulator_test.hpp"
#include "tests/simulator/socket_client.hpp"

#include <nlohmann/json.hpp>

using namespace std::chrono_literals;
using nlohmann::json;
using testing::HasSubstr;
using testing::SizeIs;

namespace tongbao::simulator {
namespace {

class WecomLongConnectionTest : public SimulatorTest {
protected:
    WecomBot& bot = simulator.add(
        WecomBotSettings{.name = "通报助手", .bot_id = "AIB1", .secret = "s3cret", .eviction_delay = 1ms});
    SocketClient client{io, simulator.ca_file()};
    int requests = 0;

    json ask(const std::string& cmd, const json& body, const std::string& req_id)
    {
        client.send(json{{"cmd", cmd}, {"headers", {{"req_id", req_id}}}, {"body", body}}.dump());
        const auto ack = json::parse(client.next());
        EXPECT_EQ(ack.at("headers").at("req_id"), req_id);
        return ack;
    }
    json ask(const std::string& cmd, const json& body) { return ask(cmd, body, cmd + std::to_string(++requests)); }
    json subscribe(const std::string& secret = "s3cret")
    {
        return ask("aibot_subscribe", {{"bot_id", "AIB1"}, {"secret", secret}});
    }
    void connect()
    {
        ASSERT_EQ(client.connect(socket_url()), "");
        ASSERT_EQ(subscribe().at("errcode"), 0);
    }
    std::string socket_url() const { return "wss" + simulator.base_url().substr(5) + "/"; }
    /// The frame that the client gets for something said.
    json hear(const std::string& group = "wrAbc")
    {
        run(bot.speak({"zhangsan", "帮助", group}));
        return json::parse(client.next());
    }
    static json markdown(const std::string& content)
    {
        return {{"msgtype", "markdown"}, {"markdown", {{"content", content}}}};
    }
    static json stream(bool finish)
    {
        return {{"msgtype", "stream"}, {"stream", {{"id", "s1"}, {"finish", finish}, {"content", "x"}}}};
    }
    static json to_group(json body)
    {
        body["chatid"] = "wrAbc";
        return body;
    }
    json respond(const json& heard, const json& body)
    {
        return ask("aibot_respond_msg", body, heard.at("headers").at("req_id"));
    }
};

TEST_F(WecomLongConnectionTest, CommandsBeforeTheSubscriptionAreRefused)
{
    ASSERT_EQ(client.connect(socket_url()), "");
    EXPECT_NE(ask("ping", json::object()).at("errcode"), 0);
}

TEST_F(WecomLongConnectionTest, WrongCredentialsAre853000AndLeaveTheSocketOpen)
{
    ASSERT_EQ(client.connect(socket_url()), "");
    EXPECT_EQ(subscribe("wrong").at("errcode"), 853000);
    EXPECT_EQ(subscribe().at("errcode"), 0);
}

TEST_F(WecomLongConnectionTest, PingIsAcknowledged)
{
    connect();
    EXPECT_EQ(ask("ping", json::object()).at("errcode"), 0);
}

TEST_F(WecomLongConnectionTest, SpeechArrivesAndIsAnsweredByItsReqId)
{
    connect();
    const auto heard = hear();
    EXPECT_EQ(heard.at("cmd"), "aibot_msg_callback");
    EXPECT_EQ(heard.at("body").at("text").at("content"), "@通报助手 帮助");
    EXPECT_EQ(respond(heard, markdown("可用命令")).at("errcode"), 0);
    EXPECT_EQ(simulator.log().accepted_by("通报助手").at(0).content, "可用命令");
}

TEST_F(WecomLongConnectionTest, UnknownReqIdIs846605)
{
    connect();
    EXPECT_EQ(ask("aibot_respond_msg", markdown("x")).at("errcode"), 846605);
}

TEST_F(WecomLongConnectionTest, ReqIdOfAnEventTakesNoOrdinaryReply)
{
    connect();
    run(bot.enter_chat("zhangsan"));
    EXPECT_EQ(respond(json::parse(client.next()), markdown("x")).at("errcode"), 846605);
}

TEST_F(WecomLongConnectionTest, WelcomeMustComeWithinFiveSeconds)
{
    connect();
    const json welcome{{"msgtype", "text"}, {"text", {{"content", "您好"}}}};
    run(bot.enter_chat("zhangsan"));
    const auto first_event = json::parse(client.next());
    run(bot.enter_chat("zhangsan"));
    const auto second_event = json::parse(client.next());
    const auto answer = [&](const json& event) {
        return ask("aibot_respond_welcome_msg", welcome, event.at("headers").at("req_id")).at("errcode");
    };
    EXPECT_EQ(answer(first_event), 0);
    now += 5s;
    EXPECT_EQ(answer(second_event), 846605);
}

TEST_F(WecomLongConnectionTest, StreamCannotBeUpdatedAfterSixMinutes)
{
    connect();
    const auto heard = hear();
    EXPECT_EQ(respond(heard, stream(false)).at("errcode"), 0);
    now += 6min;
    EXPECT_EQ(respond(heard, stream(true)).at("errcode"), 846608);
}

TEST_F(WecomLongConnectionTest, PushNeedsAConversationThatHasSpoken)
{
    connect();
    EXPECT_EQ(ask("aibot_send_msg", to_group(markdown("x"))).at("errcode"), 93006);
    hear();
    EXPECT_EQ(ask("aibot_send_msg", to_group(markdown("x"))).at("errcode"), 0);
}

TEST_F(WecomLongConnectionTest, TextPushIs40008)
{
    connect();
    hear();
    EXPECT_EQ(ask("aibot_send_msg", to_group({{"msgtype", "text"}, {"text", {{"content", "x"}}}})).at("errcode"),
              40008);
}

TEST_F(WecomLongConnectionTest, LongPushIs40058)
{
    connect();
    hear();
    EXPECT_EQ(ask("aibot_send_msg", to_group(markdown(std::string(20481, 'x')))).at("errcode"), 40058);
}

TEST_F(WecomLongConnectionTest, ThirtyFirstMessageOfAConversationInAMinuteIs846607)
{
    connect();
    hear();
    for (int i = 0; i < 30; ++i)
        ASSERT_EQ(ask("aibot_send_msg", to_group(markdown("x"))).at("errcode"), 0);
    EXPECT_EQ(ask("aibot_send_msg", to_group(markdown("x"))).at("errcode"), 846607);
    now += 60s;
    EXPECT_EQ(ask("aibot_send_msg", to_group(markdown("x"))).at("errcode"), 0);
}

TEST_F(WecomLongConnectionTest, NewerSubscriptionEvictsTheOlderOne)
{
    connect();
    SocketClient older(io, simulator.ca_file());
    std::swap(older, client);
    connect();
    EXPECT_THAT(older.next(), HasSubstr("disconnected_event"));
    older.next(1s);
    EXPECT_TRUE(older.ended());
    EXPECT_TRUE(bot.long_connection().connected());
}

TEST_F(WecomLongConnectionTest, AcknowledgementsCanBeMissing)
{
    connect();
    bot.long_connection().withhold_acks(1);
    client.send(R"({"cmd":"ping","headers":{"req_id":"p1"}})");
    EXPECT_EQ(client.next(50ms), "");
    EXPECT_EQ(ask("ping", json::object()).at("errcode"), 0);
}

TEST_F(WecomLongConnectionTest, TextsCanHoldRawControlCharacters)
{
    connect();
    bot.long_connection().add_control_characters(true);
    run(bot.speak({"zhangsan", "帮助"}));
    const auto frame = client.next();
    EXPECT_THAT(frame, HasSubstr("\x01"));
    EXPECT_TRUE(json::parse(frame, nullptr, false).is_discarded());
}

TEST_F(WecomLongConnectionTest, UploadCollectsItsChunks)
{
    connect();
    const auto begun = ask("aibot_upload_media_init", {{"type", "file"}, {"total_chunks", 2}});
    const auto id = begun.at("body").at("upload_id");
    const auto chunk = [&](int index) {
        return ask("aibot_upload_media_chunk", {{"upload_id", id}, {"chunk_index", index}, {"base64_data", "eA=="}})
            .at("errcode");
    };
    EXPECT_EQ(chunk(1), 0);
    EXPECT_NE(ask("aibot_upload_media_finish", {{"upload_id", id}}).at("errcode"), 0);
    EXPECT_EQ(chunk(0), 0);
    EXPECT_TRUE(ask("aibot_upload_media_finish", {{"upload_id", id}}).at("body").contains("media_id"));
}

} // namespace
} // namespace tongbao::simulator
