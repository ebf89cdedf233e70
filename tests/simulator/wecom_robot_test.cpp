#include "tests/simulator/simulator_test.hpp"

#include "adapters/crypto.hpp"

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

json markdown(const std::string& content)
{
    return {{"msgtype", "markdown"}, {"markdown", {{"content", content}}}};
}

class WecomRobotTest : public SimulatorTest {
protected:
    WecomRobot& robot =
        simulator.add(WecomRobotSettings{"notice", "693a91f6-7fa0-4bbd-bf8b-6a5d7b3ad4a1", "学习管理员群"});

    Seen send(const json& body) { return probe.post(robot.url(), body.dump()); }
    int errcode(const json& body) { return send(body).errcode; }
};

TEST_F(WecomRobotTest, PostsTextAndLogsWhatPeopleRead)
{
    const auto seen = send(text("通报已发布"));
    EXPECT_EQ(seen.status, 200);
    EXPECT_EQ(seen.body, R"({"errcode":0,"errmsg":"ok"})");
    ASSERT_THAT(robot.accepted(), SizeIs(1));
    EXPECT_EQ(robot.accepted()[0].content, "通报已发布");
    EXPECT_EQ(robot.accepted()[0].chat, "学习管理员群");
}

TEST_F(WecomRobotTest, UnknownKeyIs93000InTheDocumentedShape)
{
    const auto url = simulator.base_url() + "/cgi-bin/webhook/send?key=unknown";
    const auto seen = probe.post(url, text("x").dump());
    EXPECT_EQ(seen.status, 200);
    EXPECT_EQ(seen.errcode, 93000);
    EXPECT_THAT(json::parse(seen.body)["errmsg"].get<std::string>(),
                testing::MatchesRegex("invalid webhook url, hint: \\[[0-9]+\\], from ip: 127.0.0.1, more info at "
                                      "https://open.work.weixin.qq.com/devtool/query\\?e=93000"));
    EXPECT_NE(seen.body, probe.post(url, text("x").dump()).body) << "the hint changes";
}

TEST_F(WecomRobotTest, RemovedRobotIs93000)
{
    robot.remove();
    EXPECT_EQ(errcode(text("x")), 93000);
}

TEST_F(WecomRobotTest, UnknownMsgtypeIs40008)
{
    EXPECT_EQ(errcode({{"msgtype", "poem"}, {"poem", {{"content", "x"}}}}), 40008);
}

TEST_F(WecomRobotTest, MissingMsgtypeIs40008)
{
    EXPECT_EQ(errcode({{"text", {{"content", "x"}}}}), 40008);
}

TEST_F(WecomRobotTest, BrokenJsonIs40008)
{
    EXPECT_EQ(probe.post(robot.url(), R"({"msgtype":"text",)").errcode, 40008);
}

TEST_F(WecomRobotTest, EmptyContentIs44004)
{
    EXPECT_EQ(errcode(text("")), 44004);
    EXPECT_EQ(errcode({{"msgtype", "text"}}), 44004);
}

TEST_F(WecomRobotTest, TextLimitCountsBytesAndIsInclusive)
{
    EXPECT_EQ(errcode(text(std::string(2048, 'x'))), 0);
    const auto seen = send(text(std::string(2046, 'x') + "报"));
    EXPECT_EQ(seen.errcode, 40058);
    EXPECT_THAT(seen.body, HasSubstr("text.content exceed max length 2048. invalid Request Parameter"));
}

TEST_F(WecomRobotTest, MarkdownLimitCountsBytesAndIsInclusive)
{
    EXPECT_EQ(errcode(markdown(std::string(4096, 'x'))), 0);
    EXPECT_EQ(errcode(markdown(std::string(4097, 'x'))), 40058);
    EXPECT_EQ(errcode({{"msgtype", "markdown_v2"}, {"markdown_v2", {{"content", std::string(4097, 'x')}}}}), 40058);
}

TEST_F(WecomRobotTest, TwentyFirstMessageInSixtySecondsIs45009)
{
    for (int i = 0; i < 20; ++i) {
        ASSERT_EQ(errcode(text("x")), 0);
        now += 1s;
    }
    EXPECT_EQ(errcode(text("x")), 45009);
    now += 39s;
    EXPECT_EQ(errcode(text("x")), 45009) << "59 s after the first";
    now += 1s;
    EXPECT_EQ(errcode(text("x")), 0) << "the window slides";
}

