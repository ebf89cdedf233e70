#include "adapters/dingtalk/session_webhook.hpp"
#include "adapters/wecom/bot_reply.hpp"
#include "tests/simulator/test_ca.hpp"
#include "tests/simulator/web_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

using namespace tongbao;
using namespace tongbao::adapters;
using namespace std::chrono_literals;
namespace asio = boost::asio;

/// Both reply channels against one HTTPS server whose next answer the test chooses.
class ReplyChannelsTest : public testing::Test {
protected:
    asio::io_context io_;
    simulator::TestCa ca_{std::filesystem::path(testing::TempDir()) / ("reply_channels_" + std::to_string(getpid()))};
    simulator::Response answer_{200, R"({"errcode":0,"errmsg":"ok"})"};
    std::vector<simulator::Request> received_;
    simulator::WebServer server_{io_.get_executor(), simulator::WebServerSettings{0, ca_.issue()},
                                 [this](const simulator::Request& request) {
                                     received_.push_back(request);
                                     return simulator::Reaction{answer_, {}};
                                 }};
    std::string base_ = "https://127.0.0.1:" + std::to_string(server_.port());
    HttpClient client_{io_.get_executor(), client_settings()};
    wecom::StreamReplies streams_{io_.get_executor()};
    wecom::BotReply wecom_{client_, streams_, {base_, 2s}};
    dingtalk::SessionWebhook dingtalk_{client_, {base_, 2s}};

    HttpClientSettings client_settings() const
    {
        HttpClientSettings settings;
        settings.ca_file = ca_.ca_file();
        settings.private_hosts = {"127.0.0.1"};
        return settings;
    }
    Outcome send(Channel& channel, const std::string& address, const std::string& text = "答复")
    {
        std::optional<Outcome> outcome;
        asio::co_spawn(io_, channel.send({{address}, channel.encode({"标题", text}).front()}),
                       [&](std::exception_ptr, Outcome result) { outcome = std::move(result); });
        run_until(outcome);
        return outcome.value();
    }
    void run_until(const std::optional<Outcome>& outcome)
    {
        io_.restart();
        while (!outcome && io_.run_one_for(10s) > 0) {
        }
    }
};

TEST_F(ReplyChannelsTest, WecomAnswerIsPostedToItsResponseUrl)
{
    EXPECT_EQ(send(wecom_, base_ + "/cgi-bin/aibot/response?response_code=RC1").verdict, Verdict::sent);
    ASSERT_EQ(received_.size(), 1u);
    EXPECT_EQ(simulator::first(received_[0].query, "response_code"), "RC1");
    EXPECT_EQ(received_[0].body, R"({"msgtype":"markdown","markdown":{"content":"答复"}})");
}

TEST_F(ReplyChannelsTest, DingtalkAnswerIsPostedToItsSession)
{
    EXPECT_EQ(send(dingtalk_, base_ + "/robot/sendBySession?session=S1").verdict, Verdict::sent);
    ASSERT_EQ(received_.size(), 1u);
    EXPECT_EQ(received_[0].body, R"({"msgtype":"text","text":{"content":"答复"}})");
}

TEST_F(ReplyChannelsTest, AddressOnAnotherHostIsNeverCalled)
{
    for (Channel* channel : {static_cast<Channel*>(&wecom_), static_cast<Channel*>(&dingtalk_)}) {
        const auto outcome = send(*channel, base_ + ".evil.test/x?response_code=SECRET");
        EXPECT_EQ(outcome.verdict, Verdict::refused);
        EXPECT_EQ(outcome.reason.find("SECRET"), std::string::npos);
    }
    EXPECT_TRUE(received_.empty());
}

TEST_F(ReplyChannelsTest, EndedSessionIsRefusedForThisMessageOnly)
{
    answer_.body = R"({"errcode":300001,"errmsg":"session 不存在"})";
    const auto outcome = send(dingtalk_, base_ + "/robot/sendBySession?session=S1");
    EXPECT_EQ(outcome.verdict, Verdict::refused);
    EXPECT_EQ(outcome.scope, Scope::message);
}

TEST_F(ReplyChannelsTest, AnswerWithoutAVerdictIsUncertain)
{
    answer_.body = "<html>login</html>";
    EXPECT_EQ(send(wecom_, base_ + "/r?response_code=1").verdict, Verdict::uncertain);
    answer_ = {502, "{}"};
    EXPECT_EQ(send(dingtalk_, base_ + "/s?session=1").verdict, Verdict::uncertain);
}

TEST_F(ReplyChannelsTest, BrokenConnectionNeverTellsTheAddress)
{
    server_.stop_listening();
    for (Channel* channel : {static_cast<Channel*>(&wecom_), static_cast<Channel*>(&dingtalk_)}) {
        const auto outcome = send(*channel, base_ + "/r?response_code=SECRET");
        EXPECT_EQ(outcome.verdict, Verdict::retry);
        EXPECT_EQ(outcome.reason.find("SECRET"), std::string::npos);
    }
}

TEST_F(ReplyChannelsTest, LongTextIsOneMessageThatSaysItIsShortened)
{
    std::string text;
    while (text.size() < 60'000)
        text += "第一党支部 参与度 70.00% \"积分\" 12\n";
    const auto wecom = wecom_.encode({"", text});
    ASSERT_EQ(wecom.size(), 1u);
    const auto content = nlohmann::json::parse(wecom[0])["markdown"]["content"].get<std::string>();
    EXPECT_LE(content.size(), 20'480u);
    EXPECT_GT(content.size(), 20'000u);
    EXPECT_NE(content.find("以上为前一部分"), std::string::npos);
    const auto dingtalk = dingtalk_.encode({"标题", text});
    ASSERT_EQ(dingtalk.size(), 1u);
    EXPECT_LE(dingtalk[0].size(), 20'000u);
    EXPECT_GT(dingtalk[0].size(), 19'500u);
}

TEST_F(ReplyChannelsTest, ExactlyFullTextIsNotShortened)
{
    const std::string text(20'480, 'x');
    EXPECT_EQ(nlohmann::json::parse(wecom_.encode({"", text})[0])["markdown"]["content"], text);
    EXPECT_NE(nlohmann::json::parse(wecom_.encode({"", text + "x"})[0])["markdown"]["content"], text + "x");
}

TEST_F(ReplyChannelsTest, StreamAnswerIsSentWhenItsFirstPollTakesIt)
{
    std::optional<Outcome> outcome;
    asio::co_spawn(io_, wecom_.send({{"stream:s1"}, wecom_.encode({"", "答复"}).front()}),
                   [&](std::exception_ptr, Outcome result) { outcome = std::move(result); });
    io_.poll();
    EXPECT_FALSE(outcome);
    EXPECT_FALSE(streams_.take("other"));
    EXPECT_EQ(streams_.take("s1"), "答复");
    run_until(outcome);
    EXPECT_EQ(outcome.value().verdict, Verdict::sent);
    EXPECT_EQ(streams_.take("s1"), "答复"); // the platform lost our answer and polls again
}

TEST_F(ReplyChannelsTest, StreamThatNobodyPollsIsTriedAgain)
{
    wecom::BotReply hasty(client_, streams_, {base_, 10ms});
    EXPECT_EQ(send(hasty, "stream:s1").verdict, Verdict::retry);
    EXPECT_FALSE(streams_.take("s1"));
}
