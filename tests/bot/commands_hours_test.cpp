#include "bot/commands/hours.hpp"

#include <gtest/gtest.h>

using namespace tongbao::bot;
using namespace std::chrono_literals;

TEST(Hours, AllWrittenFormsOfARangeAreRead)
{
    for (const auto* typed :
         {"20:30-8:00", "20:30～08:00", "20:30到8点", "20点30至8", "２０：３０-８：００", "二十点30-八点"}) {
        const auto hours = parse_hours(typed);
        ASSERT_TRUE(hours) << typed;
        EXPECT_EQ(hours->from, 20h + 30min) << typed;
        EXPECT_EQ(hours->until, 8h) << typed;
    }
    EXPECT_EQ(parse_hours("0:00-24:00")->until, 24h);
}

TEST(Hours, WhatIsNoRangeIsRefused)
{
    for (const auto* typed : {"", "开", "20:30", "20:30-", "-8:00", "25:00-8:00", "8:60-9:00", "8:00-8:00",
                              "24:00-8:00", "a-b", "20:30-8:00-9:00", "1234:00-8:00"})
        EXPECT_FALSE(parse_hours(typed)) << typed;
}

TEST(Hours, AreShownAsTheyAreTyped)
{
    EXPECT_EQ(hours_text({20h + 30min, 8h}), "20:30–8:00");
    EXPECT_EQ(parse_hours(hours_text({20h + 30min, 8h}))->from, 20h + 30min);
}
