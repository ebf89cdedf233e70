#include "tests/adapters/apps_fixture.hpp"

#include <nlohmann/json.hpp>

namespace tongbao::adapters {

TEST_F(AppsTest, AWecomAppReachesItsMembers)
{
    EXPECT_EQ(send(wecom_channel, {"zhangsan", "lisi"}).verdict, Verdict::sent);
    ASSERT_EQ(wecom_app.accepted().size(), 1u);
    EXPECT_EQ(wecom_app.accepted().front().notified, (std::vector<std::string>{"zhangsan", "lisi"}));
    EXPECT_EQ(wecom_app.accepted().front().content, "请于周五前完成学习");
}

TEST_F(AppsTest, ACallRepeatedByteForByteReachesNobodyTwice)
{
    send(wecom_channel, {"zhangsan", "lisi"});
    EXPECT_EQ(send(wecom_channel, {"zhangsan", "lisi"}).verdict, Verdict::sent);
    ASSERT_EQ(wecom_app.received().size(), 2u);
    EXPECT_EQ(wecom_app.received()[0].body, wecom_app.received()[1].body);
    EXPECT_EQ(wecom_app.accepted().size(), 1u);
}

TEST_F(AppsTest, EachRecipientWhoIsNotReachedIsNamed)
{
    const auto outcome = send(wecom_channel, {"zhangsan", "Nobody", "007", "WangWu"});
    EXPECT_EQ(outcome.verdict, Verdict::sent_to_some);
    ASSERT_EQ(outcome.recipients.size(), 2u);
    EXPECT_EQ(outcome.recipients[0].recipient, "Nobody");
    EXPECT_EQ(outcome.recipients[1].recipient, "007");
    EXPECT_NE(outcome.recipients[1].reason.find("licence"), std::string::npos);
}

TEST_F(AppsTest, OneRecipientWhoIsNotReachedIsRefused)
{
    EXPECT_EQ(send(wecom_channel, {"Nobody"}).verdict, Verdict::refused);
    EXPECT_EQ(send(wecom_channel, {"007"}).verdict, Verdict::refused);
    EXPECT_EQ(send(wecom_channel, {"zhangsan"}).verdict, Verdict::sent);
}

TEST_F(AppsTest, WhenNobodyIsValidEachIsRefused)
{
    const auto outcome = send(wecom_channel, {"Nobody", "Noone"});
    EXPECT_EQ(outcome.verdict, Verdict::sent_to_some);
    EXPECT_EQ(outcome.recipients.size(), 2u);
}

TEST_F(AppsTest, NoAddressReachesEverybody)
{
    for (const char* address : {"@all", "zhangsan|lisi", "", "张三"})
        EXPECT_EQ(send(wecom_channel, {address}).verdict, Verdict::refused) << address;
    EXPECT_EQ(platforms->calls("/cgi-bin/message/send"), 0);
}

TEST_F(AppsTest, ALongTextIsCutBeforeThePlatformCutsIt)
{
    std::string text;
    for (int i = 0; i < 200; ++i)
        text += "第" + std::to_string(i) + "条学习提醒。\n";
    const auto bodies = wecom_channel.encode({"", text});
    EXPECT_GT(bodies.size(), 1u);
    for (const auto& body : bodies)
        EXPECT_LE(nlohmann::json::parse(body)["text"]["content"].get<std::string>().size(), 2048u);
}

TEST_F(AppsTest, ADingtalkAppNamesInvalidAndThrottledRecipients)
{
    ding_app.throttle({"u2"});
    const auto outcome = send(ding_channel, {"u1", "u2", "gone"});
    EXPECT_EQ(outcome.verdict, Verdict::sent_to_some);
    ASSERT_EQ(outcome.recipients.size(), 2u);
    EXPECT_EQ(outcome.recipients[0].recipient, "gone");
    EXPECT_EQ(outcome.recipients[0].verdict, Verdict::refused);
    EXPECT_EQ(outcome.recipients[1].verdict, Verdict::deferred);
    EXPECT_GT(outcome.wait, 0s);
}

TEST_F(AppsTest, AThrottledRecipientAloneIsDeferred)
{
    ding_app.throttle({"u2"});
    const auto outcome = send(ding_channel, {"u2"});
    EXPECT_EQ(outcome.verdict, Verdict::deferred);
    EXPECT_NE(outcome.scope, Scope::configuration);
}

TEST_F(AppsTest, ADingtalkAppPostsIntoAGroup)
{
    EXPECT_EQ(run(ding_group.send({{}, ding_group.encode({"周报", "第一行\n第二行"}).front()})).verdict, Verdict::sent);
    ASSERT_EQ(ding_app.group_sends().size(), 1u);
    EXPECT_EQ(ding_app.group_sends().front().content, "第一行\n\n第二行");
}

TEST_F(AppsTest, AGroupWithoutTheRobotRefusesTheTarget)
{
    dingtalk::AppGroup stranger(ding_access, "cid-other==", dingtalk::AppFormat::text);
    const auto outcome = send(stranger, {});
    EXPECT_EQ(outcome.verdict, Verdict::refused);
    EXPECT_EQ(outcome.scope, Scope::target);
}

TEST_F(AppsTest, AThrottledAppIsThrottledAsAWhole)
{
    send(ding_channel, {"u1"});
    ding_app.next(behaviour::api_failure(403, "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi"));
    const auto outcome = send(ding_channel, {"u1"});
    EXPECT_EQ(outcome.verdict, Verdict::deferred);
    EXPECT_EQ(outcome.scope, Scope::configuration);
}

TEST_F(AppsTest, AnAppThatTheGatewayTurnsAwayIsThrottledAsAWhole)
{
    for (Channel* channel : {static_cast<Channel*>(&wecom_channel), static_cast<Channel*>(&ding_channel)}) {
        const bool wecom = channel == &wecom_channel;
        (wecom ? static_cast<simulator::Target&>(wecom_app) : ding_app).next(behaviour::too_many_requests("7"));
        const auto outcome = send(*channel, {wecom ? "zhangsan" : "u1"});
        EXPECT_EQ(outcome.verdict, Verdict::deferred);
        EXPECT_EQ(outcome.scope, Scope::configuration);
        EXPECT_EQ(outcome.wait, 7s);
    }
}

TEST_F(AppsTest, AMissingPermissionIsAMatterOfConfiguration)
{
    ding_app.allow_sending(false);
    const auto outcome = send(ding_channel, {"u1"});
    EXPECT_EQ(outcome.verdict, Verdict::refused);
    EXPECT_EQ(outcome.scope, Scope::configuration);
    EXPECT_NE(outcome.reason.find("qyapi_robot_sendmsg"), std::string::npos);
}

TEST_F(AppsTest, WhatDingtalkDoesNotConfirmIsUncertain)
{
    send(ding_channel, {"u1"});
    for (auto lost : {behaviour::html_login_page(), behaviour::http_error(500), behaviour::http_error(504),
                      behaviour::half_answer(), behaviour::accept_then_reset(), behaviour::answer("{}"),
                      behaviour::api_failure(400, "unknown.send.result")}) {
        ding_app.next(lost);
        EXPECT_EQ(send(ding_channel, {"u1"}).verdict, Verdict::uncertain);
    }
}

TEST_F(AppsTest, AGoodCredentialIsKnownWithoutAnybodySeeingAnything)
{
    for (Channel* channel : {static_cast<Channel*>(&wecom_channel), static_cast<Channel*>(&ding_channel),
                             static_cast<Channel*>(&ding_group)}) {
        const auto checked = run(channel->check_credential());
        ASSERT_TRUE(checked.has_value());
        EXPECT_EQ(checked->verdict, Verdict::sent) << checked->reason;
        EXPECT_TRUE(channel->token_age().has_value());
    }
    EXPECT_TRUE(wecom_app.accepted().empty());
    EXPECT_TRUE(ding_app.accepted().empty());
}

TEST_F(AppsTest, ABadCredentialSaysWhatIsWrong)
{
    wecom_app.trust_caller(false);
    auto checked = run(wecom_channel.check_credential());
    EXPECT_EQ(checked->verdict, Verdict::refused);
    EXPECT_NE(checked->reason.find("trusted IP list"), std::string::npos);
    auto credential = ding_credential();
    credential.client_secret = "another";
    dingtalk::AppAccess stranger(*client, credential);
    const auto outcome = run(stranger.check());
    EXPECT_EQ(outcome.verdict, Verdict::refused);
    EXPECT_EQ(outcome.scope, Scope::configuration);
}

} // namespace tongbao::adapters
