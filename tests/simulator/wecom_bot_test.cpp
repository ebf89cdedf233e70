#include "tests/simulator/listener.hpp"
#include "tests/simulator/simulator_test.hpp"

#include <nlohmann/json.hpp>

using namespace std::chrono_literals;
using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

namespace tongbao::simulator {
namespace {

class WecomBotTest : public SimulatorTest {
protected:
    wecom::CallbackSecrets secrets{"QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", ""};
    Listener service{io.get_executor()};
    WecomBotSettings settings{.name = "通报助手",
                              .bot_id = "AIBtest",
                              .url = service.url(),
                              .token = secrets.token,
                              .aes_key = secrets.encoding_aes_key,
                              .deadline = 100ms,
                              .poll_interval = 1ms};
    WecomBot& bot = simulator.add(settings);

    /// What the service would read of the request.
    json heard(std::size_t i = 0) const
    {
        const auto encrypted = json::parse(service.heard.at(i).body).at("encrypt");
        return json::parse(wecom::unseal(secrets, encrypted).value());
    }

    Response reply(const Request& request, const json& message) const
    {
        const auto encrypted = wecom::seal(secrets, message.dump());
        const std::string nonce(first(request.query, "nonce"));
        const json sealed{{"encrypt", encrypted},
                          {"msgsignature", wecom::signature(secrets.token, "1790000000", nonce, encrypted)},
                          {"timestamp", 1790000000},
                          {"nonce", nonce}};
        return {200, sealed.dump()};
    }

