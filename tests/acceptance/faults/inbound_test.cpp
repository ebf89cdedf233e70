#include "tests/acceptance/faults/callbacks.hpp"
#include "tests/acceptance/faults/fault_test.hpp"
#include "tests/acceptance/faults/process_footprint.hpp"
#include "tests/acceptance/faults/raw_client.hpp"

#include <csignal>
#include <future>

/// What reaches the listener: honest platforms that repeat themselves, and everybody else.
namespace tongbao::acceptance {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::HasSubstr;

class InboundTest : public FaultTest {
protected:
    const std::vector<std::string> bots{Callbacks::wecom_bot, Callbacks::dingtalk_bot};

    Service start(std::chrono::milliseconds deadline = 30s)
    {
        auto service = place.start();
        callbacks.open(service, deadline);
        return service;
    }
    int replies() const
    {
        const auto seen = ledger();
        return static_cast<int>(std::ranges::count(seen, "reply", &LedgerMessage::kind));
    }
    /// Waits until every stored message has been worked on and every answer has gone.
    bool quiet(int messages) const
    {
        return holds_soon([&] {
            return inbound_rows(place.database()) == messages && inbound_rows(place.database(), "received") == 0 &&
                   all_ended(ledger());
        });
    }
    Callbacks callbacks{place};
};

TEST_F(InboundTest, AReplayIsAcknowledgedAndNotWorkedOnAgainAlsoAfterARestart)
{
    auto service = start();
    int replayed = 0;
    for (const auto& bot : bots)
        EXPECT_EQ(callbacks.speak(bot, callbacks.members()[0], "帮助")["status"], 200);
    const auto replay_all = [&] {
        for (const auto& bot : bots)
            for (int again = 0; again < 3; ++again, ++replayed)
                EXPECT_EQ(platforms.order("/replay", {{"bot", bot}})["status"], 200);
    };
    replay_all();
    ASSERT_TRUE(quiet(2)) << place.log();
    service.kill();
    service = place.start();
    replay_all();
    ASSERT_TRUE(quiet(2)) << place.log();
    EXPECT_EQ(replies(), 2);
    reconcile_and_report(38, replayed);
}

TEST_F(InboundTest, TheSameMessageUnderAFreshSignatureIsOneMessage)
{
    const auto service = start();
    for (const auto& bot : bots)
        for (int again = 0; again < 3; ++again)
            EXPECT_EQ(callbacks.speak(bot, callbacks.members()[0], "帮助", {{"message_id", "same-" + bot}})["status"],
                      200);
    ASSERT_TRUE(quiet(2)) << place.log();
    EXPECT_EQ(replies(), 2);
    reconcile_and_report(38, 4);
}

/// A copy of the request whose signature is another text.
simulator::CallbackRequest with_signature(simulator::CallbackRequest request, std::string (*change)(std::string))
{
    const std::string name = "msg_signature=";
    if (const auto at = request.url.find(name); at != std::string::npos) {
        const auto end = request.url.find('&', at);
        const auto old = request.url.substr(at + name.size(), end - at - name.size());
        request.url.replace(at + name.size(), old.size(), change(old));
        return request;
    }
    for (auto& [header, value] : request.headers)
        if (header == "sign")
            value = change(value);
    return request;
}

TEST_F(InboundTest, EveryForgedSignatureIsRefusedInTheSameWords)
{
    const auto service = start();
    const std::vector<std::string (*)(std::string)> forgeries{
        [](std::string) { return std::string(); },
        [](std::string sign) { return sign.substr(1); },
        [](std::string sign) { return sign + "0"; },
        [](std::string sign) { return sign.substr(0, sign.size() - 1) + (sign.back() == '0' ? "1" : "0"); },
        [](std::string sign) {
            std::ranges::transform(sign, sign.begin(), [](char c) { return c >= 'a' && c <= 'z' ? c - 32 : c; });
            return sign;
        },
        [](std::string sign) { return std::string(100'000 / 100, sign[0]); },
        [](std::string) { return std::string("%00%ff%2"); }};
    int tried = 0;
    for (const auto& honest : {callbacks.wecom_callback(R"({"msgtype":"text"})"), callbacks.dingtalk_callback("{}")})
        for (const auto& forgery : forgeries) {
            const auto answer = callbacks.send(with_signature(honest, forgery));
            EXPECT_EQ(answer.status, 403) << forgeries.size();
            EXPECT_EQ(answer.body, "");
            ++tried;
        }
    for (const auto& bot : bots)
        for (const auto* forgery : {"signature", "key"}) {
            const auto heard = callbacks.speak(bot, callbacks.members()[0], "帮助", {{"forgery", forgery}});
            EXPECT_EQ(heard["status"], 403) << bot << " " << forgery;
            ++tried;
        }
    EXPECT_EQ(inbound_rows(place.database()), 0);
    reconcile_and_report(39, tried);
}

TEST_F(InboundTest, AGoodSignatureForSomebodyElseOrAnotherTimeIsRefusedAndLogged)
{
    const auto service = start();
    int tried = 0;
    for (const auto& bot : bots)
        for (const auto* forgery : {"receiver", "stale", "from_the_future"}) {
            const auto heard = callbacks.speak(bot, callbacks.members()[0], "帮助", {{"forgery", forgery}});
            EXPECT_EQ(heard["status"], 403) << bot << " " << forgery;
            ++tried;
        }
    const auto foreign = callbacks.dingtalk_callback(
        R"({"msgId":"m","msgtype":"text","text":{"content":"帮助"},"robotCode":"dinganother","conversationType":"1",)"
        R"("senderStaffId":"20180001","sessionWebhook":"https://127.0.0.1:1/robot/sendBySession?session=x"})");
    EXPECT_EQ(callbacks.send(foreign).status, 403);
    ++tried;
    EXPECT_EQ(inbound_rows(place.database()), 0);
    EXPECT_THAT(place.log(), HasSubstr("event=callback_refused receiver=wecom-bot"));
    EXPECT_THAT(place.log(), HasSubstr("event=callback_refused receiver=dingtalk-bot"));
    reconcile_and_report(40, tried);
}

TEST_F(InboundTest, WhatAPlatformRepeatsBecauseTheAcknowledgementWasSlowIsWorkedOnOnce)
{
    const auto service = start(500ms);
    service.process().send(SIGSTOP);
    std::vector<std::future<json>> spoken;
    for (const auto& bot : bots)
        spoken.push_back(std::async(std::launch::async,
                                    [this, bot] { return callbacks.speak(bot, callbacks.members()[0], "帮助"); }));
    for (auto& one : spoken)
        EXPECT_GE(one.get()["tries"], 2) << "the platform did not try again";
    service.process().send(SIGCONT);
    ASSERT_TRUE(quiet(2)) << place.log();
    EXPECT_EQ(replies(), 2);
    reconcile_and_report(41, 2);
}

TEST_F(InboundTest, ManyWhoAskAtOnceOnBothPlatformsAreEachAnsweredOnce)
{
    constexpr int askers = 8;
    const auto service = start();
    std::vector<std::future<json>> asking;
    for (const auto& bot : bots)
        for (int question = 0; question < askers * 5; ++question)
            asking.push_back(std::async(std::launch::async, [this, bot, question] {
                return callbacks.speak(bot, callbacks.members()[static_cast<std::size_t>(question % askers)], "帮助");
            }));
    for (auto& one : asking)
        EXPECT_EQ(one.get()["status"], 200);
    // The answers themselves leave at the pace of each bot.
    ASSERT_TRUE(holds_soon([&] { return inbound_rows(place.database(), "answered") == askers * 10; })) << place.log();
    EXPECT_EQ(inbound_rows(place.database()), askers * 10);
    EXPECT_EQ(replies(), askers * 10);
    reconcile_and_report(41, askers * 10);
}

TEST_F(InboundTest, OversizedRequestsAreRefusedEarlyAndMemoryStaysFlat)
{
    const auto service = start();
    const auto before = resident_kb(service.process());
    const std::string deep(900'000, '[');
    int tried = 0;
    for (int again = 0; again < 10; ++again) {
        // Refused by its announcement: not a byte of the body is sent.
        EXPECT_EQ(
            status_of(service.port(), "POST /dingtalk/robot HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n"),
            413);
        EXPECT_EQ(status_of(service.port(),
                            "GET /wecom/bot HTTP/1.1\r\nHost: x\r\nA: " + std::string(100'000, 'a') + "\r\n\r\n"),
                  431);
        std::string many = "GET /wecom/bot HTTP/1.1\r\nHost: x\r\n";
        for (int header = 0; header < 10'000; ++header)
            many += "h" + std::to_string(header) + ": v\r\n";
        EXPECT_EQ(status_of(service.port(), many + "\r\n"), 431);
        EXPECT_EQ(callbacks.send(callbacks.dingtalk_callback(deep)).status, 403);
        EXPECT_EQ(callbacks.send(callbacks.wecom_callback(deep.substr(0, 500'000))).status, 200)
            << "ignored, as it says nothing";
        auto envelope = callbacks.wecom_callback("{}");
        envelope.body = deep;
        EXPECT_EQ(callbacks.send(envelope).status, 403);
        envelope.body = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">"
                        "<!ENTITY c SYSTEM \"file:///etc/passwd\">]><xml><Encrypt>&b;&c;</Encrypt></xml>";
        EXPECT_EQ(callbacks.send(envelope).status, 403);
        tried += 7;
    }
    EXPECT_LE(resident_kb(service.process()), before + 64 * 1024);
    EXPECT_EQ(callbacks.speak(bots[0], callbacks.members()[0], "帮助")["status"], 200) << "no longer serves";
    ASSERT_TRUE(quiet(1));
    reconcile_and_report(42, tried);
}

/// The number in CI; 5000 by TONGBAO_FAULT_CALLERS, as scripts/bench slow_callers does.
int callers()
{
    const char* number = std::getenv("TONGBAO_FAULT_CALLERS");
    return number ? std::atoi(number) : 300;
}

TEST_F(InboundTest, SlowAndIdleCallersDoNotKeepOthersOut)
{
    const auto service = start();
    SlowCallers slow(service.port(), callers());
    EXPECT_GT(slow.opened(), callers() / 2);
    for (int round = 0; round < 5; ++round) {
        slow.send_a_byte_each();
        for (const auto& bot : bots)
            EXPECT_EQ(callbacks.speak(bot, callbacks.members()[0], "帮助")["status"], 200) << "locked out";
    }
    EXPECT_TRUE(holds_soon([&] {
        slow.send_a_byte_each();
        return slow.still_open() == 0;
    })) << slow.still_open()
        << " slow callers outlived every deadline";
    ASSERT_TRUE(quiet(10)) << place.log();
    reconcile_and_report(43, slow.opened());
}

} // namespace
} // namespace tongbao::acceptance
