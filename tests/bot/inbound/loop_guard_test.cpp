#include "bot/inbound/loop_guard.hpp"
#include "bot/inbound/reconnect.hpp"

#include <gtest/gtest.h>

using namespace tongbao;
using namespace tongbao::bot;
using namespace std::chrono_literals;

namespace {

class LoopGuardTest : public testing::Test {
protected:
    using Verdict = LoopGuard::Verdict;
    LoopGuard guard{3, 5s, 10min};
    InstantMs now{std::chrono::milliseconds(1'760'578'201'000)};

    Verdict after(std::chrono::milliseconds silence, const std::string& speaker = "bot")
    {
        now += silence;
        return guard.hear(speaker, now);
    }
    void trip()
    {
        for (int i = 0; i < 3; ++i)
            after(1s);
        ASSERT_EQ(after(1s), Verdict::tripped_now);
    }
};

} // namespace

TEST_F(LoopGuardTest, SpeakerWhoPausesIsAlwaysHeard)
{
    for (int i = 0; i < 100; ++i)
        EXPECT_EQ(after(5s), Verdict::heard);
}

TEST_F(LoopGuardTest, TripsOnceAfterTheRowAndStaysTripped)
{
    trip();
    EXPECT_EQ(after(1s), Verdict::tripped);
    EXPECT_EQ(after(9min), Verdict::tripped); // speaking again begins the rest anew
    EXPECT_EQ(after(9min), Verdict::tripped);
}

TEST_F(LoopGuardTest, SpeakerIsHeardAgainAfterTheRest)
{
    trip();
    EXPECT_EQ(after(10min), Verdict::heard);
    EXPECT_EQ(after(1s), Verdict::heard);
}

TEST_F(LoopGuardTest, SpeakersAreCountedApart)
{
    trip();
    EXPECT_EQ(after(0s, "person"), Verdict::heard);
}

TEST(ReconnectDelay, DoublesUpToTheLongest)
{
    EXPECT_EQ(reconnect_delay(1, 60s, 0), 1s);
    EXPECT_EQ(reconnect_delay(2, 60s, 0), 2s);
    EXPECT_EQ(reconnect_delay(5, 60s, 0.5), 16500ms);
    EXPECT_EQ(reconnect_delay(7, 60s, 0), 60s);
    EXPECT_EQ(reconnect_delay(1'000'000, 30s, 0.9), 30s);
}

TEST(ReturnDelayTest, DoublesWithEveryEvictionIsSpreadByHalfAndEndsAtEightHours)
{
    EXPECT_EQ(return_delay(1, 10min, 0), 10min);
    EXPECT_EQ(return_delay(1, 10min, 0.5), 12min + 30s);
    EXPECT_EQ(return_delay(4, 10min, 0), 80min);
    EXPECT_EQ(return_delay(7, 10min, 0.9), 8h);
    EXPECT_EQ(return_delay(1'000'000, 10min, 0.9), 8h);
}
