#include "adapters/wecom/error_codes.hpp"
#include "adapters/wecom/verdicts.hpp"

#include <gtest/gtest.h>

using namespace tongbao::adapters;
using namespace std::chrono_literals;

namespace {

Outcome verdict_on(std::string body, int status = 200)
{
    return wecom::read_verdict(HttpReply{status, {}, std::move(body)}, wecom::robot_codes());
}

} // namespace

TEST(WecomVerdict, OnlyErrcodeZeroIsSent)
{
    EXPECT_EQ(verdict_on(R"({"errcode":0,"errmsg":"ok"})").verdict, Verdict::sent);
    EXPECT_EQ(verdict_on(R"({"errcode":"0","errmsg":"ok","more":[1]})").verdict, Verdict::sent);
}

TEST(WecomVerdict, NoReadableErrcodeIsUncertain)
{
    for (const char* body : {"", "<html>login</html>", R"({"errcode":0)", R"({"errmsg":"ok"})", "0", "null", "[0]",
                             R"({"errcode":0.5})", R"({"errcode":"zero"})", R"({"errcode":null})"})
        EXPECT_EQ(verdict_on(body).verdict, Verdict::uncertain) << body;
}

TEST(WecomVerdict, SuccessWithAnotherStatusIsUncertain)
{
    EXPECT_EQ(verdict_on(R"({"errcode":0,"errmsg":"ok"})", 502).verdict, Verdict::uncertain);
}

TEST(WecomVerdict, AHalfAcceptedBodyIsUncertainAndNeverRepeated)
{
    const auto outcome = verdict_on(R"({"errcode":0,"errmsg":"ok. Warning: wrong json format. "})");
    EXPECT_EQ(outcome.verdict, Verdict::uncertain);
    EXPECT_EQ(outcome.tries_at_most, 1);
}

TEST(WecomVerdict, TooManyMessagesWaitAMinute)
{
    const auto outcome = verdict_on(R"({"errcode":45009,"errmsg":"api freq out of limit"})");
    EXPECT_EQ(outcome.verdict, Verdict::deferred);
    EXPECT_EQ(outcome.wait, 60s);
}

TEST(WecomVerdict, BusyIsTriedThreeTimesAtMost)
{
    const auto outcome = verdict_on(R"({"errcode":-1,"errmsg":"system busy"})");
    EXPECT_EQ(outcome.verdict, Verdict::retry);
    EXPECT_EQ(outcome.tries_at_most, 3);
}

TEST(WecomVerdict, ARemovedRobotRefusesTheTargetAndNamesTheHint)
{
    const auto outcome = verdict_on(
        R"({"errcode":93000,"errmsg":"invalid webhook url, hint: [1653710655173452988930371], from ip: 203.0.113.7"})");
    EXPECT_EQ(outcome.verdict, Verdict::refused);
    EXPECT_EQ(outcome.scope, Scope::target);
    EXPECT_NE(outcome.reason.find("1653710655173452988930371"), std::string::npos);
    EXPECT_EQ(outcome.reason.find("203.0.113.7"), std::string::npos);
}

TEST(WecomVerdict, ATooLongTextRefusesTheMessageOnly)
{
    const auto outcome = verdict_on(R"({"errcode":40058,"errmsg":"markdown.content exceed max length 4096"})");
    EXPECT_EQ(outcome.verdict, Verdict::refused);
    EXPECT_EQ(outcome.scope, Scope::message);
}

TEST(WecomVerdict, AnUntrustedAddressIsAMatterOfConfiguration)
{
    const HttpReply reply{200, {}, R"({"errcode":60020,"errmsg":"not allow to access from your ip"})"};
    EXPECT_EQ(wecom::read_verdict(reply, wecom::app_codes()).scope, Scope::configuration);
}

TEST(WecomVerdict, AnUnknownCodeIsTriedThreeTimesAtMost)
{
    const auto outcome = verdict_on(R"({"errcode":123456,"errmsg":"new"})");
    EXPECT_EQ(outcome.verdict, Verdict::retry);
    EXPECT_EQ(outcome.tries_at_most, 3);
}
