#include "adapters/crypto.hpp"
#include "tests/simulator/simulator_test.hpp"

#include <nlohmann/json.hpp>

using namespace std::chrono_literals;
using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

namespace tongbao::simulator {
namespace {

class DingtalkAppTest : public SimulatorTest {
protected:
    DingtalkApp& app = simulator.add(DingtalkAppSettings{.name = "reminders",
                                                         .client_id = "ding1",
                                                         .client_secret = "s3cret",
                                                         .users = {"staff0001", "staff0002"},
                                                         .groups = {"cidAbc=="}});
    json to_users{{"robotCode", "ding1"},
                  {"userIds", {"staff0001"}},
                  {"msgKey", "sampleText"},
                  {"msgParam", R"({"content":"请提交周报"})"}};
    json to_group{{"robotCode", "ding1"},
                  {"openConversationId", "cidAbc=="},
                  {"msgKey", "sampleMarkdown"},
                  {"msgParam", R"({"title":"周报","text":"本周通报"})"}};

    Seen ask_token(const std::string& secret = "s3cret")
    {
        const json body{{"appKey", "ding1"}, {"appSecret", secret}};
        return probe.post(simulator.base_url() + "/v1.0/oauth2/accessToken", body.dump());
    }
    std::string token() { return json::parse(ask_token().body).at("accessToken"); }
    Seen call(const std::string& path, const json& body, const std::string& with)
    {
        return probe.exchange("POST", simulator.base_url() + path,
                              {{"Content-Type", "application/json"}, {"x-acs-dingtalk-access-token", with}},
                              body.dump());
    }
    Seen send() { return call("/v1.0/robot/oToMessages/batchSend", to_users, token()); }
    Seen send_group() { return call("/v1.0/robot/groupMessages/send", to_group, token()); }
    static std::string code(const Seen& seen) { return json::parse(seen.body).value("code", ""); }
};

TEST_F(DingtalkAppTest, AskingAgainExtendsTheSameToken)
{
    const auto first_token = token();
    now += 7000s;
    EXPECT_EQ(token(), first_token);
    now += 7000s;
    EXPECT_EQ(token(), first_token);
    now += 7200s;
    EXPECT_NE(token(), first_token);
}

TEST_F(DingtalkAppTest, WrongSecretIs400)
{
    EXPECT_EQ(ask_token("x").status, 400);
    EXPECT_EQ(code(ask_token("x")), "invalidClientIdOrSecret");
}

TEST_F(DingtalkAppTest, FormEncodedTokenRequestIsMissingItsBody)
{
    const auto seen = probe.post(simulator.base_url() + "/v1.0/oauth2/accessToken", "appKey=ding1&appSecret=s3cret",
                                 "application/x-www-form-urlencoded");
    EXPECT_EQ(code(seen), "Missingbody");
}

TEST_F(DingtalkAppTest, ExpiredTokenIs400InvalidAuthentication)
{
    const auto used = token();
    app.expire_token();
    const auto seen = call("/v1.0/robot/oToMessages/batchSend", to_users, used);
    EXPECT_EQ(seen.status, 400);
    EXPECT_EQ(code(seen), "InvalidAuthentication");
}

TEST_F(DingtalkAppTest, MissingPermissionIs403WithItsScopes)
{
    app.allow_sending(false);
    const auto seen = send();
    EXPECT_EQ(seen.status, 403);
    EXPECT_EQ(json::parse(seen.body).at("accessdenieddetail").at("requiredScopes").at(0), "qyapi_robot_sendmsg");
}

TEST_F(DingtalkAppTest, TwentyFirstCallInASecondIs403)
{
    for (int i = 0; i < 20; ++i)
        ASSERT_EQ(send().status, 200);
    EXPECT_EQ(code(send()), "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi");
    now += 1s;
    EXPECT_EQ(send().status, 200);
}

TEST_F(DingtalkAppTest, OutcomesArePerPerson)
{
    app.throttle({"staff0002"});
    to_users["userIds"] = {"staff0001", "staff0002", "left"};
    const auto answer = json::parse(send().body);
    EXPECT_EQ(answer.at("invalidStaffIdList"), json({"left"}));
    EXPECT_EQ(answer.at("flowControlledStaffIdList"), json({"staff0002"}));
    EXPECT_THAT(app.accepted().at(0).notified, ElementsAre("staff0001"));
    EXPECT_EQ(app.accepted().at(0).content, "请提交周报");
}

TEST_F(DingtalkAppTest, Status200DoesNotMeanThatAnybodyWasReached)
{
    to_users["userIds"] = {"left"};
    EXPECT_EQ(send().status, 200);
    EXPECT_THAT(app.accepted(), IsEmpty());
}

TEST_F(DingtalkAppTest, TwentyOneUsersAreTooMany)
{
    to_users["userIds"] = std::vector<std::string>(21, "staff0001");
    EXPECT_EQ(code(send()), "invalidParameter.userIds.invalid");
}

TEST_F(DingtalkAppTest, SenderIdIsNoUserId)
{
    to_users["userIds"] = {"$:LWCP_v1:$abc"};
    EXPECT_EQ(code(send()), "staffId.notExisted");
}

TEST_F(DingtalkAppTest, MsgParamIsATextThatHoldsJson)
{
    to_users["msgParam"] = json{{"content", "x"}};
    EXPECT_EQ(code(send()), "invalidParameter.msgParam.invalid");
    to_users["msgParam"] = "{";
    EXPECT_EQ(code(send()), "invalidParameter.msgParam.invalid");
    to_users["msgParam"] = json{{"content", std::string(15'000, 'x')}}.dump();
    EXPECT_EQ(code(send()), "invalidParameter.msgParam.tooLong");
    to_users["msgParam"] = R"({"content":"x"})";
    to_users["msgKey"] = "samplePoem";
    EXPECT_EQ(code(send()), "invalidParameter.msgKey.invalid");
}

TEST_F(DingtalkAppTest, GroupSendReachesGroupsOfTheRobotOnly)
{
    EXPECT_EQ(send_group().status, 200);
    EXPECT_EQ(app.group_sends().at(0).content, "本周通报");
    to_group["openConversationId"] = "cidOneToOne==";
    EXPECT_EQ(code(send_group()), "resource.not.found");
    to_group["robotCode"] = "ding2";
    EXPECT_EQ(code(send_group()), "invalidParameter.robotCode.notExsit");
}

TEST_F(DingtalkAppTest, ReadStateIsThereAfterASecondAndShowsARecall)
{
    const std::string key = json::parse(send().body).at("processQueryKey");
    const auto state = [&] {
        return probe.exchange(
            "GET",
            simulator.base_url() +
                "/v1.0/robot/oToMessages/readStatus?robotCode=ding1&processQueryKey=" + adapters::percent_encode(key),
            {{"x-acs-dingtalk-access-token", token()}}, "");
    };
    EXPECT_EQ(code(state()), "processQueryKey.expireTime");
    now += 1s;
    EXPECT_EQ(json::parse(state().body).at("sendStatus"), "SUCCESS");
    const auto recalled =
        call("/v1.0/robot/otoMessages/batchRecall", {{"robotCode", "ding1"}, {"processQueryKeys", {key}}}, token());
    EXPECT_EQ(json::parse(recalled.body).at("successResult").at(0), key);
    EXPECT_EQ(json::parse(state().body).at("sendStatus"), "RECALLED");
}

TEST_F(DingtalkAppTest, FailuresOfTheApiCanBeScripted)
{
    app.next(behaviour::api_failure(500, "system.error"));
    EXPECT_EQ(code(send()), "system.error");
    EXPECT_EQ(send().status, 200);
}

} // namespace
} // namespace tongbao::simulator
