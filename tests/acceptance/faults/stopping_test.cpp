#include "tests/acceptance/faults/crash_test.hpp"

/// SIGTERM while platforms are slow to answer.
namespace tongbao::acceptance {
namespace {

using namespace std::chrono_literals;

class Stopping : public CrashTest {
protected:
    /// One message whose answer never comes and one behind it; SIGTERM while the first is under way.
    void stop_while_waiting(bool resend)
    {
        platforms.misbehave(group, "accept_then_silence");
        place.put({text("one", resend), text("two", resend)});
        auto service = place.start();
        ASSERT_TRUE(holds_soon([&] { return platforms.received(group).size() == 1; }));
        const auto asked = std::chrono::steady_clock::now();
        EXPECT_EQ(service.stop(60s), 0);
        EXPECT_LT(std::chrono::steady_clock::now() - asked, 15s); // ten, and what a busy machine adds
    }
};

TEST_F(Stopping, EndsInTimeAndReturnsWhatIsUnfinishedToTheQueue)
{
    stop_while_waiting(true);
    EXPECT_EQ(message("one").state, "queued");
    EXPECT_EQ(message("two").state, "queued");
    recover();
    EXPECT_EQ(message("one").state, "sent");
    EXPECT_EQ(message("two").state, "sent");
    const auto seen = reconcile_and_report(9, 1);
    EXPECT_EQ(seen.repeated, 1);
    EXPECT_EQ(seen.flagged, 1);
}

TEST_F(Stopping, HoldsWhatMayHaveArrivedAndMustNotBeRepeated)
{
    stop_while_waiting(false);
    EXPECT_EQ(message("one").state, "uncertain_held");
    EXPECT_EQ(message("two").state, "queued");
    recover();
    EXPECT_EQ(reconcile_and_report(9, 1).repeated, 0);
}

TEST_F(Stopping, RecordsAnAnswerThatComesInTime)
{
    platforms.misbehave(group, "delayed", "1500");
    place.put({text("one", true)});
    auto service = place.start();
    ASSERT_TRUE(holds_soon([&] { return message("one").state == "sending"; }));
    EXPECT_EQ(service.stop(60s), 0);
    EXPECT_EQ(message("one").state, "sent");
    EXPECT_EQ(reconcile_and_report(9, 1).repeated, 0);
}

TEST_F(Stopping, EndsAlsoInItsFirstMoments)
{
    for (int again = 0; again < 10; ++again) {
        auto service = place.start();
        ASSERT_EQ(service.stop(60s), 0) << place.log();
    }
    report(9, 10);
}

} // namespace
} // namespace tongbao::acceptance
