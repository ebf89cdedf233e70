#include "store/connection.hpp"
#include "tests/acceptance/faults/crash_test.hpp"

/// kill -9 at every place between a message that waits and a message that is recorded as sent.
namespace tongbao::acceptance {
namespace {

using Texts = std::vector<std::string>;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class CrashInDelivery : public CrashTest {
protected:
    /// Killed at `order` with one message under way, before the platform could have heard of it.
    void exactly_once(int fault, const std::string& order)
    {
        place.put({text("one", false)});
        run_until_killed(order);
        EXPECT_THAT(platforms.received(group), IsEmpty());
        recover();
        const auto sent = message("one");
        EXPECT_EQ(sent.state, "sent") << sent.reason;
        EXPECT_EQ(sent.parts.at(0).attempts, 1);
        EXPECT_EQ(sent.parts.at(0).flagged, 0);
        EXPECT_EQ(reconcile_and_report(fault, 1).repeated, 0);
    }
    /// Killed when the platform may have it: held, or one flagged copy, as the message says. `copies`: of the repeated
    /// one, in the end.
    void by_policy(int fault, const std::string& order, bool resend, std::size_t copies)
    {
        place.put({text("one", resend)});
        run_until_killed(order);
        recover();
        const auto ended = message("one");
        EXPECT_EQ(ended.state, resend ? "sent" : "uncertain_held");
        if (!resend) {
            EXPECT_THAT(ended.reason, HasSubstr("ended before the answer was recorded"));
        }
        EXPECT_EQ(ended.parts.at(0).flagged, resend ? 1 : 0);
        EXPECT_EQ(read_in(group).size(), copies);
        reconcile_and_report(fault, 1);
    }
};

TEST_F(CrashInDelivery, BeforeTheClaimNothingIsLostOrRepeated)
{
    exactly_once(1, "before_claim");
}

TEST_F(CrashInDelivery, AfterTheClaimBeforeItsIntentIsDurableNothingIsLostOrRepeated)
{
    exactly_once(2, "claimed");
}

TEST_F(CrashInDelivery, AfterTheIntentAHeldMessageWaitsForAPerson)
{
    by_policy(3, "intent_committed", false, 0);
}

TEST_F(CrashInDelivery, AfterTheIntentAMessageThatMayBeRepeatedIsSentFlagged)
{
    by_policy(3, "intent_committed", true, 1);
}

TEST_F(CrashInDelivery, AfterTheAnswerAHeldMessageWaitsForAPerson)
{
    by_policy(4, "answered", false, 1);
}

TEST_F(CrashInDelivery, AfterTheAnswerAMessageThatMayBeRepeatedIsSentTwiceAndFlagged)
{
    by_policy(4, "answered", true, 2);
}

TEST_F(CrashInDelivery, BeforeTheCommitOfTheOutcomeIsAsBeforeIt)
{
    by_policy(4, "outcome_written", true, 2);
}

TEST_F(CrashInDelivery, AfterTheCommitOfTheOutcomeNothingIsRepeated)
{
    place.put({text("one", true), text("two", true)});
    run_until_killed("outcome_committed");
    recover();
    EXPECT_THAT(read_in(group), ElementsAre("通报 one", "通报 two"));
    EXPECT_EQ(reconcile_and_report(4, 1).repeated, 0);
}

TEST_F(CrashInDelivery, WherePlatformsSwallowCopiesPeopleReadOne)
{
    place.add_group("dingtalk-1");
    place.put({{.key = "one", .group = "dingtalk-1", .texts = {"通报"}}});
    run_until_killed("answered");
    recover();
    EXPECT_EQ(message("one").state, "sent");
    EXPECT_EQ(platforms.received("dingtalk-1").size(), 2u);
    EXPECT_THAT(read_in("dingtalk-1"), ElementsAre("通报"));
    EXPECT_EQ(reconcile_and_report(4, 1).repeated, 0);
}

/// Killed while the platform has the whole body and has not answered.
class CrashWhileWaiting : public CrashTest, public testing::WithParamInterface<bool> {};

TEST_P(CrashWhileWaiting, IsSettledAsTheMessageSays)
{
    const bool resend = GetParam();
    platforms.misbehave(group, "accept_then_silence");
    place.put({text("one", resend)});
    {
        auto service = place.start();
        ASSERT_TRUE(holds_soon([&] { return platforms.received(group).size() == 1; }));
        service.kill();
    }
    recover();
    EXPECT_EQ(message("one").state, resend ? "sent" : "uncertain_held");
    EXPECT_EQ(read_in(group).size(), resend ? 2u : 1u);
    EXPECT_EQ(message("one").parts.at(0).flagged, resend ? 1 : 0);
    reconcile_and_report(3, 1);
}

INSTANTIATE_TEST_SUITE_P(Policy, CrashWhileWaiting, testing::Bool(),
                         [](const auto& each) { return each.param ? "Resend" : "Hold"; });

/// Three parts, killed at the second.
class CrashBetweenParts : public CrashTest {
protected:
    void put_three(bool resend)
    {
        place.put({{.key = "three", .group = group, .texts = {"一", "二", "三"}, .resend = resend}});
    }
};

TEST_F(CrashBetweenParts, TheFirstIsNotRepeatedAndTheOthersFollowInOrder)
{
    put_three(true);
    run_until_killed("intent_committed:2");
    EXPECT_THAT(read_in(group), ElementsAre("一"));
    recover();
    EXPECT_THAT(read_in(group), ElementsAre("一", "二", "三"));
    EXPECT_EQ(message("three").parts.at(1).flagged, 1);
    EXPECT_EQ(reconcile_and_report(6, 1).repeated, 0);
}

TEST_F(CrashBetweenParts, OnlyTheOneUnderWayIsRepeated)
{
    put_three(true);
    run_until_killed("answered:2");
    recover();
    EXPECT_THAT(read_in(group), ElementsAre("一", "二", "二", "三"));
    const auto seen = reconcile_and_report(6, 1);
    EXPECT_EQ(seen.repeated, 1);
    EXPECT_EQ(seen.flagged, 1);
}

TEST_F(CrashBetweenParts, AHeldMessageStopsAtThePartThatIsUncertain)
{
    put_three(false);
    run_until_killed("answered:2");
    recover();
    EXPECT_THAT(read_in(group), ElementsAre("一", "二"));
    EXPECT_EQ(message("three").state, "uncertain_held");
    EXPECT_THAT(message("three").reason, HasSubstr("part 2 of 3"));
    reconcile_and_report(6, 1);
}

TEST_F(CrashBetweenParts, AfterTheFirstIsRecordedTheSecondIsNext)
{
    put_three(false);
    run_until_killed("outcome_committed");
    recover();
    EXPECT_THAT(read_in(group), ElementsAre("一", "二", "三"));
    EXPECT_EQ(reconcile_and_report(6, 1).repeated, 0);
}

/// promises.md: by boot id, never by elapsed time.
TEST_F(CrashInDelivery, AnOpenIntentIsSettledAtOnceHoweverYoungOrOldItIs)
{
    for (const auto* hours : {"-40", "+40"}) {
        const std::string key = hours;
        place.put({text(key, false)});
        run_until_killed("intent_committed");
        store::Connection(place.database().string())
            .execute("UPDATE attempt SET started_at = started_at + 3600 * " + key + " WHERE ended_at IS NULL");
        recover();
        EXPECT_EQ(message(key).state, "uncertain_held");
    }
}

/// A restart is no way around a platform's limit.
TEST_F(CrashInDelivery, ARestartMakesNoRoomInALane)
{
    place.put_many(group, 40);
    for (int kill = 1; kill <= 6; ++kill)
        run_until_killed("outcome_committed:3");
    place.add_group("wecom-2");
    place.put_many("wecom-2", 1);
    const auto service = place.start();
    ASSERT_TRUE(holds_soon([&] { return platforms.received("wecom-2").size() == 1; })); // its turn was not before
    EXPECT_EQ(read_in(group).size(), 18u);
    EXPECT_EQ(platforms.received(group).size(), 18u);
}

} // namespace
} // namespace tongbao::acceptance
