#include "tests/adapters/apps_fixture.hpp"

namespace tongbao::adapters {

class AccessTokenTest : public AppsTest {};

TEST_F(AccessTokenTest, IsFetchedOnceForManyCalls)
{
    for (int i = 0; i < 3; ++i)
        send(wecom_channel, {"zhangsan"}, std::to_string(i));
    EXPECT_EQ(token_calls(), 1);
}

TEST_F(AccessTokenTest, HowManyEverWaitOneRequestIsUnderWay)
{
    const auto ended = send_together(wecom_channel, many("lisi", 16));
    for (const auto& outcome : ended)
        EXPECT_EQ(outcome.verdict, Verdict::sent) << outcome.reason;
    EXPECT_EQ(token_calls(), 1);
}

TEST_F(AccessTokenTest, OneThatExpiredUnderManyCallsIsFetchedOnceAndAllGoOn)
{
    send(wecom_channel, {"zhangsan"});
    wecom_app.expire_token();
    for (const auto& outcome : send_together(wecom_channel, many("lisi", 16)))
        EXPECT_EQ(outcome.verdict, Verdict::sent) << outcome.reason;
    EXPECT_EQ(token_calls(), 2);
}

TEST_F(AccessTokenTest, OneThatWasRevokedIsFetchedOnceAndAllGoOn)
{
    send(wecom_channel, {"zhangsan"});
    wecom_app.forget_token();
    for (const auto& outcome : send_together(wecom_channel, many("lisi", 16)))
        EXPECT_EQ(outcome.verdict, Verdict::sent) << outcome.reason;
    EXPECT_EQ(token_calls(), 2);
}

TEST_F(AccessTokenTest, ADingtalkTokenIsRenewedTheSameWay)
{
    send(ding_channel, {"u1"});
    ding_app.expire_token();
    for (const auto& outcome : send_together(ding_channel, many("u2", 16)))
        EXPECT_EQ(outcome.verdict, Verdict::sent) << outcome.reason;
    EXPECT_EQ(platforms->calls("/v1.0/oauth2/accessToken"), 2);
}

TEST_F(AccessTokenTest, ASecondRefusalIsFinal)
{
    wecom_app.always(behaviour::answer(R"({"errcode":42001,"errmsg":"access_token expired"})"));
    const auto outcome = send(wecom_channel, {"zhangsan"});
    EXPECT_EQ(outcome.verdict, Verdict::refused);
    EXPECT_EQ(outcome.scope, Scope::configuration);
    EXPECT_EQ(platforms->calls("/cgi-bin/message/send"), 2);
    EXPECT_EQ(token_calls(), 2);
}

TEST_F(AccessTokenTest, AWrongSecretIsAMatterOfConfigurationForAllThatWait)
{
    auto credential = wecom_credential();
    credential.secret = "another";
    wecom::App stranger(*client, {.credential = credential, .agent_id = 1000002});
    for (const auto& outcome : send_together(stranger, many("lisi", 8))) {
        EXPECT_EQ(outcome.verdict, Verdict::refused);
        EXPECT_EQ(outcome.scope, Scope::configuration);
    }
    EXPECT_EQ(token_calls(), 1);
}

TEST_F(AccessTokenTest, AMessageWithoutATokenNeverLeft)
{
    for (auto lost : {behaviour::accept_then_reset(), behaviour::http_error(502), behaviour::half_answer(),
                      behaviour::html_login_page()}) {
        platforms->script().next("/cgi-bin/gettoken", "", lost);
        EXPECT_EQ(send(wecom_channel, {"zhangsan"}).verdict, Verdict::retry);
    }
    EXPECT_EQ(platforms->calls("/cgi-bin/message/send"), 0);
    EXPECT_EQ(send(wecom_channel, {"zhangsan"}).verdict, Verdict::sent);
}

TEST_F(AccessTokenTest, IsUsedUntilTenMinutesBeforeItsEnd)
{
    EXPECT_EQ(time_of_use(7200s), 6600s);
    EXPECT_EQ(time_of_use(60s), 30s);
    EXPECT_EQ(time_of_use(0s), 0s);
}

TEST_F(AccessTokenTest, HasNoAgeBeforeItIsFetched)
{
    EXPECT_FALSE(wecom_channel.token_age().has_value());
    send(wecom_channel, {"zhangsan"});
    EXPECT_LT(wecom_channel.token_age().value_or(1h), 1h);
}

} // namespace tongbao::adapters
