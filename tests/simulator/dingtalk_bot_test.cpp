#include "tests/simulator/listener.hpp"
#include "tests/simulator/simulator_test.hpp"

#include <nlohmann/json.hpp>
#include <set>

using namespace std::chrono_literals;
using nlohmann::json;
using testing::SizeIs;

namespace tongbao::simulator {
namespace {

class DingtalkBotTest : public SimulatorTest {
protected:
    Listener service{io.get_executor()};
    DingtalkBot& bot = simulator.add(DingtalkBotSettings{.name = "通报助手",
                                                         .client_id = "dingtest",
                                                         .client_secret = "appsecret",
                                                         .url = service.url(),
                                                         .deadline = 100ms});

    json heard(std::size_t i = 0) const { return json::parse(service.heard.at(i).body); }
    std::string header(const char* name) const { return std::string(first(service.heard.at(0).headers, name)); }

    Seen post(const std::string& address)
    {
        return probe.post(address, R"({"msgtype":"text","text":{"content":"可用命令"}})");
    }
};

TEST_F(DingtalkBotTest, SpeechInAGroupLeavesTheBlankOfTheMention)
{
    simulator.name_chat("cidAbc==", "学习管理员群");
    run(bot.speak({"staff0001", "帮助", "cidAbc=="}));
    EXPECT_EQ(heard()["text"]["content"], " 帮助");
    EXPECT_EQ(heard()["conversationType"], "2");
    EXPECT_EQ(heard()["conversationId"], "cidAbc==");
    EXPECT_EQ(heard()["conversationTitle"], "学习管理员群");
    EXPECT_EQ(heard()["senderStaffId"], "staff0001");
    EXPECT_EQ(heard()["robotCode"], "dingtest");
}

TEST_F(DingtalkBotTest, OneToOneConversationLooksLikeAGroupsButHasItsType)
{
    run(bot.speak({"staff0001", "帮助"}));
    EXPECT_EQ(heard()["conversationType"], "1");
    EXPECT_THAT(heard()["conversationId"].get<std::string>(), testing::StartsWith("cid"));
}

TEST_F(DingtalkBotTest, OutsiderHasNoStaffId)
{
    Speech said("stranger", "帮助");
    said.outsider = true;
    run(bot.speak(said));
    EXPECT_FALSE(heard().contains("senderStaffId"));
}

TEST_F(DingtalkBotTest, PushIsSignedInItsHeaders)
{
    run(bot.speak({"staff0001", "帮助"}));
    EXPECT_EQ(header("timestamp"), std::to_string(now.time_since_epoch().count()));
    EXPECT_EQ(header("sign"), dingtalk::signature(header("timestamp"), "appsecret"));
}

TEST_F(DingtalkBotTest, ForgedPushDoesNotVerify)
{
    for (const auto forgery : {Forgery::signature, Forgery::key}) {
        Speech said("staff0001", "帮助");
        said.forgery = forgery;
        run(bot.speak(said));
        const auto& headers = service.heard.back().headers;
        EXPECT_NE(first(headers, "sign"), dingtalk::signature(first(headers, "timestamp"), "appsecret"));
    }
}

TEST_F(DingtalkBotTest, ManyWhoSpeakAtOnceAreEachHeardOnce)
{
    auto& patient = simulator.add(DingtalkBotSettings{.name = "学习助手",
                                                      .client_id = "dingother",
                                                      .client_secret = "othersecret",
                                                      .url = service.url(),
                                                      .deadline = 30s});
    std::vector<boost::asio::awaitable<Hearing>> speaking;
    for (int i = 0; i < 80; ++i)
        speaking.push_back(patient.speak({"staff0001", "第" + std::to_string(i) + "句"}));
    std::set<std::string> said;
    for (const auto& result : run_together(std::move(speaking)))
        said.insert(result.message_id);
    std::set<std::string> heard_ids;
    for (std::size_t i = 0; i < service.heard.size(); ++i)
        heard_ids.insert(heard(i)["msgId"]);
    EXPECT_THAT(service.heard, SizeIs(80));
    EXPECT_THAT(said, SizeIs(80));
    EXPECT_EQ(heard_ids, said);
}

TEST_F(DingtalkBotTest, FailedPushIsRepeatedWithTheSameMessage)
{
    service.answer = [](const Request&) { return Response{500}; };
    EXPECT_EQ(run(bot.speak({"staff0001", "帮助"})).tries, 2);
    EXPECT_EQ(heard(0)["msgId"], heard(1)["msgId"]);
}

TEST_F(DingtalkBotTest, MessageInTheResponseIsShown)
{
    service.answer = [](const Request&) {
        return Response{200, R"({"msgtype":"text","text":{"content":"可用命令"}})"};
    };
    EXPECT_EQ(run(bot.speak({"staff0001", "帮助"})).reply, "可用命令");
    EXPECT_THAT(simulator.log().accepted_by("通报助手"), SizeIs(1));
}

TEST_F(DingtalkBotTest, EmptyMessageInTheResponseSaysNothing)
{
    service.answer = [](const Request&) { return Response{200, R"({"msgtype":"empty"})"}; };
    EXPECT_EQ(run(bot.speak({"staff0001", "帮助"})).fault, "");
    EXPECT_THAT(simulator.log().entries(), SizeIs(0));
}

TEST_F(DingtalkBotTest, SessionWebhookTakesAnswersForNinetyMinutes)
{
    const auto address = run(bot.speak({"staff0001", "帮助"})).reply_address;
    EXPECT_EQ(heard()["sessionWebhook"], address);
    EXPECT_EQ(heard()["sessionWebhookExpiredTime"], (now + 90min).time_since_epoch().count());
    EXPECT_EQ(post(address).errcode, 0);
    EXPECT_EQ(post(address).errcode, 0);
    EXPECT_EQ(bot.accepted().at(0).chat, "staff0001");
    now += 90min;
    const auto late = post(address);
    EXPECT_EQ(late.errcode, 300001);
    EXPECT_THAT(late.body, testing::HasSubstr("session 不存在"));
}

TEST_F(DingtalkBotTest, SessionWebhookChecksTheMessage)
{
    const auto address = run(bot.speak({"staff0001", "帮助"})).reply_address;
    EXPECT_EQ(probe.post(address, R"({"msgtype":"poem"})").errcode, 400105);
    EXPECT_EQ(probe.post(address, "{}", "text/plain").errcode, 43004);
}

TEST_F(DingtalkBotTest, UnknownSessionIs300001)
{
    EXPECT_EQ(post(simulator.base_url() + "/robot/sendBySession?session=other").errcode, 300001);
}

} // namespace
} // namespace tongbao::simulator