    Seen post(const std::string& address, const std::string& content)
    {
        return probe.post(address, json{{"msgtype", "markdown"}, {"markdown", {{"content", content}}}}.dump());
    }
};

TEST_F(WecomBotTest, SpeechInAGroupKeepsTheMentionAndCarriesTheChat)
{
    simulator.name_chat("wrAbc", "学习管理员群");
    const auto result = run(bot.speak({"zhangsan", "帮助", "wrAbc"}));
    EXPECT_EQ(result.status, 200);
    EXPECT_EQ(heard()["text"]["content"], "@通报助手 帮助");
    EXPECT_EQ(heard()["chattype"], "group");
    EXPECT_EQ(heard()["chatid"], "wrAbc");
    EXPECT_EQ(heard()["from"]["userid"], "zhangsan");
    EXPECT_EQ(heard()["msgid"], result.message_id);
}

TEST_F(WecomBotTest, OneToOneSpeechHasNeitherMentionNorChat)
{
    run(bot.speak({"zhangsan", "帮助"}));
    EXPECT_EQ(heard()["text"]["content"], "帮助");
    EXPECT_EQ(heard()["chattype"], "single");
    EXPECT_FALSE(heard().contains("chatid"));
}

TEST_F(WecomBotTest, CallbackIsSignedOverItsCiphertext)
{
    run(bot.speak({"zhangsan", "帮助"}));
    const auto& query = service.heard.at(0).query;
    EXPECT_EQ(wecom::signature(secrets.token, std::string(first(query, "timestamp")),
                               std::string(first(query, "nonce")), json::parse(service.heard[0].body).at("encrypt")),
              first(query, "msg_signature"));
}

TEST_F(WecomBotTest, FailedCallbackIsTriedThreeTimesWithTheSameMessage)
{
    service.answer = [](const Request&) { return Response{500}; };
    const auto result = run(bot.speak({"zhangsan", "帮助"}));
    EXPECT_EQ(result.tries, 3);
    ASSERT_THAT(service.heard, SizeIs(3));
    EXPECT_EQ(heard(2)["msgid"], heard(0)["msgid"]);
    EXPECT_EQ(service.heard[0].body, service.heard[1].body);
}

TEST_F(WecomBotTest, RetriesCanBeEncryptedAnew)
{
    settings.fresh_ciphertext = true;
    auto& other = simulator.add(settings);
    service.answer = [](const Request&) { return Response{500}; };
    run(other.speak({"zhangsan", "帮助"}));
    EXPECT_NE(service.heard[0].body, service.heard[1].body);
    EXPECT_EQ(heard(1)["msgid"], heard(0)["msgid"]);
}

TEST_F(WecomBotTest, AnswerAfterTheDeadlineCountsAsNone)
{
    service.delay = 150ms;
    const auto result = run(bot.speak({"zhangsan", "帮助"}));
    EXPECT_EQ(result.status, 0);
    EXPECT_EQ(result.tries, 3);
}

TEST_F(WecomBotTest, PassiveReplyIsDecryptedAndShown)
{
    service.answer = [this](const Request& request) {
        return reply(request,
                     {{"msgtype", "stream"}, {"stream", {{"id", "s1"}, {"finish", true}, {"content", "可用命令"}}}});
    };
    const auto result = run(bot.speak({"zhangsan", "帮助"}));
    EXPECT_EQ(result.fault, "");
    EXPECT_EQ(result.reply, "可用命令");
    EXPECT_EQ(simulator.log().accepted_by("通报助手").at(0).content, "可用命令");
}

TEST_F(WecomBotTest, PassiveReplyMustGiveTheNonceBack)
{
    service.answer = [this](const Request& request) {
        auto changed = request;
        changed.query = {{"nonce", "1"}};
        return reply(changed, {{"msgtype", "stream"}, {"stream", {{"id", "s1"}, {"finish", true}}}});
    };
    EXPECT_EQ(run(bot.speak({"zhangsan", "帮助"})).fault, "nonce is not the callback's");
}

TEST_F(WecomBotTest, PassiveReplyTimestampMustBeANumber)
{
    service.answer = [](const Request&) {
        return Response{200, R"({"encrypt":"","msgsignature":"","timestamp":"1790000000","nonce":""})"};
    };
    EXPECT_EQ(run(bot.speak({"zhangsan", "帮助"})).fault, "timestamp is not a number");
}

TEST_F(WecomBotTest, MarkdownIsNoPassiveReply)
{
    service.answer = [this](const Request& request) {
        return reply(request, {{"msgtype", "markdown"}, {"markdown", {{"content", "x"}}}});
    };
    EXPECT_EQ(run(bot.speak({"zhangsan", "帮助"})).fault, "invalid message type");
}

TEST_F(WecomBotTest, UnfinishedStreamIsPolledUntilItEnds)
{
    service.answer = [this](const Request& request) {
        const bool last = service.heard.size() == 3;
        return reply(request, {{"msgtype", "stream"},
                               {"stream", {{"id", "s1"}, {"finish", last}, {"content", last ? "全文" : "全"}}}});
    };
    EXPECT_EQ(run(bot.speak({"zhangsan", "帮助"})).reply, "全文");
    EXPECT_EQ(heard(1)["msgtype"], "stream");
    EXPECT_EQ(heard(1)["stream"]["id"], "s1");
    EXPECT_NE(heard(2)["msgid"], heard(1)["msgid"]);
}

TEST_F(WecomBotTest, UnfinishedStreamIsGivenUpAfterSixMinutes)
{
    service.answer = [this](const Request& request) {
        now += 3min;
        return reply(request, {{"msgtype", "stream"}, {"stream", {{"id", "s1"}, {"content", "全"}}}});
    };
    run(bot.speak({"zhangsan", "帮助"}));
    EXPECT_THAT(service.heard, SizeIs(3));
}

TEST_F(WecomBotTest, EnterChatIsSentOnceAndTakesAText)
{
    service.answer = [this](const Request& request) {
        return reply(request, {{"msgtype", "text"}, {"text", {{"content", "您好"}}}});
    };
    EXPECT_EQ(run(bot.enter_chat("zhangsan")).reply, "您好");
    service.answer = [](const Request&) { return Response{500}; };
    EXPECT_EQ(run(bot.enter_chat("zhangsan")).tries, 1);
}

TEST_F(WecomBotTest, ReplyUrlTakesOneCall)
{
    const auto address = run(bot.speak({"zhangsan", "帮助"})).reply_address;
    EXPECT_EQ(post(address, "可用命令").errcode, 0);
    EXPECT_NE(post(address, "再来一次").errcode, 0);
    ASSERT_THAT(bot.accepted(), SizeIs(1));
    EXPECT_EQ(bot.accepted()[0].chat, "zhangsan");
}

TEST_F(WecomBotTest, ReplyUrlLivesOneHour)
{
    const auto address = run(bot.speak({"zhangsan", "帮助"})).reply_address;
    now += 1h;
    EXPECT_NE(post(address, "x").errcode, 0);
}

TEST_F(WecomBotTest, ReplyUrlTakesMarkdownUpTo20480Bytes)
{
    const auto speak = [&] { return run(bot.speak({"zhangsan", "帮助"})).reply_address; };
    EXPECT_EQ(post(speak(), std::string(20480, 'x')).errcode, 0);
    EXPECT_EQ(post(speak(), std::string(20481, 'x')).errcode, 40058);
    EXPECT_EQ(probe.post(speak(), R"({"msgtype":"text","text":{"content":"x"}})").errcode, 40008);
}

TEST_F(WecomBotTest, ReplyUrlTakesCardsOnlyOneToOne)
{
    const auto card = R"({"msgtype":"template_card","template_card":{"card_type":"text_notice"}})";
    EXPECT_EQ(probe.post(run(bot.speak({"zhangsan", "x"})).reply_address, card).errcode, 0);
    EXPECT_EQ(probe.post(run(bot.speak({"zhangsan", "x", "wrAbc"})).reply_address, card).errcode, 40008);
}

TEST_F(WecomBotTest, UrlCheckWantsExactlyTheDecryptedMessage)
{
    service.answer = [this](const Request& request) {
        return Response{200, wecom::unseal(secrets, std::string(first(request.query, "echostr"))).value()};
    };
    EXPECT_EQ(run(bot.check_url()), "");
    service.answer = [this](const Request& request) {
        return Response{200, wecom::unseal(secrets, std::string(first(request.query, "echostr"))).value() + "\n"};
    };
    EXPECT_THAT(run(bot.check_url()), HasSubstr("not exactly"));
}

TEST_F(WecomBotTest, ForgedSpeechDoesNotVerify)
{
    Speech said("zhangsan", "帮助");
    said.forgery = Forgery::signature;
    run(bot.speak(said));
    const auto& query = service.heard.at(0).query;
    EXPECT_NE(wecom::signature(secrets.token, std::string(first(query, "timestamp")),
                               std::string(first(query, "nonce")), json::parse(service.heard[0].body).at("encrypt")),
              first(query, "msg_signature"));
}

TEST_F(WecomBotTest, ManyWhoSpeakAtOnceAreEachHeardUnderTheirOwnSignatureAndAnsweredUnderTheirOwnNonce)
{
    service.answer = [this](const Request& request) {
        const auto text = json::parse(wecom::unseal(secrets, json::parse(request.body).at("encrypt")).value())["text"];
        return reply(request, {{"msgtype", "stream"},
                               {"stream", {{"id", "s1"}, {"finish", true}, {"content", text["content"]}}}});
    };
    settings.deadline = 30s;
    auto& patient = simulator.add(settings);
    std::vector<boost::asio::awaitable<Hearing>> speaking;
    for (int i = 0; i < 80; ++i)
        speaking.push_back(patient.speak({"zhangsan", "第" + std::to_string(i) + "句"}));
    const auto results = run_together(std::move(speaking));
    ASSERT_THAT(service.heard, SizeIs(80));
    for (int i = 0; i < 80; ++i) {
        EXPECT_EQ(results[static_cast<std::size_t>(i)].fault, "");
        EXPECT_EQ(results[static_cast<std::size_t>(i)].reply, "第" + std::to_string(i) + "句");
    }
    for (const auto& request : service.heard)
        EXPECT_EQ(wecom::signature(secrets.token, std::string(first(request.query, "timestamp")),
                                   std::string(first(request.query, "nonce")), json::parse(request.body).at("encrypt")),
                  first(request.query, "msg_signature"));
}

TEST_F(WecomBotTest, ReplayRepeatsEveryByte)
{
    run(bot.speak({"zhangsan", "帮助"}));
    run(bot.replay());
    EXPECT_EQ(service.heard[0].body, service.heard[1].body);
    EXPECT_EQ(service.heard[0].query, service.heard[1].query);
}

} // namespace
} // namespace tongbao::simulator
