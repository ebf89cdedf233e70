#include "adapters/wecom/connection_reply.hpp"
#include "tests/adapters/exchange_fixture.hpp"

#include <nlohmann/json.hpp>

namespace tongbao::adapters {
namespace {

using testing::HasSubstr;
using testing::SizeIs;
using wecom::LongConnection;
using wecom::LongConnectionEnd;
using Reason = LongConnectionEnd::Reason;

/// A bot's long connection and the platform's side of it.
class LongConnectionTest : public ExchangeTest {
protected:
    struct Heard {
        wecom::Message message;
        std::string req_id;
    };
    simulator::WecomBot& bot = platforms->add(simulator::WecomBotSettings{
        .name = "助手", .bot_id = "AIB1", .secret = "s3cret", .eviction_delay = std::chrono::milliseconds(1)});
    WebSocketClient sockets{io.get_executor(), {platforms->ca_file(), {"127.0.0.1"}}};
    wecom::StreamReplies streams{io.get_executor()};
    wecom::LongConnectionSettings settings{
        .url = "wss" + platforms->base_url().substr(5), .bot_id = "AIB1", .secret = "s3cret"};
    std::unique_ptr<LongConnection> connection;
    boost::asio::cancellation_signal stop;
    std::optional<LongConnectionEnd> end;
    std::vector<Heard> heard;

