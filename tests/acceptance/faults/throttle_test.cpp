#include "tests/acceptance/faults/fault_test.hpp"

#include <cstdlib>
#include <date/date.h>

/// Platforms that have had enough of us, or say no for good.
namespace tongbao::acceptance {
namespace {

using namespace std::chrono_literals;
using simulator::Received;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr int our_rate = 18; ///< attempts a minute of a group robot, below the documented 20

/// A minute of the service passes in half a second.
class ThrottleTest : public FaultTest {
protected:
    ThrottleTest() : FaultTest({.clock_rate = 120}) {}
};

/// The largest number of requests, refused ones too, in any sliding minute of the platform's clock.
int most_in_a_minute(const std::vector<Received>& received)
{
    int most = 0;
    std::size_t first = 0;
    for (std::size_t last = 0; last < received.size(); ++last) {
        while (received[last].at - received[first].at >= 60s)
            ++first;
        most = std::max(most, static_cast<int>(last - first + 1));
    }
    return most;
}

std::string http_date(Instant at)
{
    return date::format("%a, %d %b %Y %H:%M:%S GMT", date::sys_seconds(at.time_since_epoch()));
}

TEST_F(ThrottleTest, RetryAfterIsObeyedWithinReasonAndSpendsNoTry)
{
    struct Wait {
        std::string text;
        std::chrono::seconds least;
        std::chrono::seconds most; ///< with room for a slow machine: a real second is two minutes here
    };
    const auto until = platforms.now() + 50min; // may be over before a slow machine has begun
    const std::vector<Wait> waits{{"300", 300s, 40min},
                                  {http_date(until), 1s, 100min},
                                  {"0", 1s, 20min},
                                  {"-5", 60s, 25min},
                                  {"315360000", 60min, 110min}};
    for (std::size_t number = 0; number < waits.size(); ++number) {
        const auto group = (number % 2 == 0 ? "wecom-" : "dingtalk-") + std::to_string(number);
        place.add_group(group);
        platforms.misbehave(group, "too_many_requests", waits[number].text);
        place.put_many(group, 1);
    }
    const auto service = place.start();
    ASSERT_TRUE(all_end_within(120s)) << place.log();
    for (std::size_t number = 0; number < waits.size(); ++number) {
        SCOPED_TRACE("Retry-After: " + waits[number].text);
        const auto group = (number % 2 == 0 ? "wecom-" : "dingtalk-") + std::to_string(number);
        const auto received = platforms.received(group);
        ASSERT_EQ(received.size(), 2u);
        EXPECT_GE(received[1].at - received[0].at, waits[number].least);
        EXPECT_LE(received[1].at - received[0].at, waits[number].most);
        EXPECT_TRUE(waits[number].text != http_date(until) || received[1].at >= until);
        EXPECT_EQ(attempts_of(place.database(), group + ":1").at(0).verdict, "deferred");
        EXPECT_EQ(message(group + ":1").parts.at(0).tries, 1) << "the deferred attempt was counted";
    }
    reconcile_and_report(20, static_cast<int>(waits.size()));
}

TEST_F(ThrottleTest, AStormOfThrottleCodesNeitherSpendsTriesNorBreaksThePace)
{
    place.add_group("wecom-1");
    place.add_group("dingtalk-1");
    platforms.misbehave("wecom-1", "answer", R"({"errcode":45009,"errmsg":"api freq out of limit"})", 12);
    platforms.misbehave("dingtalk-1", "answer", R"({"errcode":410100,"errmsg":"throttled"})", 3);
    place.put_many("wecom-1", 50);
    place.put_many("dingtalk-1", 30);
    const auto service = place.start();
    ASSERT_TRUE(all_end_within(180s)) << place.log();
    for (const std::string group : {"wecom-1", "dingtalk-1"})
        EXPECT_LE(most_in_a_minute(platforms.received(group)), our_rate) << group;
    for (const auto& message : ledger())
        EXPECT_LE(message.parts.at(0).tries, 1) << message.key << " paid for a throttle";
    reconcile_and_report(21, 15);
}

TEST_F(ThrottleTest, OurPaceKeepsBelowWhatThePlatformsDrop)
{
    place.add_group("wecom-1");
    place.add_group("dingtalk-1");
    place.put_many("wecom-1", 90);
    place.put_many("dingtalk-1", 90);
    const auto service = place.start();
    ASSERT_TRUE(all_end_within(180s)) << place.log();
    for (const std::string group : {"wecom-1", "dingtalk-1"}) {
        const auto received = platforms.received(group);
        EXPECT_LE(most_in_a_minute(received), our_rate) << group;
        EXPECT_TRUE(std::ranges::all_of(received, [](const auto& e) { return e.fate == simulator::Fate::accepted; }))
            << group << ": the platform dropped something";
    }
    const auto seen = reconcile_and_report(26, 180);
    EXPECT_EQ(seen.repeated, 0);
}

/// TONGBAO_FAULT_QUEUE messages (400 unless it is set; 10000 in the long run).
int queue_size()
{
    const char* size = std::getenv("TONGBAO_FAULT_QUEUE");
    return size ? std::atoi(size) : 400;
}

TEST_F(ThrottleTest, AfterAStormOfFailuresALongQueueGoesOutInOrder)
{
    constexpr int groups = 20;
    const int each = std::max(1, queue_size() / groups);
    std::vector<std::string> names;
    for (int number = 1; number <= groups; ++number) {
        names.push_back((number % 2 == 0 ? "wecom-" : "dingtalk-") + std::to_string(number));
        place.add_group(names.back());
        platforms.always_misbehave(names.back(), "http_error", 503);
        place.put_many(names.back(), each);
    }
    const auto began = platforms.now();
    const auto service = place.start();
    holds_within(60s, [&] { return platforms.now() >= began + 10min; });
    const auto in_storm = platforms.received().size();
    EXPECT_LE(in_storm, groups * 14u) << "a hot loop: ten minutes have room for about eight waits that double";
    EXPECT_EQ(count_in(ledger(), "sent"), 0);
    for (const auto& name : names)
        platforms.behave(name);
    const auto a_minute_each = std::chrono::seconds(each * 60 / our_rate / 120);
    ASSERT_TRUE(all_end_within(120s + 4 * a_minute_each)) << place.log();
    std::map<std::string, int> done;
    for (const auto& entry : platforms.received()) {
        if (entry.fate != simulator::Fate::accepted || entry.target == operators)
            continue;
        const int number = ++done[entry.target];
        EXPECT_THAT(entry.content, HasSubstr("第" + std::to_string(number) + "条")) << "not the oldest first";
    }
    for (const auto& name : names)
        EXPECT_LE(most_in_a_minute(platforms.received(name)), our_rate) << name;
    reconcile_and_report(22, static_cast<int>(in_storm));
}

/// A hundred minutes of the service pass in ten seconds.
class RefusalTest : public FaultTest {
protected:
    RefusalTest() : FaultTest({.clock_rate = 600}) {}
    void let_pass(std::chrono::seconds time) const
    {
        const auto until = platforms.now() + time;
        holds_within(120s, [&] { return platforms.now() >= until; });
    }
};

TEST_F(RefusalTest, ARefusedTargetIsLeftAloneProbedSeldomAndTheOperatorsAreTold)
{
    place.add_group("wecom-removed");
    place.add_group("dingtalk-keyword", {{"keywords", {"专用"}}});
    place.add_group("dingtalk-address", {{"allowed_ips", {"203.0.113.9"}}});
    place.add_group("dingtalk-signature");
    place.add_group("dingtalk-revoked");
    place.add_group("wecom-fine");
    platforms.order("/remove", {{"robot", "wecom-removed"}});
    auto& groups = place.config()["groups"];
    groups[4]["signing_secret"] = "SECanother";
    groups[5]["access_token"] = "revoked";
    const std::vector<std::string> refusing{"wecom-removed", "dingtalk-keyword", "dingtalk-address",
                                            "dingtalk-signature", "dingtalk-revoked"};
    for (const auto& group : refusing)
        place.put_many(group, 10);
    place.put_many("wecom-fine", 10);
    const auto service = place.start();
    let_pass(100min);
    const auto seen = ledger();
    for (const auto& group : refusing) {
        const auto first = message_with(seen, group + ":1");
        EXPECT_EQ(first.state, "dead") << group;
        EXPECT_THAT(first.reason, HasSubstr("errcode")) << group;
        int attempts = 0;
        for (const auto& message : seen)
            if (message.target == group)
                attempts += message.parts.at(0).attempts;
        EXPECT_LE(attempts, 4) << group << ": a hot loop";
    }
    for (int number = 1; number <= 10; ++number)
        EXPECT_EQ(message_with(seen, "wecom-fine:" + std::to_string(number)).state, "sent");
    std::string told;
    for (const auto& entry : platforms.received(operators))
        told += entry.content + "\n";
    for (const auto& group : refusing)
        EXPECT_THAT(told, HasSubstr(group)) << "the operators were not told";
    reconcile_and_report(25, static_cast<int>(refusing.size()));
}

TEST_F(RefusalTest, TroubleOfTheOperatorsGroupIsToldToAnotherGroup)
{
    place.add_group("dingtalk-others");
    platforms.order("/remove", {{"robot", operators}});
    place.put_many(operators, 1);
    const auto service = place.start();
    ASSERT_TRUE(holds_soon([&] { return !platforms.received("dingtalk-others").empty(); })) << place.log();
    EXPECT_THAT(platforms.received("dingtalk-others")[0].content, HasSubstr(operators));
    ASSERT_TRUE(all_end_within(30s));
    reconcile_and_report(25, 1);
}

} // namespace
} // namespace tongbao::acceptance
