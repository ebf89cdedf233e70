#include "adapters/wecom/robot.hpp"
#include "tests/adapters/exchange_fixture.hpp"

namespace tongbao::adapters {

using testing::HasSubstr;
using testing::Not;

/// Files in a group, against a robot that refuses what the vendor's refuses.
class RobotFileTest : public ExchangeTest {
protected:
    static constexpr auto upload_route = "/cgi-bin/webhook/upload_media";
    const std::string body = wecom::stored_body({"周通报 \"38\".xlsx", "PK-content"});
    InstantMs now{std::chrono::milliseconds(1'790'000'000'000)};
    std::optional<wecom::Robot> channel;

    RobotFileTest()
    {
        client.reset();
        platforms.emplace(io.get_executor(), simulator::SimulatorSettings{.folder = folder.path / "with-clock",
                                                                          .now = [this] { return now; }});
        robot = &platforms->add(simulator::WecomRobotSettings{.name = "group-7", .key = "the-key-7"});
        client.emplace(io.get_executor(), trusting());
        wecom::RobotSettings settings;
        settings.api = platforms->base_url();
        settings.key = "the-key-7";
        channel.emplace(*client, settings);
    }
    Outcome send() { return run(channel->send({{}, body})); }
    int uploads() const { return static_cast<int>(platforms->calls(upload_route)); }
};

TEST_F(RobotFileTest, IsUploadedThenPosted)
{
    EXPECT_EQ(send().verdict, Verdict::sent);
    EXPECT_EQ(uploads(), 1);
    ASSERT_EQ(robot->accepted().size(), 1u);
    EXPECT_EQ(robot->accepted()[0].msgtype, "file");
}

TEST_F(RobotFileTest, AnotherAttemptDoesNotUploadAgain)
{
    robot->next(behaviour::http_error(503));
    EXPECT_EQ(send().verdict, Verdict::retry);
    EXPECT_EQ(send().verdict, Verdict::sent);
    EXPECT_EQ(uploads(), 1);
}

TEST_F(RobotFileTest, AnUploadWhoseAnswerIsLostIsNeverUncertain)
{
    for (const auto& lost : {behaviour::accept_then_reset(), behaviour::half_answer(), behaviour::http_error(502, true),
                             behaviour::answer(R"({"errcode":0,"errmsg":"ok"})")}) {
        platforms->script().next(upload_route, "", lost);
        EXPECT_EQ(send().verdict, Verdict::retry);
    }
    EXPECT_TRUE(robot->accepted().empty());
    EXPECT_EQ(send().verdict, Verdict::sent);
}

TEST_F(RobotFileTest, APostWhoseAnswerIsLostIsUncertain)
{
    robot->next(behaviour::accept_then_reset());
    EXPECT_EQ(send().verdict, Verdict::uncertain);
}

TEST_F(RobotFileTest, AMediaIdThatExpiredIsReplacedByAnotherUpload)
{
    EXPECT_EQ(send().verdict, Verdict::sent);
    now += std::chrono::days(3);
    EXPECT_EQ(send().verdict, Verdict::retry);
    EXPECT_EQ(send().verdict, Verdict::sent);
    EXPECT_EQ(uploads(), 2);
}

TEST_F(RobotFileTest, ARefusedUploadSaysWhyAndNeverTheKey)
{
    platforms->script().next(upload_route, "", behaviour::answer(R"({"errcode":40006,"errmsg":"the-key-7"})"));
    const auto outcome = send();
    EXPECT_EQ(outcome.verdict, Verdict::refused);
    EXPECT_THAT(outcome.reason, HasSubstr("upload"));
    EXPECT_THAT(outcome.reason, HasSubstr("size"));
    EXPECT_THAT(outcome.reason, Not(HasSubstr("the-key-7")));
}

TEST_F(RobotFileTest, AnUnknownKeyIsRefusedAtTheUpload)
{
    platforms->remove_robot("group-7");
    const auto outcome = send();
    EXPECT_EQ(outcome.verdict, Verdict::refused);
    EXPECT_EQ(outcome.scope, Scope::target);
}

TEST_F(RobotFileTest, SizesThatThePlatformRefusesHaveNoBody)
{
    EXPECT_EQ(wecom::stored_body({"a.xlsx", "12345"}), "");
    EXPECT_NE(wecom::stored_body({"a.xlsx", "123456"}), "");
    EXPECT_NE(wecom::stored_body({"a.xlsx", std::string(wecom::most_file_bytes, 'x')}), "");
    EXPECT_EQ(wecom::stored_body({"a.xlsx", std::string(wecom::most_file_bytes + 1, 'x')}), "");
}

TEST_F(RobotFileTest, ATextIsNoFile)
{
    EXPECT_FALSE(wecom::stored_file(R"({"msgtype":"text","text":{"content":"{\"msgtype\":\"file\"}"}})"));
    EXPECT_FALSE(wecom::stored_file(R"({"msgtype":"file","file":{"name":"a","base64":"%%%"}})"));
    EXPECT_EQ(wecom::stored_file(body)->content, "PK-content");
}

} // namespace tongbao::adapters
