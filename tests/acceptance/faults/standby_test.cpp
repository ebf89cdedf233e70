#include "tests/acceptance/faults/crash_test.hpp"

/// A standby, and a leader that comes back after it was thought dead.
namespace tongbao::acceptance {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class StandbyTest : public CrashTest {
protected:
    Service stand_by() { return place.start({.arguments = {"--standby"}, .wait_until_ready = false}); }
    static bool says(const Service& service, const std::string& words)
    {
        return holds_soon([&] { return service.process().output().find(words) != std::string::npos; });
    }
    void let_send(const std::string& key) { place.put({text(key, false)}); }
};

TEST_F(StandbyTest, TakesOverWhenTheLeaderIsKilledAndNothingIsSentTwice)
{
    place.put_many(group, 3);
    auto leader = place.start();
    const auto standby = stand_by();
    ASSERT_TRUE(says(standby, "event=standing_by holder=" + std::to_string(leader.process().pid())));
    ASSERT_TRUE(all_end_within(60s)) << place.log();
    leader.kill();
    ASSERT_TRUE(says(standby, "event=serving")) << standby.process().output();
    let_send("after");
    ASSERT_TRUE(all_end_within(60s)) << place.log();
    EXPECT_EQ(message("after").state, "sent");
    EXPECT_EQ(reconcile_and_report(12, 1).repeated, 0);
}

TEST_F(StandbyTest, APausedLeaderKeepsTheDatabaseAndGoesOnWhenItReturns)
{
    platforms.misbehave(group, "delayed", "2000");
    place.put({text("under way", false), text("next", false)});
    const auto leader = place.start();
    ASSERT_TRUE(holds_soon([&] { return message("under way").state == "sending"; }));
    leader.process().send(SIGSTOP);
    const auto standby = stand_by();
    ASSERT_TRUE(says(standby, "event=standing_by"));
    const auto third = place.call({"serve"});
    EXPECT_EQ(third.code, 1);
    EXPECT_THAT(third.output, HasSubstr("already served by process " + std::to_string(leader.process().pid())));
    leader.process().send(SIGCONT);
    ASSERT_TRUE(all_end_within(60s)) << place.log();
    EXPECT_THAT(standby.process().output(), Not(HasSubstr("event=serving")));
    EXPECT_EQ(reconcile_and_report(12, 1).repeated, 0);
}

/// Somebody cleans up: the lock of a leader that stands still is removed, and another one begins.
class FencedLeader : public StandbyTest {
protected:
    /// Not in the middle of a write, where the database's own lock would keep everybody out.
    void stop_between_writes(const Service& leader) const
    {
        const auto stopped = [&] {
            leader.process().send(SIGSTOP);
            try {
                store::Connection db(place.database().string());
                const store::Transaction writable(db);
                return true;
            } catch (const store::DatabaseError&) {
                leader.process().send(SIGCONT);
                return false;
            }
        };
        ASSERT_TRUE(holds_soon(stopped));
    }
    Service begin_beside(const Service& leader)
    {
        stop_between_writes(leader);
        std::filesystem::remove(place.database().string() + ".lock");
        return place.start();
    }
    static void expect_end(Service& leader)
    {
        leader.process().send(SIGCONT);
        ASSERT_EQ(leader.process().wait_for(60s), 1);
        EXPECT_THAT(leader.process().output(), HasSubstr("another process has taken over"));
    }
};

TEST_F(FencedLeader, SendsNothingMoreWhenItReturnsAndEnds)
{
    auto old = place.start();
    const auto successor = begin_beside(old);
    let_send("of the successor");
    ASSERT_TRUE(all_end_within(60s)) << place.log();
    place.put_many(group, 5);
    expect_end(old);
    ASSERT_TRUE(all_end_within(60s)) << place.log();
    EXPECT_EQ(reconcile_and_report(12, 1).repeated, 0);
}

TEST_F(FencedLeader, ItsCallUnderWayIsHeldBySuccessorsRulesAndItsOutcomeChangesNothing)
{
    platforms.misbehave(group, "delayed", "2000");
    place.put({text("under way", false), text("next", false)});
    auto old = place.start();
    ASSERT_TRUE(holds_soon([&] { return message("under way").state == "sending"; }));
    const auto successor = begin_beside(old);
    ASSERT_TRUE(all_end_within(60s)) << place.log();
    EXPECT_EQ(message("under way").state, "uncertain_held");
    expect_end(old);
    EXPECT_EQ(message("under way").state, "uncertain_held") << "a person decides; the old leader may not";
    EXPECT_EQ(message("next").state, "sent");
    EXPECT_EQ(reconcile_and_report(12, 1).repeated, 0);
}

} // namespace
} // namespace tongbao::acceptance