    ~LongConnectionTest() override
    {
        if (!connection || end)
            return;
        stop.emit(boost::asio::cancellation_type::terminal);
        until([&] { return end.has_value(); });
    }
    static boost::asio::awaitable<void> remember(std::vector<Heard>& list, wecom::Message message, std::string req_id)
    {
        list.push_back({std::move(message), std::move(req_id)});
        co_return;
    }
    void hold()
    {
        connection = std::make_unique<LongConnection>(io.get_executor(), sockets, settings);
        end.reset();
        const auto on_message = [this](wecom::Message message, std::string req_id) {
            return remember(heard, std::move(message), std::move(req_id));
        };
        boost::asio::co_spawn(io, connection->hold(on_message, [] {}),
                              boost::asio::bind_cancellation_slot(
                                  stop.slot(), [this](std::exception_ptr, LongConnectionEnd ended) { end = ended; }));
    }
    void subscribe()
    {
        hold();
        until([&] { return connection->subscribed(); });
    }
    template <class Condition>
    void until(Condition reached)
    {
        io.restart();
        while (!reached())
            ASSERT_GT(io.run_one_for(20s), 0u) << "nothing happens any more";
    }
    void hear(const std::string& group = "wrAbc")
    {
        simulator::Speech said("zhangsan", "帮助", group);
        const auto before = heard.size();
        run(bot.speak(said));
        until([&] { return heard.size() > before; });
    }
    wecom::ReplyRoute route(std::string response_url = "") const
    {
        return {heard.back().req_id, "wrAbc", ChannelKind::group, std::move(response_url)};
    }
    Outcome answer(const wecom::ReplyRoute& to)
    {
        wecom::ConnectionReply channel(*connection, *client, streams,
                                       wecom::BotReplySettings{.api = platforms->base_url()});
        Parcel parcel{{wecom::address_of(to)}, channel.encode({"", "可用命令"}).front()};
        return run(channel.send(std::move(parcel)));
    }
    std::string last_said() const
    {
        const auto said = platforms->log().accepted_by("助手");
        return said.empty() ? "" : said.back().route + " " + said.back().content;
    }
};

TEST_F(LongConnectionTest, MessageIsHeardAndAnsweredByItsReqId)
{
    subscribe();
    hear();
    EXPECT_EQ(heard[0].message.text, "@助手 帮助");
    EXPECT_EQ(answer(route()).verdict, Verdict::sent);
    EXPECT_EQ(last_said(), "aibot_respond_msg 可用命令");
}

TEST_F(LongConnectionTest, RawControlCharactersDoNotLoseAMessage)
{
    bot.long_connection().add_control_characters(true);
    subscribe();
    hear();
    EXPECT_EQ(heard[0].message.text, "@助手 帮助");
}

TEST_F(LongConnectionTest, WhatNobodyAskedForIsPushedToWhoHasSpokenBefore)
{
    subscribe();
    hear("");
    EXPECT_EQ(answer({"", "zhangsan", ChannelKind::direct, ""}).verdict, Verdict::sent);
    EXPECT_EQ(last_said(), "aibot_send_msg 可用命令");
    const auto refused = answer({"", "lisi", ChannelKind::direct, ""});
    EXPECT_EQ(refused.verdict, Verdict::refused) << "never spoke to the bot";
    EXPECT_EQ(refused.scope, Scope::message);
}

TEST_F(LongConnectionTest, ReqIdThatThePlatformForgotFallsBackToTheResponseUrl)
{
    subscribe();
    simulator::Speech said("zhangsan", "帮助", "wrAbc");
    const auto hearing = run(bot.speak(said));
    auto to = wecom::ReplyRoute{"forgotten", "wrAbc", ChannelKind::group, hearing.reply_address};
    EXPECT_EQ(answer(to).verdict, Verdict::sent);
    EXPECT_THAT(last_said(), HasSubstr("/cgi-bin/aibot/response"));
}

TEST_F(LongConnectionTest, WithoutAResponseUrlItFallsBackToAPush)
{
    subscribe();
    hear();
    auto to = route();
    to.req_id = "forgotten";
    EXPECT_EQ(answer(to).verdict, Verdict::sent);
    EXPECT_EQ(last_said(), "aibot_send_msg 可用命令");
}

TEST_F(LongConnectionTest, AnswerThatIsNotAcknowledgedIsUncertain)
{
    settings.ack_deadline = 50ms;
    subscribe();
    hear();
    bot.long_connection().withhold_acks(1);
    EXPECT_EQ(answer(route()).verdict, Verdict::uncertain);
}

TEST_F(LongConnectionTest, AnswerWithoutAConnectionNeverLeft)
{
    connection = std::make_unique<LongConnection>(io.get_executor(), sockets, settings);
    end.emplace();
    EXPECT_EQ(answer({"r", "wrAbc", ChannelKind::group, ""}).verdict, Verdict::retry);
}

TEST_F(LongConnectionTest, ThrottleDefersTheAnswer)
{
    subscribe();
    hear();
    for (int i = 0; i < 30; ++i)
        ASSERT_EQ(answer(route()).verdict, Verdict::sent);
    EXPECT_EQ(answer(route()).verdict, Verdict::deferred);
}

TEST_F(LongConnectionTest, WrongSecretIsARefusalAndTheSocketIsClosed)
{
    settings.secret = "other";
    hold();
    until([&] { return end.has_value(); });
    EXPECT_EQ(end->reason, Reason::refused);
    EXPECT_EQ(end->what.find("other"), std::string::npos);
    EXPECT_FALSE(end->subscribed);
}

TEST_F(LongConnectionTest, NewerConnectionEndsThisOneAsEvicted)
{
    subscribe();
    LongConnection newer(io.get_executor(), sockets, settings);
    boost::asio::cancellation_signal stop_newer;
    bool newer_ended = false;
    const auto ignore = [this](wecom::Message message, std::string req_id) {
        return remember(heard, std::move(message), std::move(req_id));
    };
    boost::asio::co_spawn(io, newer.hold(ignore, [] {}),
                          boost::asio::bind_cancellation_slot(
                              stop_newer.slot(), [&](std::exception_ptr, LongConnectionEnd) { newer_ended = true; }));
    until([&] { return end.has_value(); });
    EXPECT_EQ(end->reason, Reason::evicted);
    EXPECT_TRUE(newer.subscribed());
    stop_newer.emit(boost::asio::cancellation_type::terminal);
    until([&] { return newer_ended; });
}

TEST_F(LongConnectionTest, TwoPingsWithoutAnAnswerEndIt)
{
    settings.ping_every = 10ms;
    settings.ack_deadline = 50ms;
    subscribe();
    bot.long_connection().withhold_acks(1000);
    until([&] { return end.has_value(); });
    EXPECT_EQ(end->reason, Reason::lost);
    EXPECT_THAT(end->what, HasSubstr("pings"));
}

TEST_F(LongConnectionTest, OneMissingPingIsForgiven)
{
    settings.ping_every = 10ms;
    settings.ack_deadline = 500ms;
    subscribe();
    bot.long_connection().withhold_acks(1);
    const auto pings = [&] { return bot.long_connection().heard().size(); };
    until([&] { return pings() >= 4 || end; });
    EXPECT_FALSE(end);
}

TEST_F(LongConnectionTest, CutConnectionIsLostAndWhatWaitsForItIsUncertain)
{
    subscribe();
    hear();
    bot.long_connection().withhold_acks(1);
    std::optional<Outcome> outcome;
    wecom::ConnectionReply channel(*connection, *client, streams, {});
    Parcel parcel{{wecom::address_of(route())}, channel.encode({"", "x"}).front()};
    boost::asio::co_spawn(io, channel.send(std::move(parcel)),
                          [&](std::exception_ptr, Outcome got) { outcome = std::move(got); });
    const auto arrived = bot.long_connection().heard().size();
    until([&] { return bot.long_connection().heard().size() > arrived; });
    bot.long_connection().cut();
    until([&] { return outcome && end; });
    EXPECT_EQ(end->reason, Reason::lost);
    EXPECT_EQ(outcome->verdict, Verdict::uncertain);
}

TEST_F(LongConnectionTest, StopSaysGoodbye)
{
    subscribe();
    stop.emit(boost::asio::cancellation_type::terminal);
    until([&] { return end.has_value(); });
    EXPECT_EQ(end->reason, Reason::stopped);
    until([&] { return !bot.long_connection().connected(); });
}

TEST_F(LongConnectionTest, StopOfASilentConnectionIsNotHeldUp)
{
    settings.patience = 20ms;
    subscribe();
    bot.long_connection().fall_silent();
    stop.emit(boost::asio::cancellation_type::terminal);
    until([&] { return end.has_value(); });
    EXPECT_EQ(end->reason, Reason::stopped);
}

TEST_F(LongConnectionTest, ServerThatCannotBeReachedIsALoss)
{
    platforms->server().stop_listening();
    hold();
    until([&] { return end.has_value(); });
    EXPECT_EQ(end->reason, Reason::lost);
    EXPECT_FALSE(end->subscribed);
}

TEST(ReplyRoute, AddressKeepsTheRoute)
{
    const wecom::ReplyRoute route{"r\"1", "群", ChannelKind::group, "https://x/?a=1"};
    const auto again = wecom::route_of(wecom::address_of(route));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->req_id, route.req_id);
    EXPECT_EQ(again->chat, route.chat);
    EXPECT_EQ(again->where, route.where);
    EXPECT_EQ(again->response_url, route.response_url);
    EXPECT_FALSE(wecom::route_of("https://x"));
}

} // namespace
} // namespace tongbao::adapters
