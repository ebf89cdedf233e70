#include "tests/acceptance/faults/crash_test.hpp"

#include <thread>

/// A process that stands still, and a second one on its database.
namespace tongbao::acceptance {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class TwoProcesses : public CrashTest {
protected:
    /// Starts another service on the same database and expects that it refuses and names `first`.
    void expect_refusal(const Service& first)
    {
        auto second = place.start({.wait_until_ready = false});
        EXPECT_EQ(second.process().wait_for(60s), 1);
        EXPECT_THAT(second.process().output(), HasSubstr(std::to_string(first.process().pid())));
    }
};

TEST_F(TwoProcesses, TheSecondRefusesNamesTheFirstAndSendsNothing)
{
    platforms.misbehave(group, "delayed", "1000");
    place.put_many(group, 3);
    const auto first = place.start();
    expect_refusal(first);
    ASSERT_TRUE(all_end_within(60s)) << place.log();
    EXPECT_EQ(reconcile_and_report(11, 1).repeated, 0);
    EXPECT_EQ(platforms.received(group).size(), 3u);
}

TEST_F(TwoProcesses, AStoppedOneKeepsItsPlaceAndGoesOnByTheRulesWhenItContinues)
{
    platforms.misbehave(group, "delayed", "2000");
    place.put({text("one", false), text("two", false)});
    auto service = place.start();
    ASSERT_TRUE(holds_soon([&] { return message("one").state == "sending"; }));
    service.process().send(SIGSTOP);
    expect_refusal(service);          // its lock outlives its standing still
    std::this_thread::sleep_for(12s); // the fault: longer than every deadline of an exchange
    EXPECT_LE(platforms.received(group).size(), 1u);
    service.process().send(SIGCONT);
    ASSERT_TRUE(all_end_within(60s)) << place.log();
    EXPECT_EQ(message("two").state, "sent");
    EXPECT_EQ(reconcile_and_report(10, 1).repeated, 0);
}

} // namespace
} // namespace tongbao::acceptance
