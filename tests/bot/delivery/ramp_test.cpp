#include "bot/delivery/ramp.hpp"

#include <gtest/gtest.h>

using tongbao::bot::Ramp;

TEST(Ramp, FailuresHalveWhatMayBeInFlightDownToAFew)
{
    Ramp ramp(32);
    EXPECT_EQ(ramp.allowed(), 32);
    ramp.failed();
    EXPECT_EQ(ramp.allowed(), 16);
    for (int i = 0; i < 9; ++i)
        ramp.failed();
    EXPECT_EQ(ramp.allowed(), 4);
}

TEST(Ramp, EverySuccessAddsOneUpToAll)
{
    Ramp ramp(6);
    ramp.failed();
    for (const int expected : {5, 6, 6}) {
        ramp.succeeded();
        EXPECT_EQ(ramp.allowed(), expected);
    }
}
