#include "bot/backoff.hpp"

#include <gtest/gtest.h>

using tongbao::bot::backoff;
using namespace std::chrono_literals;

TEST(Backoff, DoublesUpToTenMinutes)
{
    EXPECT_EQ(backoff(1, 1), 2s);
    EXPECT_EQ(backoff(2, 1), 4s);
    EXPECT_EQ(backoff(5, 1), 32s);
    EXPECT_EQ(backoff(10, 1), 10min);
    EXPECT_EQ(backoff(1000, 1), 10min);
}

TEST(Backoff, ChanceSpreadsTheSecondHalf)
{
    EXPECT_EQ(backoff(5, 0), 16s);
    EXPECT_EQ(backoff(5, 0.5), 24s);
}

TEST(Backoff, IsNeverNothing)
{
    EXPECT_GE(backoff(0, 0), 1s);
    EXPECT_GE(backoff(-3, 0), 1s);
}
