#include "bot/lanes.hpp"

#include <gtest/gtest.h>

using namespace tongbao;
using namespace tongbao::bot;
using namespace std::chrono_literals;

namespace {

constexpr Uptime start = 1h;
const adapters::Pace pace{3, 60s};

} // namespace

TEST(Lane, LetsOnlyAsManyBeginAsThePaceAllows)
{
    Lane lane(pace, {});
    EXPECT_EQ(lane.places(start), 3);
    for (int i = 0; i < 3; ++i)
        lane.begun();
    EXPECT_EQ(lane.places(start), 0);
}

TEST(Lane, APlaceIsFreeAPeriodAfterTheEndOfItsAttempt)
{
    Lane lane(pace, {});
    for (int i = 0; i < 3; ++i)
        lane.begun();
    lane.ended(start + 5s);
    EXPECT_EQ(lane.places(start + 64999ms), 0);
    EXPECT_EQ(lane.next_place(start + 6s), start + 65s);
    EXPECT_EQ(lane.places(start + 65s), 1);
}

TEST(Lane, RemembersTheWindowOverARestart)
{
    const Lane lane(pace, {start - 30s, start - 20s, start - 10s});
    EXPECT_EQ(lane.places(start), 0);
    EXPECT_EQ(lane.next_place(start), start + 30s);
    EXPECT_EQ(lane.places(start + 30s), 1);
}

TEST(Lane, AThrottleBlocksTheWholeLaneUntilItsEnd)
{
    Lane lane(pace, {});
    lane.block(start + 60s);
    lane.block(start + 10s); // a shorter one does not shorten it
    EXPECT_EQ(lane.places(start + 59s), 0);
    EXPECT_EQ(lane.next_place(start), start + 60s);
    EXPECT_GT(lane.places(start + 60s), 0);
}

TEST(Lane, AfterAThrottleOneIsTriedAndThenTwiceAsManyAfterEachThatIsAccepted)
{
    Lane lane({8, 60s}, {});
    lane.block(start);
    EXPECT_EQ(lane.places(start), 1);
    for (const int then : {2, 4}) {
        lane.begun();
        lane.ended(start);
        lane.accepted();
        EXPECT_EQ(lane.places(start), then);
    }
    lane.block(start); // throttled again
    EXPECT_EQ(lane.places(start), 1);
}

TEST(ExpectedWait, CountsThoseAheadInTheSameLane)
{
    EXPECT_EQ(expected_wait(Lane(pace, {}), 2, start), 0s);
    EXPECT_EQ(expected_wait(Lane(pace, {}), 3, start), 60s);
    EXPECT_EQ(expected_wait(Lane(pace, {start - 10s}), 2, start), 50s);
    Lane throttled(pace, {});
    throttled.block(start + 10min);
    EXPECT_EQ(expected_wait(throttled, 3, start), 11min);
}
