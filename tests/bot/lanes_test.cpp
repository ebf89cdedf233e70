#include "bot/lanes.hpp"

#include <gtest/gtest.h>
#include <random>

using namespace tongbao;
using namespace tongbao::bot;
using namespace std::chrono_literals;

namespace {

const Instant start{std::chrono::sys_days{std::chrono::year{2026} / 9 / 21} + 1h};
const adapters::Pace pace{3, 60s};

} // namespace

TEST(Lane, LetsOnlyAsManyBeginAsThePaceAllows)
{
    Lane lane(pace, {}, Instant{});
    EXPECT_EQ(lane.places(start), 3);
    for (int i = 0; i < 3; ++i)
        lane.begun();
    EXPECT_EQ(lane.places(start), 0);
}

TEST(Lane, APlaceIsFreeAPeriodAfterTheEndOfItsAttempt)
{
    Lane lane(pace, {}, Instant{});
    for (int i = 0; i < 3; ++i)
        lane.begun();
    lane.ended(start + 5s);
    EXPECT_EQ(lane.places(start + 65s), 0);
    EXPECT_EQ(lane.next_place(start + 6s), start + 66s); // instants are cut to the second
    EXPECT_EQ(lane.places(start + 66s), 1);
}

TEST(Lane, RemembersTheWindowOverARestart)
{
    const Lane lane(pace, {start - 30s, start - 20s, start - 10s}, Instant{});
    EXPECT_EQ(lane.places(start), 0);
    EXPECT_EQ(lane.next_place(start), start + 31s);
    EXPECT_EQ(lane.places(start + 31s), 1);
}

TEST(Lane, AThrottleBlocksTheWholeLaneUntilItsEnd)
{
    Lane lane(pace, {}, Instant{});
    lane.block(start + 60s);
    lane.block(start + 10s); // a shorter one does not shorten it
    EXPECT_EQ(lane.places(start + 59s), 0);
    EXPECT_EQ(lane.next_place(start), start + 60s);
    EXPECT_EQ(lane.places(start + 60s), 3);
}

TEST(Lane, AClockThatWasSetBackDoesNotBlockForLongerThanAPeriod)
{
    Lane lane(pace, {start, start, start}, Instant{});
    const auto back = start - 1h;
    lane.begun();
    lane.ended(back);
    EXPECT_EQ(lane.places(back + 61s), 3);
}

TEST(Lane, NeverExceedsThePaceInAnySlidingPeriod)
{
    std::mt19937 random(7);
    Lane lane(pace, {}, Instant{});
    std::vector<Instant> seen; // when the platform counted an attempt: anywhere between its beginning and its end
    auto now = start;
    for (int i = 0; i < 2000; ++i) {
        now += std::chrono::seconds{random() % 9};
        if (lane.places(now) == 0)
            continue;
        lane.begun();
        const auto arrives = now + std::chrono::seconds{random() % 5};
        now = arrives + std::chrono::seconds{random() % 5};
        lane.ended(now);
        seen.push_back(arrives);
    }
    for (std::size_t i = 3; i < seen.size(); ++i)
        EXPECT_GE(seen[i] - seen[i - 3], 60s);
    EXPECT_GT(seen.size(), 100u);
}

TEST(ExpectedBegin, CountsThoseAheadInTheSameLane)
{
    EXPECT_EQ(expected_begin(pace, {}, Instant{}, 2, start), start);
    EXPECT_EQ(expected_begin(pace, {}, Instant{}, 3, start), start + 61s);
    EXPECT_EQ(expected_begin(pace, {start - 10s}, Instant{}, 2, start), start + 51s);
    EXPECT_EQ(expected_begin(pace, {}, start + 10min, 3, start), start + 10min + 61s);
}
