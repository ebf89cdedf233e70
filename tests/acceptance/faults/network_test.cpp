#include "tests/acceptance/faults/fault_test.hpp"
#include "tests/acceptance/faults/process_footprint.hpp"
#include "tests/acceptance/faults/silent_host.hpp"

#include <csignal>

/// The way to the platform is broken: it cannot be named, reached, trusted, or takes for ever.
namespace tongbao::acceptance {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;

/// A minute of the service passes in a second.
class NetworkTest : public FaultTest {
protected:
    NetworkTest() : FaultTest({.clock_rate = 60}) {}

    std::vector<std::string> contents(const std::string& group) const
    {
        std::vector<std::string> found;
        for (const auto& entry : platforms.received(group))
            if (entry.fate == simulator::Fate::accepted)
                found.push_back(entry.content);
        return found;
    }
    void wait_until(Instant instant) const
    {
        holds_within(300s, [&] { return platforms.now() >= instant; });
    }
};

/// Somewhere nobody answers, in three ways, while DingTalk goes on.
class Unreachable : public NetworkTest, public testing::WithParamInterface<const char*> {};

TEST_P(Unreachable, NothingCountsAsLeftAndOtherPlatformsGoOn)
{
    const SilentHost silent;
    const std::string way = GetParam();
    place.config()["wecom"]["api"] = way == "unknown"  ? "https://tongbao.invalid"
                                     : way == "closed" ? "https://127.0.0.1:1"
                                                       : "https://127.0.0.1:" + std::to_string(silent.port());
    place.add_group("wecom-1");
    place.add_group("dingtalk-1");
    place.put_many("wecom-1", 20);
    place.put_many("dingtalk-1", 5);
    const auto began = platforms.now();
    const auto service = place.start();
    const auto files_at_first = open_files(service.process());
    wait_until(began + 15min);
    const auto seen = ledger();
    EXPECT_EQ(count_in(seen, "sent"), 5);
    const auto attempts = attempts_of(place.database(), "wecom-1:1");
    EXPECT_THAT(attempts, Each(testing::Field(&LedgerAttempt::verdict, testing::AnyOf("retry", ""))));
    EXPECT_GE(attempts.size(), 1u);
    EXPECT_LE(attempts.size(), 14u) << "a hot loop: a quarter of an hour has room for about eight waits that double";
    for (const auto& message : seen)
        if (message.target == "wecom-1") {
            EXPECT_THAT(message.state, testing::AnyOf("queued", "sending"));
        }
    EXPECT_LE(open_files(service.process()), files_at_first + 8);
    reconcile_and_report(13, static_cast<int>(attempts.size()));
}

INSTANTIATE_TEST_SUITE_P(Ways, Unreachable, testing::Values("unknown", "closed", "silent"),
                         [](const auto& way) { return std::string(way.param); });

class PartitionTest : public FaultTest {
protected:
    PartitionTest() : FaultTest({.clock_rate = 360}) {}
};

TEST_F(PartitionTest, AfterTwoHoursTheQueueGoesOutInOrderAndWhatIsStaleHasExpired)
{
    for (const std::string group : {"wecom-1", "dingtalk-1"}) {
        place.add_group(group);
        place.put_many(group, 6);
        place.put_many(group, 2, {.key = "stale ", .expires_after_s = 1800});
    }
    const auto began = platforms.now();
    platforms.process().send(SIGSTOP); // connections are taken by its kernel, and nobody ever answers
    const auto service = place.start();
    holds_within(300s, [&] { return platforms.now() >= began + 2h; });
    const auto during = ledger();
    EXPECT_EQ(count_in(during, "expired"), 4);
    EXPECT_EQ(count_in(during, "sent"), 0);
    platforms.process().send(SIGCONT);
    ASSERT_TRUE(all_end_within(120s)) << place.log();
    for (const std::string group : {"wecom-1", "dingtalk-1"}) {
        EXPECT_THAT(message("stale " + group + ":1").reason, HasSubstr("in time"));
        std::vector<std::string> first_seen;
        for (const auto& entry : platforms.received(group))
            if (std::ranges::find(first_seen, entry.content) == first_seen.end())
                first_seen.push_back(entry.content);
        ASSERT_EQ(first_seen.size(), 6u);
        for (int number = 1; number <= 6; ++number)
            EXPECT_THAT(first_seen[number - 1], HasSubstr("第" + std::to_string(number) + "条")) << "out of order";
    }
    reconcile_and_report(14, 1);
}

TEST_F(FaultTest, AnAnswerOfOneByteASecondEndsAtTheDeadlineWhileOthersGoOn)
{
    place.add_group("wecom-slow");
    place.add_group("wecom-1");
    place.add_group("dingtalk-1");
    platforms.always_misbehave("wecom-slow", "one_byte_at_a_time", 1000);
    place.put({{.key = "slow", .group = "wecom-slow", .texts = {"慢"}, .resend = false}});
    place.put_many("wecom-1", 5);
    place.put_many("dingtalk-1", 5);
    const auto service = place.start();
    ASSERT_TRUE(all_end_within(90s)) << place.log();
    EXPECT_EQ(message("slow").state, "uncertain_held");
    const auto slow = attempts_of(place.database(), "slow");
    ASSERT_EQ(slow.size(), 1u);
    EXPECT_GE(slow[0].ended_at - slow[0].started_at, 9s);
    EXPECT_LE(slow[0].ended_at - slow[0].started_at, 30s) << "no deadline fired";
    EXPECT_EQ(count_in(ledger(), "sent"), 11) << "ten messages and the alert"; // the alert tells of the held one
    for (const auto* group : {"wecom-1", "dingtalk-1"})
        for (const auto& entry : platforms.received(group))
            EXPECT_LE(entry.at, slow[0].ended_at) << group << " waited for the slow one";
    reconcile_and_report(15, 1);
}

/// A server whose certificate or protocol is wrong, beside a healthy one for DingTalk and the operators.
class TlsTest : public testing::Test {
protected:
    Folder folder_;
    Platforms healthy_{folder_.path() / "healthy", {.clock_rate = 60}};
};

TEST_F(TlsTest, AServerThatCannotBeTrustedGetsNoByteOfTheMessageAndOperatorsHearOfIt)
{
    for (const std::string flaw : {"expired", "wrong_host", "self_signed", "unknown_ca", "old_protocol"}) {
        SCOPED_TRACE(flaw);
        Platforms flawed(folder_.path() / flaw, {.tls_flaw = flaw, .clock_rate = 60});
        Installation place(healthy_);
        place.add_group("dingtalk-operators-" + flaw);
        place.add_group("wecom-" + flaw);
        place.config()["wecom"]["api"] = flawed.base_url();
        // Both servers' authorities are trusted, so that only the flaw is refused.
        place.config()["network"]["ca_file"] =
            joined_authorities(folder_.path() / (flaw + ".pem"), healthy_.ca_file(), flawed.ca_file());
        place.put_many("wecom-" + flaw, 1, {.expires_after_s = 120});
        const auto service = place.start();
        const auto key = "wecom-" + flaw + ":1";
        const auto ended = [&] { return all_ended(read_ledger(place.database())); };
        ASSERT_TRUE(holds_soon(ended)) << place.log();
        ASSERT_TRUE(holds_soon([&] { return read_ledger(place.database()).size() == 2 && ended(); })) << "no alert";
        for (const auto& attempt : attempts_of(place.database(), key)) {
            EXPECT_EQ(attempt.verdict, "retry");
            EXPECT_THAT(attempt.reason,
                        AllOf(HasSubstr("TLS"), testing::Not(HasSubstr(place.secret_of("wecom-" + flaw)))));
        }
        EXPECT_FALSE(attempts_of(place.database(), key).empty());
        EXPECT_EQ(message_with(read_ledger(place.database()), key).state, "expired");
        EXPECT_THAT(flawed.received(), IsEmpty()) << "the message went to a server that cannot be trusted";
        const auto told = healthy_.received("dingtalk-operators-" + flaw);
        ASSERT_EQ(told.size(), 1u);
        EXPECT_THAT(told[0].content, HasSubstr("wecom-" + flaw));
        const auto seen = reconcile(read_ledger(place.database()), told);
        EXPECT_EQ(seen.lost + seen.repeated, 0) << seen.remarks;
        report(19, 1, seen);
    }
}

} // namespace
} // namespace tongbao::acceptance
