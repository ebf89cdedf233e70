#include "adapters/dingtalk/verdicts.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

using namespace tongbao::adapters;
using namespace std::chrono_literals;

namespace {

Outcome verdict_on(std::string body, int status = 200)
{
    return dingtalk::read_webhook_verdict(HttpReply{status, {}, std::move(body)});
}

Outcome verdict_on_code(int code, std::string_view text = "")
{
    return verdict_on(fmt::format(R"({{"errcode":{},"errmsg":"{}"}})", code, text));
}

} // namespace

TEST(DingtalkVerdict, ErrcodeMayBeANumberOrAText)
{
    EXPECT_EQ(verdict_on(R"({"errcode":0,"errmsg":"ok"})").verdict, Verdict::sent);
    EXPECT_EQ(verdict_on(R"({"errcode":"0","errmsg":"ok"})").verdict, Verdict::sent);
}

TEST(DingtalkVerdict, NoReadableErrcodeIsUncertain)
{
    for (const char* body : {"", "<html></html>", R"({"errmsg":"ok"})", R"({"errcode":0)", R"({"errcode":""})"})
        EXPECT_EQ(verdict_on(body).verdict, Verdict::uncertain) << body;
}

TEST(DingtalkVerdict, ThrottlingWaitsTenMinutesWhateverElseTheAnswerHolds)
{
    const auto outcome = verdict_on(
        R"({"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"9f","errcode":130101,"errmsg":"send too fast"})");
    EXPECT_EQ(outcome.verdict, Verdict::deferred);
    EXPECT_EQ(outcome.wait, 10min);
    EXPECT_EQ(verdict_on_code(410100).wait, 10min);
}

TEST(DingtalkVerdict, ABlockedAddressWaitsFiveMinutes)
{
    const auto outcome = verdict_on(R"({"status":1111,"wait":5,"source":"x5","punish":"deny"})");
    EXPECT_EQ(outcome.verdict, Verdict::deferred);
    EXPECT_EQ(outcome.wait, 5min);
}

TEST(DingtalkVerdict, TheSecuritySettingIsReadFromEitherWording)
{
    struct Case {
        const char* text;
        const char* expected;
    };
    for (const auto& [text, expected] : {Case{"sign not match", "secret"}, Case{"机器人发送签名不匹配", "secret"},
                                         Case{"keywords not in content", "keyword"}, Case{"关键词不匹配", "keyword"},
                                         Case{"ip 1.2.3.4 not in whitelist", "address"}, Case{"other", "security"}}) {
        const auto outcome = verdict_on_code(310000, text);
        EXPECT_EQ(outcome.verdict, Verdict::refused) << text;
        EXPECT_EQ(outcome.scope, Scope::configuration) << text;
        EXPECT_NE(outcome.reason.find(expected), std::string::npos) << text;
    }
}

TEST(DingtalkVerdict, AnInvalidTimestampIsTriedOnceMore)
{
    const auto outcome = verdict_on_code(310000, "invalid timestamp");
    EXPECT_EQ(outcome.verdict, Verdict::retry);
    EXPECT_EQ(outcome.tries_at_most, 2);
}

TEST(DingtalkVerdict, ARemovedRobotRefusesTheTarget)
{
    for (const int code : {300001, 300005, 400013, 400102, 400106})
        EXPECT_EQ(verdict_on_code(code).scope, Scope::target) << code;
}

TEST(DingtalkVerdict, AMissingMemberOfAnyTypeRefusesTheMessage)
{
    for (const int code : {400201, 400302, 400602, 40035}) {
        EXPECT_EQ(verdict_on_code(code).verdict, Verdict::refused) << code;
        EXPECT_EQ(verdict_on_code(code).scope, Scope::message) << code;
    }
}

TEST(DingtalkVerdict, AnUnknownCodeIsTriedThreeTimesAtMost)
{
    EXPECT_EQ(verdict_on_code(999999).tries_at_most, 3);
}
