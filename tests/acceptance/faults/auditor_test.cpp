#include "store/connection.hpp"
#include "tests/acceptance/faults/blocked_readers.hpp"
#include "tests/acceptance/faults/monitored_test.hpp"
#include "tests/acceptance/faults/watchdog.hpp"

/// Whether the service says of itself that it cannot be relied on.
namespace tongbao::acceptance {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class AuditorTest : public MonitoredTest {
protected:
    static constexpr auto interval = 1s;

    AuditorTest() { place.config()["monitor"]["heartbeat_url"] = watchdog.url(); }
    /// Waits for two more heartbeats.
    bool hears_heartbeats() const
    {
        const int before = watchdog.heard();
        return holds_soon([&] { return watchdog.heard() > before + 1; });
    }
    std::size_t times_logged(const std::string& event) const
    {
        std::size_t times = 0;
        const auto text = place.log();
        for (auto at = text.find(event); at != std::string::npos; at = text.find(event, at + 1))
            ++times;
        return times;
    }
    Watchdog watchdog;
};

TEST_F(AuditorTest, ABlindOneIsNotReadyWithinTwoIntervalsAndItsHeartbeatStops)
{
    const auto service = place.start();
    ASSERT_TRUE(becomes_ready()) << ask("/readyz").body;
    ASSERT_TRUE(hears_heartbeats());
    {
        const BlockedReaders nobody_reads(place.database());
        const auto begun = std::chrono::steady_clock::now();
        ASSERT_TRUE(holds_soon([&] { return ask("/readyz").status == 503; }));
        EXPECT_LT(std::chrono::steady_clock::now() - begun, 2 * interval + 10s); // what a busy machine needs
        const int heard = watchdog.heard();
        ASSERT_TRUE(becomes_unready("\"blind\"")) << ask("/readyz").body;
        EXPECT_EQ(watchdog.heard(), heard);
        EXPECT_EQ(ask("/healthz").status, 200);
        EXPECT_THAT(ask("/metrics").body, HasSubstr("tongbao_auditor_satisfied 0"));
    }
    EXPECT_TRUE(becomes_ready()) << ask("/readyz").body;
    EXPECT_TRUE(hears_heartbeats());
    EXPECT_EQ(reconcile_and_report(52, 1).repeated, 0);
}

TEST_F(AuditorTest, ItSeesThatTheScheduleStandsStill)
{
    const auto service = place.start();
    ASSERT_TRUE(becomes_ready()) << ask("/readyz").body;
    ASSERT_TRUE(hears_heartbeats());
    {
        store::Connection db(place.database().string());
        const store::Transaction nobody_writes(db);
        ASSERT_TRUE(becomes_unready("loop_silent")) << ask("/readyz").body;
        EXPECT_THAT(ask("/readyz").body, HasSubstr("schedule"));
        const int heard = watchdog.heard();
        ASSERT_TRUE(holds_soon([&] { return times_logged("event=audit_not_recorded") > 1; })) << place.log();
        EXPECT_EQ(watchdog.heard(), heard);
    }
    EXPECT_TRUE(becomes_ready()) << ask("/readyz").body;
    EXPECT_TRUE(hears_heartbeats());
    EXPECT_EQ(reconcile_and_report(52, 1).repeated, 0);
}

} // namespace
} // namespace tongbao::acceptance
