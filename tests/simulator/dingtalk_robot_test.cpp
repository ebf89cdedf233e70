#include "tests/simulator/simulator_test.hpp"

#include "adapters/crypto.hpp"

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace std::chrono_literals;
using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

namespace tongbao::simulator {
namespace {

json text(const std::string& content)
{
    return {{"msgtype", "text"}, {"text", {{"content", content}}}};
}

class DingtalkRobotTest : public SimulatorTest {
protected:
    DingtalkRobotSettings settings{.name = "notice", .access_token = "t0ken", .group = "学习管理员群"};

    DingtalkRobot& robot(DingtalkRobotSettings changed) { return simulator.add(std::move(changed)); }
    Seen send(DingtalkRobot& to, const json& body) { return probe.post(to.url(), body.dump()); }
    int errcode(DingtalkRobot& to, const json& body) { return send(to, body).errcode; }

    /// A fresh robot with a secret of its own, asked with these query members.
    Seen send_signed(InstantMs at, const std::string& sign)
    {
        auto& to = robot(settings);
        return probe.post(to.url() + "&timestamp=" + std::to_string(at.time_since_epoch().count()) +
                              "&sign=" + adapters::percent_encode(sign),
                          text("x").dump());
    }
};

TEST_F(DingtalkRobotTest, PostsTextAndLogsWhatPeopleRead)
{
    auto& to = robot(settings);
    EXPECT_EQ(send(to, text("通报已发布")).body, R"({"errcode":0,"errmsg":"ok"})");
    ASSERT_THAT(to.accepted(), SizeIs(1));
    EXPECT_EQ(to.accepted()[0].content, "通报已发布");
    EXPECT_EQ(to.accepted()[0].chat, "学习管理员群");
}

TEST_F(DingtalkRobotTest, UnknownTokenIs300001InsideHttp200)
{
    const auto seen = probe.post(simulator.base_url() + "/robot/send?access_token=other", text("x").dump());
    EXPECT_EQ(seen.status, 200);
    EXPECT_EQ(seen.errcode, 300001);
}

TEST_F(DingtalkRobotTest, RemovedRobotIsUnknown)
{
    settings.unknown_token_code = 300005;
    auto& to = robot(settings);
    to.remove();
    EXPECT_EQ(errcode(to, text("x")), 300005);
}

TEST_F(DingtalkRobotTest, GetIs43002)
{
    EXPECT_EQ(probe.get(robot(settings).url()).errcode, 43002);
}

TEST_F(DingtalkRobotTest, WrongContentTypeIs43004)
{
    EXPECT_EQ(probe.post(robot(settings).url(), text("x").dump(), "text/plain").errcode, 43004);
}

TEST_F(DingtalkRobotTest, BrokenJsonIs40035)
{
    EXPECT_EQ(probe.post(robot(settings).url(), "{").errcode, 40035);
}

TEST_F(DingtalkRobotTest, UnknownMsgtypeIs400105)
{
    EXPECT_EQ(errcode(robot(settings), {{"msgtype", "poem"}}), 400105);
}

TEST_F(DingtalkRobotTest, MissingMemberIsNamedByItsMessageType)
{
    auto& to = robot(settings);
    EXPECT_EQ(errcode(to, text("")), 400201);
    EXPECT_EQ(errcode(to, {{"msgtype", "markdown"}, {"markdown", {{"text", "x"}}}}), 400401);
    EXPECT_EQ(errcode(to, {{"msgtype", "actionCard"}, {"actionCard", {{"title", "t"}, {"text", "x"}}}}), 400503);
}

TEST_F(DingtalkRobotTest, BodyLimitIsTwentyThousandBytesOfTheWholeBody)
{
    auto& to = robot(settings);
    const auto around = text("").dump().size();
    EXPECT_EQ(errcode(to, text(std::string(20'000 - around, 'x'))), 0);
    EXPECT_EQ(errcode(to, text(std::string(20'001 - around, 'x'))), 460101);
}

TEST_F(DingtalkRobotTest, KeywordMustStandInTheBodyText)
{
    settings.keywords = {"通报"};
    auto& to = robot(settings);
    EXPECT_EQ(errcode(to, text("本周通报")), 0);
    EXPECT_EQ(errcode(to, text("本周提醒")), 310000);
    const json titled{{"msgtype", "markdown"}, {"markdown", {{"title", "通报"}, {"text", "x"}}}};
    EXPECT_THAT(send(to, titled).body, HasSubstr("keywords not in content"));
}

TEST_F(DingtalkRobotTest, ErrorsCanBeWordedInChinese)
{
    settings.keywords = {"通报"};
    settings.chinese_errors = true;
    EXPECT_THAT(send(robot(settings), text("x")).body, HasSubstr("description:关键词不匹配;solution:"));
}

TEST_F(DingtalkRobotTest, SignIsCheckedOverTheTimestamp)
{
    settings.secret = "SECabc";
    const auto sign = dingtalk::signature(std::to_string(now.time_since_epoch().count()), settings.secret);
    EXPECT_EQ(send_signed(now, sign).errcode, 0);
    EXPECT_THAT(send_signed(now + 1ms, sign).body, HasSubstr("sign not match"));
}

TEST_F(DingtalkRobotTest, TimestampMayBeOffByAnHourAtMost)
{
    settings.secret = "SECabc";
    const auto at = now;
    const auto sign = dingtalk::signature(std::to_string(at.time_since_epoch().count()), settings.secret);
    now += 1h;
    EXPECT_EQ(send_signed(at, sign).errcode, 0);
    now += 1ms;
    EXPECT_THAT(send_signed(at, sign).body, HasSubstr("invalid timestamp"));
    now = at - 1h - 1ms;
    EXPECT_EQ(send_signed(at, sign).errcode, 310000);
}

TEST_F(DingtalkRobotTest, webhook_server_vectors_are_answered_as_listed)
{
    const auto* place = std::getenv("TONGBAO_VECTORS");
    ASSERT_NE(place, nullptr) << "TONGBAO_VECTORS must name the folder of the vectors";
    std::ifstream file(std::string(place) + "/dingtalk-vectors.json");
    const auto vectors = json::parse(file).at("webhook_server_verify");
    ASSERT_THAT(vectors, Not(IsEmpty()));
    for (const auto& vector : vectors) {
        SCOPED_TRACE(vector.at("name"));
        now = InstantMs(std::chrono::milliseconds(vector.at("now_ms").get<std::int64_t>()));
        robot({.name = "vector", .access_token = vector.at("access_token"), .secret = vector.at("secret")});
        const auto seen =
            probe.post(simulator.base_url() + "/robot/send?" + vector.at("query").get<std::string>(), text("x").dump());
        EXPECT_EQ(seen.errcode, vector.at("errcode"));
        EXPECT_THAT(seen.body, HasSubstr(vector.value("errmsg_contains", "")));
    }
}

TEST_F(DingtalkRobotTest, CallerOutsideTheIpListIsRefused)
{
    settings.allowed_ips = {"10.0.0.0/8"};
    EXPECT_THAT(send(robot(settings), text("x")).body, HasSubstr("ip 127.0.0.1 not in whitelist"));
    settings.allowed_ips = {"127.0.0.0/8"};
    EXPECT_EQ(errcode(robot(settings), text("x")), 0);
}

TEST_F(DingtalkRobotTest, TwentyFirstMessageInAMinuteThrottlesForTenMinutes)
{
    auto& to = robot(settings);
    for (int i = 0; i < 20; ++i)
        ASSERT_EQ(errcode(to, text("x")), 0);
    const auto seen = send(to, text("x"));
    EXPECT_EQ(seen.status, 200);
    EXPECT_EQ(seen.errcode, 130101);
    EXPECT_THAT(seen.body, HasSubstr(R"("punish":"deny")"));
    now += 10min - 1ms;
    EXPECT_EQ(errcode(to, text("x")), 130101) << "the minute is over, the throttle is not";
    now += 1ms;
    EXPECT_EQ(errcode(to, text("x")), 0);
}

TEST_F(DingtalkRobotTest, RepeatedMsgUuidSucceedsWithoutASecondMessage)
{
    auto& to = robot(settings);
    auto body = text("x");
    body["msgUuid"] = "6f2c";
    EXPECT_EQ(errcode(to, body), 0);
    EXPECT_EQ(errcode(to, body), 0);
    EXPECT_THAT(to.accepted(), SizeIs(1));
    EXPECT_EQ(to.received().back().fate, Fate::duplicate);
}

TEST_F(DingtalkRobotTest, MarkdownAlertsOnlyPeopleWhomTheTextNames)
{
    auto& to = robot(settings);
    send(to, {{"msgtype", "markdown"},
              {"markdown", {{"title", "t"}, {"text", "@staff0001 请查收"}}},
              {"at", {{"atUserIds", {"staff0001", "staff0002"}}, {"isAtAll", false}}}});
    EXPECT_THAT(to.accepted().at(0).notified, ElementsAre("staff0001"));
}

} // namespace
} // namespace tongbao::simulator