TEST_F(WecomRobotTest, RefusedMessagesDoNotUseUpTheRate)
{
    for (int i = 0; i < 30; ++i)
        ASSERT_EQ(errcode(text("")), 44004);
    EXPECT_EQ(errcode(text("x")), 0);
}

TEST_F(WecomRobotTest, ImageNeedsTheMd5OfItsRawBytes)
{
    const auto base64 = adapters::base64_encode("\x89PNG\r\n\x1a\n");
    const json good{{"base64", base64}, {"md5", "e9dd2797018cad79186e03e8c5aec8dc"}};
    const json wrong{{"base64", base64}, {"md5", "00000000000000000000000000000000"}};
    EXPECT_EQ(errcode({{"msgtype", "image"}, {"image", wrong}}), 301019);
    EXPECT_EQ(errcode({{"msgtype", "image"}, {"image", good}}), 0);
}

TEST_F(WecomRobotTest, ImageAboveTwoMegabytesIsRefused)
{
    const auto big = adapters::base64_encode("\x89PNG\r\n" + std::string(2 * 1024 * 1024, 'x'));
    EXPECT_EQ(errcode({{"msgtype", "image"}, {"image", {{"base64", big}, {"md5", "x"}}}}), 40009);
}

TEST_F(WecomRobotTest, MentionListOfAWrongTypeIsPostedWithTheJsonWarning)
{
    auto body = text("x");
    body["text"]["mentioned_list"] = "@all";
    const auto seen = send(body);
    EXPECT_EQ(seen.errcode, 0);
    EXPECT_THAT(seen.body, HasSubstr("Warning: wrong json format."));
    EXPECT_THAT(robot.accepted(), SizeIs(1));
}

TEST_F(WecomRobotTest, MentionListsAlertInTextOnly)
{
    auto body = text("<@lisi> x");
    body["text"]["mentioned_list"] = {"zhangsan", "@all"};
    send(body);
    auto in_markdown = markdown("<@lisi> x");
    in_markdown["markdown"]["mentioned_list"] = {"zhangsan"};
    send(in_markdown);
    ASSERT_THAT(robot.accepted(), SizeIs(2));
    EXPECT_THAT(robot.accepted()[0].notified, ElementsAre("zhangsan", "@all", "lisi"));
    EXPECT_THAT(robot.accepted()[1].notified, ElementsAre("lisi"));
}

TEST_F(WecomRobotTest, NewsTakesOneToEightArticles)
{
    const json article{{"title", "t"}, {"url", "https://example.com"}};
    EXPECT_EQ(errcode({{"msgtype", "news"}, {"news", {{"articles", json::array()}}}}), 45008);
    EXPECT_EQ(errcode({{"msgtype", "news"}, {"news", {{"articles", json(9, article)}}}}), 45008);
    EXPECT_EQ(errcode({{"msgtype", "news"}, {"news", {{"articles", json(8, article)}}}}), 0);
}

TEST_F(WecomRobotTest, CardWithoutItsActionIsRefused)
{
    const json card{{"card_type", "text_notice"}, {"main_title", {{"title", "t"}}}};
    EXPECT_EQ(errcode({{"msgtype", "template_card"}, {"template_card", card}}), 40058);
}

std::string form_of(const std::string& content)
{
    return "--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.txt\"; filelength=6\r\n"
           "Content-Type: application/octet-stream\r\n\r\n" +
           content + "\r\n--b--\r\n";
}

constexpr auto form_type = "multipart/form-data; boundary=b";

TEST_F(WecomRobotTest, UploadedFileCanBeSentForThreeDays)
{
    const auto answer = json::parse(probe.post(robot.upload_url(), form_of("123456"), form_type).body);
    const json file{{"msgtype", "file"}, {"file", {{"media_id", answer.at("media_id")}}}};
    EXPECT_TRUE(answer.at("created_at").is_string());
    EXPECT_EQ(errcode(file), 0);
    now += std::chrono::days(3);
    EXPECT_EQ(errcode(file), 40007);
}

TEST_F(WecomRobotTest, UploadBelongsToItsKey)
{
    auto& other = simulator.add(WecomRobotSettings{"other", "other-key", ""});
    const auto answer = json::parse(probe.post(other.upload_url(), form_of("123456"), form_type).body);
    EXPECT_EQ(errcode({{"msgtype", "file"}, {"file", {{"media_id", answer.at("media_id")}}}}), 40007);
}

TEST_F(WecomRobotTest, UploadOfFiveBytesIsRefused)
{
    EXPECT_EQ(probe.post(robot.upload_url(), form_of("12345"), form_type).errcode, 40006);
}

} // namespace
} // namespace tongbao::simulator
