#include "adapters/crypto.hpp"
#include "adapters/dingtalk/signature.hpp"
#include "adapters/wecom/callback_crypto.hpp"
#include "adapters/wecom/strict_xml.hpp"
#include "bot/inbound/dingtalk_endpoint.hpp"
#include "bot/inbound/wecom_app_intake.hpp"
#include "bot/inbound/wecom_bot_intake.hpp"
#include "bot/inbound/wecom_endpoint.hpp"
#include "tests/adapters/vectors.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <thread>
#include <unistd.h>

using namespace tongbao;
using namespace tongbao::bot;
using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace wecom = tongbao::adapters::wecom;
using asio::ip::tcp;

namespace {

constexpr const char* token = "hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo";
constexpr const char* key = "ourGtvRJfyIJXEj1gLhqFA4IR9mnnbEkrAfsfvfNYyq";
constexpr const char* corp = "ww1234567890abcdef";
constexpr const char* secret = "app-secret";

struct Heard {
    std::string status;
    std::string body;
};

/// One request from a thread of its own, so that the listener's thread is free to serve it.
Heard exchange(std::uint16_t port, const std::string& text)
{
    asio::io_context io;
    tcp::socket socket(io);
    socket.connect({asio::ip::make_address("127.0.0.1"), port});
    asio::write(socket, asio::buffer(text));
    std::string answer;
    boost::system::error_code end;
    asio::read(socket, asio::dynamic_buffer(answer), end);
    const auto body = answer.find("\r\n\r\n");
    return {answer.substr(9, 3), body == std::string::npos ? "" : answer.substr(body + 4)};
}

std::string request_text(const std::string& method, const std::string& target, const std::string& headers,
                         const std::string& body)
{
    return fmt::format("{} {} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n{}\r\n{}", method,
                       target, body.size(), headers, body);
}

} // namespace

/// The whole inbound river over a real socket and a real database; `restart` is a crash between two lives.
class InboundEndpointsTest : public testing::Test {
protected:
    struct Life {
        explicit Life(const std::string& path) : store(path) {}
        asio::io_context io;
        store::Store store;
        wecom::StreamReplies streams{io.get_executor()};
        std::unique_ptr<Inbound> inbound;
        std::unique_ptr<WecomBotIntake> bot;
        std::unique_ptr<WecomEndpoint> wecom;
        std::unique_ptr<WecomAppIntake> app;
        std::unique_ptr<WecomEndpoint> wecom_app;
        std::unique_ptr<DingtalkEndpoint> dingtalk;
        std::unique_ptr<Listener> listener;
    };

