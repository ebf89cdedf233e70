#include "adapters/dingtalk/robot.hpp"
#include "adapters/wecom/robot.hpp"
#include "tests/adapters/exchange_fixture.hpp"

namespace tongbao::adapters {

/// Both robots against servers that refuse what the vendors refuse.
class RobotsTest : public ExchangeTest {
protected:
    wecom::Robot wecom_robot(wecom::RobotFormat format)
    {
        wecom::RobotSettings settings;
        settings.api = platforms->base_url();
        settings.key = "the-key-7";
        settings.format = format;
        return wecom::Robot(*client, settings);
    }
    dingtalk::RobotSettings dingtalk_settings()
    {
        dingtalk::RobotSettings settings;
        settings.api = platforms->base_url();
        settings.access_token = "the-token-1";
        settings.now = [] {
            return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
        };
        return settings;
    }
    Outcome send_all(Channel& channel, const std::string& text)
    {
        Outcome last;
        for (auto& body : channel.encode({"周通报", text}))
            last = run(channel.send({{}, body}));
        return last;
    }
    static std::string of_bytes(std::size_t size)
    {
        std::string text(size % 3, 'a');
        while (text.size() < size)
            text += "学";
        return text;
    }
};

TEST_F(RobotsTest, WecomTakesEveryFormatUpToItsLimitAndSplitBeyond)
{
    struct Case {
        wecom::RobotFormat format;
        std::size_t limit;
    };
    for (const auto& [format, limit] : {Case{wecom::RobotFormat::text, 2048}, Case{wecom::RobotFormat::markdown, 4096},
                                        Case{wecom::RobotFormat::markdown_v2, 4096}}) {
        auto channel = wecom_robot(format);
        for (const auto size : {limit, limit + 1})
            EXPECT_EQ(send_all(channel, of_bytes(size)).verdict, Verdict::sent) << size;
    }
    EXPECT_EQ(robot->accepted().size(), 9u);
}

TEST_F(RobotsTest, DingtalkTakesBothFormatsUpToItsLimitAndSplitBeyond)
{
    for (const auto format : {dingtalk::RobotFormat::text, dingtalk::RobotFormat::markdown}) {
        auto settings = dingtalk_settings();
        settings.format = format;
        dingtalk::Robot channel(*client, settings);
        EXPECT_EQ(send_all(channel, "一\n二\n").verdict, Verdict::sent);
        EXPECT_EQ(send_all(channel, of_bytes(25000)).verdict, Verdict::sent);
    }
    EXPECT_EQ(ding->accepted().size(), 6u);
}

TEST_F(RobotsTest, DingtalkTakesASignedMessageWithTheKeywordInEveryPart)
{
    ding = &platforms->add(simulator::DingtalkRobotSettings{
        .name = "strict", .access_token = "strict", .secret = "SECsecret", .keywords = {"学习强校"}});
    auto settings = dingtalk_settings();
    settings.access_token = "strict";
    settings.secret = "SECsecret";
    settings.keyword = "学习强校";
    dingtalk::Robot channel(*client, settings);
    EXPECT_EQ(send_all(channel, of_bytes(45000)).verdict, Verdict::sent);
    EXPECT_EQ(ding->accepted().size(), 3u);
}

TEST_F(RobotsTest, AWrongSecretIsAMatterOfConfiguration)
{
    for (const bool chinese : {false, true}) {
        const auto name = chinese ? "zh" : "en";
        platforms->add(simulator::DingtalkRobotSettings{
            .name = name, .access_token = name, .secret = "SECright", .chinese_errors = chinese});
        auto settings = dingtalk_settings();
        settings.access_token = name;
        settings.secret = "SECwrong";
        dingtalk::Robot channel(*client, settings);
        const auto outcome = send_all(channel, "a");
        EXPECT_EQ(outcome.verdict, Verdict::refused);
        EXPECT_EQ(outcome.scope, Scope::configuration);
    }
}

TEST_F(RobotsTest, ASignatureIsFreshForEveryRequest)
{
    platforms->add(simulator::DingtalkRobotSettings{.name = "s", .access_token = "s", .secret = "SECsecret"});
    auto settings = dingtalk_settings();
    settings.access_token = "s";
    settings.secret = "SECsecret";
    auto shift = std::chrono::hours{-2};
    settings.now = [&shift] {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()) + shift;
    };
    dingtalk::Robot channel(*client, settings);
    EXPECT_EQ(send_all(channel, "a").verdict, Verdict::retry); // the time stamp is too old
    shift = std::chrono::hours{0};
    EXPECT_EQ(send_all(channel, "a").verdict, Verdict::sent);
}

TEST_F(RobotsTest, TheTwentyFirstMessageOfAMinuteIsDeferred)
{
    auto channel = wecom_robot(wecom::RobotFormat::text);
    Outcome outcome;
    for (int i = 0; i < 21; ++i)
        outcome = send_all(channel, "a");
    EXPECT_EQ(outcome.verdict, Verdict::deferred);
    EXPECT_EQ(outcome.wait, 60s);
}

TEST_F(RobotsTest, ASecondCopyIsSwallowedByDingtalk)
{
    dingtalk::Robot channel(*client, dingtalk_settings());
    const auto body = channel.encode({"", "a"}).front();
    ding->next(behaviour::accept_then_reset());
    EXPECT_EQ(run(channel.send({{}, body})).verdict, Verdict::uncertain);
    EXPECT_EQ(run(channel.send({{}, body})).verdict, Verdict::sent);
    EXPECT_EQ(ding->accepted().size(), 1u);
}

TEST_F(RobotsTest, AGoodCredentialIsKnownWithoutAnybodySeeingAnything)
{
    auto with_key = wecom_robot(wecom::RobotFormat::text);
    auto& strict = platforms->add(simulator::DingtalkRobotSettings{
        .name = "strict", .access_token = "strict-token", .secret = "SECstrict", .keywords = {"通报"}});
    auto settings = dingtalk_settings();
    settings.access_token = "strict-token";
    settings.secret = "SECstrict";
    settings.keyword = "通报";
    dingtalk::Robot with_token(*client, settings);
    for (auto* channel : {static_cast<Channel*>(&with_key), static_cast<Channel*>(&with_token)}) {
        const auto checked = run(channel->check_credential());
        ASSERT_TRUE(checked.has_value());
        EXPECT_EQ(checked->verdict, Verdict::sent) << checked->reason;
    }
    EXPECT_TRUE(robot->accepted().empty());
    EXPECT_TRUE(strict.accepted().empty());
}

TEST_F(RobotsTest, ABadCredentialIsKnownToo)
{
    wecom::Robot unknown_key(*client, {.api = platforms->base_url(), .key = "another"});
    EXPECT_EQ(run(unknown_key.check_credential())->verdict, Verdict::refused);
    auto settings = dingtalk_settings();
    settings.access_token = "another";
    dingtalk::Robot unknown_token(*client, settings);
    EXPECT_EQ(run(unknown_token.check_credential())->verdict, Verdict::refused);
}

} // namespace tongbao::adapters
