#include "tests/simulator/listener.hpp"
#include "tests/simulator/simulator_test.hpp"

#include <nlohmann/json.hpp>

using namespace std::chrono_literals;
using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

namespace tongbao::simulator {
namespace {

class WecomAppTest : public SimulatorTest {
protected:
    wecom::CallbackSecrets secrets{"QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "ww1"};
    Listener service{io.get_executor()};
    WecomApp& app = simulator.add(WecomAppSettings{.name = "reminders",
                                                   .corp_id = "ww1",
                                                   .secret = "s3cret",
                                                   .members = {"ZhangSan", "lisi"},
                                                   .unlicensed = {"lisi"},
                                                   .url = service.url(),
                                                   .token = secrets.token,
                                                   .aes_key = secrets.encoding_aes_key});

    json get_token(const std::string& corp = "ww1", const std::string& secret = "s3cret")
    {
        return json::parse(
            probe.get(simulator.base_url() + "/cgi-bin/gettoken?corpid=" + corp + "&corpsecret=" + secret).body);
    }
    std::string token() { return get_token().at("access_token"); }
    json send(const json& body, const std::string& with)
    {
        return json::parse(
            probe.post(simulator.base_url() + "/cgi-bin/message/send?access_token=" + with, body.dump()).body);
    }
    json send(const json& body) { return send(body, token()); }
    static json text(const std::string& to, const std::string& content = "请于 18:00 前提交周报")
    {
        return {{"touser", to}, {"msgtype", "text"}, {"agentid", 1000002}, {"text", {{"content", content}}}};
    }
};

TEST_F(WecomAppTest, ValidTokenIsGivenAgainUntilItExpires)
{
    const auto first_token = token();
    now += 7199s;
    EXPECT_EQ(token(), first_token);
    now += 1s;
    EXPECT_NE(token(), first_token);
    EXPECT_EQ(simulator.calls("/cgi-bin/gettoken"), 3);
}

TEST_F(WecomAppTest, BadCredentialsHaveTheirCodes)
{
    EXPECT_EQ(get_token("ww2").at("errcode"), 40013);
    EXPECT_EQ(get_token("ww1", "x").at("errcode"), 40001);
    EXPECT_EQ(get_token("").at("errcode"), 41002);
    EXPECT_EQ(get_token("ww1", "").at("errcode"), 41004);
}

TEST_F(WecomAppTest, ExpiredUnknownAndMissingTokensAreToldApart)
{
    const auto used = token();
    app.expire_token();
    EXPECT_EQ(send(text("lisi"), used).at("errcode"), 42001);
    EXPECT_EQ(send(text("lisi"), "unknown").at("errcode"), 40014);
    EXPECT_EQ(send(text("lisi"), "").at("errcode"), 41001);
}

TEST_F(WecomAppTest, TokenOfAnotherAppMayNotUseThisAgent)
{
    simulator.add(WecomAppSettings{.name = "other", .corp_id = "ww1", .secret = "other", .agent_id = 1000003});
    EXPECT_EQ(send(text("zhangsan"), get_token("ww1", "other").at("access_token")).at("errcode"), 301002);
}

TEST_F(WecomAppTest, CallerThatIsNotTrustedIs60020)
{
    app.trust_caller(false);
    EXPECT_EQ(send(text("zhangsan")).at("errcode"), 60020);
}

TEST_F(WecomAppTest, MemberIdsIgnoreCaseAndFailuresComeBackInLowerCase)
{
    const auto answer = send(text("zhangsan|LISI|WangWu"));
    EXPECT_EQ(answer.at("errcode"), 0);
    EXPECT_EQ(answer.at("invaliduser"), "wangwu");
    EXPECT_EQ(answer.at("unlicenseduser"), "lisi");
    EXPECT_THAT(app.accepted().at(0).notified, ElementsAre("ZhangSan"));
}

TEST_F(WecomAppTest, NobodyValidIs81013)
{
    EXPECT_EQ(send(text("wangwu")).at("errcode"), 81013);
}

TEST_F(WecomAppTest, FaultyMessagesHaveTheirCodes)
{
    auto body = text("zhangsan");
    body["agentid"] = "1000002";
    EXPECT_EQ(send(body).at("errcode"), 40056);
    EXPECT_EQ(send(text("")).at("errcode"), 82001);
    EXPECT_EQ(send(text("zhangsan", "")).at("errcode"), 44004);
    body = text("zhangsan");
    body["msgtype"] = "poem";
    EXPECT_EQ(send(body).at("errcode"), 40008);
}

TEST_F(WecomAppTest, TextIsCutAt2048BytesWithoutAWord)
{
    EXPECT_EQ(send(text("zhangsan", std::string(2047, 'x') + "报")).at("errcode"), 0);
    EXPECT_THAT(app.accepted().at(0).content, SizeIs(2047));
}

TEST_F(WecomAppTest, IdenticalBodyWithinTheIntervalIsSwallowed)
{
    auto body = text("zhangsan");
    body["enable_duplicate_check"] = 1;
    body["duplicate_check_interval"] = 60;
    EXPECT_EQ(send(body).at("errcode"), 0);
    EXPECT_EQ(send(body).at("errcode"), 0);
    EXPECT_THAT(app.accepted(), SizeIs(1));
    now += 60s;
    send(body);
    EXPECT_THAT(app.accepted(), SizeIs(2));
}

TEST_F(WecomAppTest, ThirtyFirstMessageToAMemberInAMinuteIsDroppedSilently)
{
    for (int i = 0; i < 30; ++i)
        send(text("zhangsan"));
    EXPECT_EQ(app.dropped(), 0);
    EXPECT_EQ(send(text("zhangsan")).at("errcode"), 0);
    EXPECT_EQ(app.dropped(), 1);
    EXPECT_THAT(app.accepted(), SizeIs(30));
}

TEST_F(WecomAppTest, ResponseCodeOfACardWorksOnce)
{
    const json card{{"touser", "zhangsan"},
                    {"msgtype", "template_card"},
                    {"agentid", 1000002},
                    {"template_card", {{"card_type", "button_interaction"}, {"task_id", "t1"}}}};
    const json update{{"agentid", 1000002}, {"response_code", send(card).at("response_code")}};
    const auto path = simulator.base_url() + "/cgi-bin/message/update_template_card?access_token=" + token();
    EXPECT_EQ(probe.post(path, update.dump()).errcode, 0);
    EXPECT_NE(probe.post(path, update.dump()).errcode, 0);
}

TEST_F(WecomAppTest, MemberWritesToTheAppInXml)
{
    const auto heard = run(app.speak({"ZhangSan", "帮助"}));
    EXPECT_EQ(heard.status, 200);
    const auto body = service.heard.at(0).body;
    const auto start = body.find("<Encrypt><![CDATA[") + 18;
    const auto plain = wecom::unseal(secrets, body.substr(start, body.find("]]></Encrypt>") - start)).value();
    EXPECT_THAT(plain, HasSubstr("<FromUserName><![CDATA[ZhangSan]]></FromUserName>"));
    EXPECT_THAT(plain, HasSubstr("<Content><![CDATA[帮助]]></Content><MsgId>" + heard.message_id + "</MsgId>"));
}

TEST_F(WecomAppTest, EventsHaveNoMsgId)
{
    run(app.notify("ZhangSan", "enter_agent", ""));
    const auto body = service.heard.at(0).body;
    const auto start = body.find("<Encrypt><![CDATA[") + 18;
    EXPECT_THAT(wecom::unseal(secrets, body.substr(start, body.find("]]></Encrypt>") - start)).value(),
                Not(HasSubstr("MsgId")));
}

TEST_F(WecomAppTest, PassiveXmlReplyIsDecryptedAndShown)
{
    service.answer = [this](const Request&) {
        const auto sealed = wecom::seal(secrets, "<xml><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[可用命令]]>"
                                                 "</Content></xml>");
        return Response{200,
                        "<xml><Encrypt><![CDATA[" + sealed + "]]></Encrypt><MsgSignature><![CDATA[" +
                            wecom::signature(secrets.token, "1790000000", "n", sealed) +
                            "]]></MsgSignature><TimeStamp>1790000000</TimeStamp><Nonce><![CDATA[n]]></Nonce></xml>",
                        "text/xml"};
    };
    const auto heard = run(app.speak({"ZhangSan", "帮助"}));
    EXPECT_EQ(heard.fault, "");
    EXPECT_EQ(heard.reply, "可用命令");
}

} // namespace
} // namespace tongbao::simulator