    std::string path_ = testing::TempDir() + "inbound_endpoints_" + std::to_string(getpid()) + ".db";
    FakeClock clock_{Instant{std::chrono::seconds{1'760'578'201}}};
    InboundRules rules_;
    wecom::CallbackSettings wecom_callback_{token, key, "", wecom::Envelope::json, 600s};
    std::vector<adapters::InboundMessage> handled_;
    bool fail_handling_ = false;
    std::unique_ptr<Life> life_;

    void SetUp() override
    {
        remove_files();
        start(true);
    }
    void TearDown() override
    {
        stop();
        remove_files();
    }
    void remove_files() const
    {
        for (const char* suffix : {"", "-wal", "-shm"})
            std::filesystem::remove(path_ + suffix);
    }

    static asio::awaitable<void> remember(InboundEndpointsTest& test, adapters::InboundMessage message)
    {
        if (test.fail_handling_)
            throw std::runtime_error("no answer");
        test.handled_.push_back(std::move(message));
        co_return;
    }

    void start(bool work)
    {
        life_ = std::make_unique<Life>(path_);
        auto& life = *life_;
        life.inbound = std::make_unique<Inbound>(
            life.io.get_executor(), life.store, clock_, rules_,
            [this](adapters::InboundMessage message, InboundId) { return remember(*this, std::move(message)); });
        life.bot = std::make_unique<WecomBotIntake>(
            WecomBotIntakeSettings{{"bot", {"通告助手"}}, "https://qyapi.weixin.qq.com", "您好"}, *life.inbound,
            life.streams, clock_);
        life.wecom = std::make_unique<WecomEndpoint>(
            WecomEndpointSettings{"bot", "/wecom", wecom_callback_},
            [&life](wecom::OpenedCallback opened) { return life.bot->take(std::move(opened)); }, clock_);
        life.app = std::make_unique<WecomAppIntake>(WecomAppIntakeSettings{"app", corp, "您好"}, *life.inbound, clock_);
        life.wecom_app = std::make_unique<WecomEndpoint>(
            WecomEndpointSettings{"app", "/wecom/app", {token, key, corp, wecom::Envelope::xml, 600s}},
            [&life](wecom::OpenedCallback opened) { return life.app->take(std::move(opened)); }, clock_);
        DingtalkEndpointSettings dingtalk_settings{"robot", "/dingtalk", {}};
        dingtalk_settings.callback.app_secret = secret;
        dingtalk_settings.callback.robot_code = "dingA";
        life.dingtalk = std::make_unique<DingtalkEndpoint>(dingtalk_settings, *life.inbound, clock_);
        ListenerSettings listen;
        listen.port = 0;
        life.listener = std::make_unique<Listener>(life.io.get_executor(), listen);
        life.wecom->listen(*life.listener);
        life.wecom_app->listen(*life.listener);
        life.dingtalk->listen(*life.listener);
        asio::co_spawn(life.io, life.listener->run(), asio::detached);
        if (work)
            asio::co_spawn(life.io, life.inbound->run(), asio::detached);
    }

    void stop()
    {
        bool stopped = false;
        asio::co_spawn(life_->io, life_->listener->stop(1s), [&](std::exception_ptr) { stopped = true; });
        run_until([&] { return stopped; });
        life_->store.close();
        life_.reset();
    }

    template <class Condition>
    void run_until(Condition reached)
    {
        life_->io.restart();
        while (!reached())
            ASSERT_GT(life_->io.run_one_for(10s), 0u) << "nothing happens any more";
    }

    Heard post(const std::string& text)
    {
        std::atomic<bool> done = false;
        Heard answer;
        const auto port = life_->listener->port();
        std::thread client([&] {
            answer = exchange(port, text);
            done = true;
            asio::post(life_->io, [] {}); // wakes the loop below
        });
        run_until([&] { return done.load(); });
        client.join();
        return answer;
    }

    std::string wecom_request(const std::string& message, std::chrono::seconds age = 0s,
                              const std::string& receive_id = "", const std::string& signing_token = token) const
    {
        const auto timestamp = std::to_string((clock_.now() - age).time_since_epoch().count());
        const auto nonce = adapters::to_hex(adapters::random_bytes(8));
        const auto encrypt = wecom::encrypt_callback({token, wecom::callback_key(key).value(), receive_id}, message,
                                                     adapters::random_bytes(16));
        const auto signature = wecom::callback_signature(signing_token, timestamp, nonce, encrypt);
        return request_text("POST",
                            fmt::format("/wecom?msg_signature={}&timestamp={}&nonce={}", signature, timestamp, nonce),
                            "", nlohmann::json{{"encrypt", encrypt}}.dump());
    }

    static std::string wecom_message(const std::string& id, const std::string& text = "@通告助手 查排行",
                                     const std::string& sender = "zhangsan",
                                     const std::string& url = "https://qyapi.weixin.qq.com/cgi-bin/aibot/response?c=1")
    {
        nlohmann::json message = {{"msgid", id},
                                  {"aibotid", "AIB1"},
                                  {"chatid", "wrG"},
                                  {"chattype", "group"},
                                  {"from", {{"userid", sender}}},
                                  {"msgtype", "text"},
                                  {"text", {{"content", text}}}};
        if (!url.empty())
            message["response_url"] = url;
        return message.dump();
    }

    std::string app_request(const std::string& message) const
    {
        const auto timestamp = std::to_string(clock_.now().time_since_epoch().count());
        const auto nonce = adapters::to_hex(adapters::random_bytes(8));
        const auto encrypt = wecom::encrypt_callback({token, wecom::callback_key(key).value(), corp}, message,
                                                     adapters::random_bytes(16));
        const auto signature = wecom::callback_signature(token, timestamp, nonce, encrypt);
        return request_text(
            "POST", fmt::format("/wecom/app?msg_signature={}&timestamp={}&nonce={}", signature, timestamp, nonce), "",
            fmt::format("<xml><ToUserName><![CDATA[{}]]></ToUserName><Encrypt><![CDATA[{}]]></Encrypt>"
                        "<AgentID><![CDATA[1]]></AgentID></xml>",
                        corp, encrypt));
    }
    static std::string app_message(const std::string& id, const std::string& text)
    {
        return fmt::format(
            "<xml><ToUserName><![CDATA[{}]]></ToUserName><FromUserName><![CDATA[zhangsan]]></FromUserName>"
            "<CreateTime>1760578201</CreateTime><MsgType><![CDATA[text]]></MsgType>"
            "<Content><![CDATA[{}]]></Content><MsgId>{}</MsgId><AgentID>1</AgentID></xml>",
            corp, text, id);
    }

    std::string dingtalk_request(const std::string& id, std::chrono::milliseconds age = 0ms,
                                 const std::string& robot = "dingA") const
    {
        const auto timestamp = std::to_string((clock_.now_ms() - age).time_since_epoch().count());
        const nlohmann::json body = {{"msgtype", "text"},
                                     {"text", {{"content", " 查排行"}}},
                                     {"msgId", id},
                                     {"conversationType", "1"},
                                     {"senderStaffId", "staff1"},
                                     {"robotCode", robot},
                                     {"sessionWebhook", "https://oapi.dingtalk.com/robot/sendBySession?session=S"}};
        return request_text(
            "POST", "/dingtalk",
            fmt::format("timestamp: {}\r\nsign: {}\r\n", timestamp, adapters::dingtalk::sign(timestamp, secret)),
            body.dump());
    }

    std::string opened(const std::string& envelope) const
    {
        const auto sealed = nlohmann::json::parse(envelope);
        const auto message = wecom::decrypt_callback({token, wecom::callback_key(key).value(), ""},
                                                     sealed.at("encrypt").get<std::string>());
        return message ? *message : "";
    }
};

TEST_F(InboundEndpointsTest, WecomMessageIsAcknowledgedEmptyAndHandedOver)
{
    const auto answer = post(wecom_request(wecom_message("m1")));
    EXPECT_EQ(answer.status, "200");
    EXPECT_EQ(answer.body, "");
    run_until([&] { return handled_.size() == 1; });
    EXPECT_EQ(handled_[0].text, "查排行");
    EXPECT_EQ(handled_[0].sender, "zhangsan");
    EXPECT_EQ(handled_[0].chat, "wrG");
    EXPECT_EQ(handled_[0].where, ChannelKind::group);
    EXPECT_EQ(handled_[0].reply_until, clock_.now() + 1h);
}

TEST_F(InboundEndpointsTest, AppMessageIsOneToOneAndAnsweredToItsSender)
{
    const auto answer = post(app_request(app_message("7459035031717794886", " 我的积分 ")));
    EXPECT_EQ(answer.status, "200");
    EXPECT_EQ(answer.body, "");
    run_until([&] { return handled_.size() == 1; });
    EXPECT_EQ(handled_[0].receiver, "app");
    EXPECT_EQ(handled_[0].text, "我的积分");
    EXPECT_EQ(handled_[0].where, ChannelKind::direct);
    EXPECT_EQ(handled_[0].reply_address, "zhangsan");
}

TEST_F(InboundEndpointsTest, AppMessageThatThePlatformRepeatsIsWorkedOnOnce)
{
    for (int tries = 0; tries < 3; ++tries)
        EXPECT_EQ(post(app_request(app_message("1", "帮助"))).status, "200");
    run_until([&] { return life_->inbound->counters().answered == 1; });
    EXPECT_EQ(life_->inbound->counters().replayed, 2u);
}

TEST_F(InboundEndpointsTest, OpeningTheAppIsWelcomed)
{
    const auto answer =
        post(app_request("<xml><FromUserName>zhangsan</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType>"
                         "<Event>enter_agent</Event><EventKey></EventKey></xml>"));
    const auto sealed = wecom::StrictXml::parse(answer.body);
    ASSERT_TRUE(sealed);
    const auto opened =
        wecom::decrypt_callback({token, wecom::callback_key(key).value(), corp}, sealed->find("Encrypt").value_or(""));
    ASSERT_TRUE(opened);
    const auto reply = wecom::StrictXml::parse(*opened);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->word("ToUserName"), "zhangsan");
    EXPECT_EQ(reply->word("FromUserName"), corp);
    EXPECT_EQ(reply->word("Content"), "您好");
    EXPECT_EQ(life_->inbound->counters().received, 0u);
}

TEST_F(InboundEndpointsTest, AppCallbackOfAnotherCorpOrWithADocumentTypeIsRefused)
{
    const auto good = app_request(app_message("1", "帮助"));
    auto foreign = wecom_request(wecom_message("m1"));
    foreign.replace(foreign.find("/wecom?"), 7, "/wecom/app?");
    EXPECT_EQ(post(foreign).status, "403");
    EXPECT_EQ(post(request_text("POST", "/wecom/app?msg_signature=1&timestamp=1&nonce=1", "",
                                "<!DOCTYPE x [<!ENTITY a 'b'>]><xml><Encrypt>&a;</Encrypt></xml>"))
                  .status,
              "403");
    EXPECT_EQ(life_->wecom_app->refused(), 2u);
    EXPECT_EQ(post(good).status, "200");
}

TEST_F(InboundEndpointsTest, SenderThatAnswersEveryAnswerIsNotHeardUntilItRests)
{
    rules_.in_a_row = 3;
    stop();
    start(true);
    int id = 0;
    for (int i = 0; i < 6; ++i)
        EXPECT_EQ(post(wecom_request(wecom_message("loop" + std::to_string(++id)))).status, "200");
    run_until([&] { return life_->inbound->counters().answered == 3; });
    EXPECT_EQ(life_->inbound->counters().looping, 3u);
    clock_.advance(10min);
    post(wecom_request(wecom_message("loop" + std::to_string(++id))));
    run_until([&] { return life_->inbound->counters().answered == 4; });
}

TEST_F(InboundEndpointsTest, DingtalkMessageIsAcknowledgedEmptyAndHandedOver)
{
    const auto answer = post(dingtalk_request("d1"));
    EXPECT_EQ(answer.status, "200");
    EXPECT_EQ(answer.body, "");
    run_until([&] { return handled_.size() == 1; });
    EXPECT_EQ(handled_[0].text, "查排行");
    EXPECT_EQ(handled_[0].where, ChannelKind::direct);
    EXPECT_EQ(handled_[0].reply_address, "https://oapi.dingtalk.com/robot/sendBySession?session=S");
}

TEST_F(InboundEndpointsTest, OversizedTextIsCutBetweenTwoCharactersBeforeItIsStored)
{
    std::string text = "x";
    while (text.size() < 50'000)
        text += "长";
    post(wecom_request(wecom_message("m1", text)));
    run_until([&] { return handled_.size() == 1; });
    EXPECT_EQ(handled_[0].text, text.substr(0, 1 + 3 * 2730)); // at most 8192 bytes
}

TEST_F(InboundEndpointsTest, RepeatedMessageIsAcknowledgedAndWorkedOnOnce)
{
    const auto request = wecom_request(wecom_message("m1"));
    EXPECT_EQ(post(request).status, "200");
    EXPECT_EQ(post(request).status, "200");                            // byte for byte
    EXPECT_EQ(post(wecom_request(wecom_message("m1"))).status, "200"); // other nonce and ciphertext
    EXPECT_EQ(post(dingtalk_request("d1")).status, "200");
    EXPECT_EQ(post(dingtalk_request("d1")).status, "200");
    run_until([&] { return life_->inbound->counters().answered == 2; });
    EXPECT_EQ(handled_.size(), 2u);
    EXPECT_EQ(life_->inbound->counters().replayed, 3u);
}

TEST_F(InboundEndpointsTest, RepetitionIsKnownAfterARestart)
{
    post(wecom_request(wecom_message("m1")));
    run_until([&] { return life_->inbound->counters().answered == 1; });
    stop();
    start(true);
    EXPECT_EQ(post(wecom_request(wecom_message("m1"))).status, "200");
    EXPECT_EQ(life_->inbound->counters().replayed, 1u);
    EXPECT_EQ(handled_.size(), 1u);
}

TEST_F(InboundEndpointsTest, AcknowledgedMessageIsWorkedOnAfterARestart)
{
    stop();
    start(false); // dies before the work begins
    EXPECT_EQ(post(wecom_request(wecom_message("m1"))).status, "200");
    EXPECT_TRUE(handled_.empty());
    stop();
    start(true);
    run_until([&] { return handled_.size() == 1; });
    EXPECT_EQ(handled_[0].text, "查排行");
}

TEST_F(InboundEndpointsTest, MessageThatCannotBeAnsweredAnyMoreIsNotWorkedOn)
{
    stop();
    start(false);
    post(wecom_request(wecom_message("m1")));
    stop();
    clock_.advance(1h);
    start(true);
    post(wecom_request(wecom_message("m2")));
    run_until([&] { return life_->inbound->counters().answered == 1; });
    EXPECT_EQ(handled_.size(), 1u);
}

TEST_F(InboundEndpointsTest, EveryRefusalLooksTheSame)
{
    const auto with_other_id = wecom_request(wecom_message("m1"), 0s, "ww-other");
    const auto forged = wecom_request(wecom_message("m1"), 0s, "", "other token");
    const auto stale = wecom_request(wecom_message("m1"), 601s);
    const auto future = wecom_request(wecom_message("m1"), -601s);
    const auto no_envelope = request_text("POST", "/wecom?msg_signature=a&timestamp=1&nonce=2", "", "{}");
    for (const auto& request : {with_other_id, forged, stale, future, no_envelope, dingtalk_request("d1", 2h),
                                dingtalk_request("d1", -2h), dingtalk_request("d1", 0ms, "dingB")}) {
        const auto answer = post(request);
        EXPECT_EQ(answer.status, "403");
        EXPECT_EQ(answer.body, "");
    }
    EXPECT_EQ(life_->wecom->refused(), 5u);
    EXPECT_EQ(life_->dingtalk->counters().refused, 3u);
    EXPECT_EQ(life_->inbound->counters().received, 0u);
}

TEST_F(InboundEndpointsTest, OwnForeignAndSilentMessagesAreAcknowledgedAndIgnored)
{
    post(wecom_request(wecom_message("m1", "查排行", "AIB1")));
    post(wecom_request(R"({"msgid":"m2","msgtype":"text","from":{"userid":"a","corpid":"w"},"text":{"content":"x"}})"));
    post(wecom_request(R"({"msgid":"m3","msgtype":"image","from":{"userid":"a"}})"));
    EXPECT_EQ(post(wecom_request("not JSON")).status, "200");
    EXPECT_EQ(life_->bot->ignored(), 4u);
    EXPECT_EQ(life_->inbound->counters().received, 0u);
}

TEST_F(InboundEndpointsTest, MessageWithoutResponseUrlIsAnsweredByItsStream)
{
    const auto first = nlohmann::json::parse(opened(post(wecom_request(wecom_message("m1", "查", "a", ""))).body));
    EXPECT_EQ(first["stream"]["finish"], false);
    const auto stream = first["stream"]["id"].get<std::string>();
    run_until([&] { return handled_.size() == 1; });
    EXPECT_EQ(handled_[0].reply_address, "stream:" + stream);
    EXPECT_EQ(handled_[0].reply_until, clock_.now() + 6min);
    asio::co_spawn(life_->io, life_->streams.offer(stream, "答复", 10s), asio::detached);
    const auto poll = fmt::format(R"({{"msgid":"p1","msgtype":"stream","stream":{{"id":"{}"}}}})", stream);
    const auto last = nlohmann::json::parse(opened(post(wecom_request(poll)).body));
    EXPECT_EQ(last["stream"]["finish"], true);
    EXPECT_EQ(last["stream"]["content"], "答复");
    const auto again = post(wecom_request(wecom_message("m1", "查", "a", "")));
    EXPECT_EQ(nlohmann::json::parse(opened(again.body))["stream"]["id"], stream);
}

TEST_F(InboundEndpointsTest, OpeningTheChatIsWelcomed)
{
    const auto answer = post(
        wecom_request(R"({"msgid":"e1","msgtype":"event","from":{"userid":"a"},"event":{"eventtype":"enter_chat"}})"));
    EXPECT_EQ(nlohmann::json::parse(opened(answer.body))["msgtype"], "text");
    EXPECT_EQ(life_->inbound->counters().received, 0u);
}

TEST_F(InboundEndpointsTest, SenderAboveTheRateIsStoredButNotWorkedOn)
{
    stop();
    rules_.per_sender = 20;
    start(false);
    asio::co_spawn(life_->io, life_->inbound->run(), asio::detached);
    for (int i = 0; i < 22; ++i)
        EXPECT_EQ(post(wecom_request(wecom_message("m" + std::to_string(i)))).status, "200");
    post(wecom_request(wecom_message("other", "查", "lisi")));
    run_until([&] { return life_->inbound->counters().answered == 21; });
    EXPECT_EQ(life_->inbound->counters().throttled, 2u);
    clock_.advance(3s);
    post(wecom_request(wecom_message("later")));
    run_until([&] { return life_->inbound->counters().answered == 22; });
}

TEST_F(InboundEndpointsTest, FullMemoryLeavesMessagesToTheStore)
{
    stop();
    rules_.max_waiting = 2;
    start(false);
    for (int i = 0; i < 6; ++i)
        EXPECT_EQ(post(wecom_request(wecom_message("m" + std::to_string(i)))).status, "200");
    EXPECT_EQ(life_->inbound->counters().waiting, 2u);
    asio::co_spawn(life_->io, life_->inbound->run(), asio::detached);
    run_until([&] { return life_->inbound->counters().answered == 6; });
    EXPECT_EQ(handled_.size(), 6u);
}

TEST_F(InboundEndpointsTest, FailingHandlerFailsItsMessageOnly)
{
    fail_handling_ = true;
    post(wecom_request(wecom_message("m1")));
    run_until([&] { return life_->inbound->counters().failed == 1; });
    fail_handling_ = false;
    post(wecom_request(wecom_message("m2")));
    run_until([&] { return life_->inbound->counters().answered == 1; });
}

TEST_F(InboundEndpointsTest, MessageThatCannotBeStoredIsNotAcknowledged)
{
    life_->store.close();
    EXPECT_EQ(post(wecom_request(wecom_message("m1"))).status, "500");
    stop();
    start(true);
}

TEST_F(InboundEndpointsTest, vector_dedup_group_is_worked_on_once)
{
    int delivered = 0;
    for (const auto& vector : vectors::group("wecom-vectors.json", "http")) {
        if (vector.data.value("dedup_group", "") != "retry-b")
            continue;
        if (delivered++ == 0) {
            stop();
            wecom_callback_.token = vector.data.at("config").at("token");
            wecom_callback_.encoding_aes_key = vector.data.at("config").at("encoding_aes_key");
            clock_.set(Instant{std::chrono::seconds{1'760'578'333}});
            start(true);
        }
        const auto target = vector.text("target");
        const auto answer =
            post(request_text("POST", "/wecom" + target.substr(target.find('?')), "", vector.text("body")));
        EXPECT_EQ(answer.status, "200") << vector.id;
    }
    EXPECT_GT(delivered, 1);
    run_until([&] { return life_->inbound->counters().answered == 1; });
    EXPECT_EQ(life_->inbound->counters().replayed, static_cast<std::uint64_t>(delivered - 1));
}

/// Requests to a bot's address; an app's are in vector/WecomRequest and vector/WecomBadRequest.
static std::vector<vectors::Vector> bot_requests(const char* group)
{
    auto all = vectors::group("wecom-vectors.json", group);
    std::erase_if(all, [](const auto& vector) { return vector.data.at("config").at("format") != "json"; });
    return all;
}

/// The platform's own requests, good and bad, over the socket.
class InboundVector : public InboundEndpointsTest, public testing::WithParamInterface<vectors::Vector> {
protected:
    void SetUp() override
    {
        const auto& config = GetParam().data.at("config");
        wecom_callback_.token = config.at("token");
        wecom_callback_.encoding_aes_key = config.at("encoding_aes_key");
        clock_.set(Instant{std::chrono::seconds{1'760'578'333}});
        InboundEndpointsTest::SetUp();
    }
    Heard deliver(const vectors::Vector& vector)
    {
        const auto target = vector.text("target");
        return post(
            request_text(vector.text("method"), "/wecom" + target.substr(target.find('?')), "", vector.text("body")));
    }
};

TEST_P(InboundVector, IsAnsweredWithItsStatus)
{
    const auto answer = deliver(GetParam());
    const auto& expected = GetParam().data.at("expect");
    if (expected.contains("status")) {
        EXPECT_EQ(answer.status, std::to_string(expected.at("status").get<int>()));
    } else {
        EXPECT_NE(answer.status, "200");
        EXPECT_EQ(life_->inbound->counters().received, 0u);
    }
    if (expected.contains("body")) {
        EXPECT_EQ(answer.body, expected.at("body").get<std::string>());
    }
}
INSTANTIATE_TEST_SUITE_P(vector_http, InboundVector, testing::ValuesIn(bot_requests("http")), vectors::name_of);
INSTANTIATE_TEST_SUITE_P(vector_bad_http, InboundVector, testing::ValuesIn(bot_requests("bad_http")), vectors::name_of);
