#include "bot/commands/period.hpp"
#include "bot/commands/text.hpp"
#include "tests/day.hpp"

#include <gtest/gtest.h>

using namespace tongbao;
using namespace tongbao::bot;

namespace {

/// "2026-09-14..2026-09-20 week", or "-" when the word is no period. Today is Wednesday 2026-09-23 unless told.
std::string read(std::string_view word, Day today = day(2026, 9, 23))
{
    const auto period = parse_period(folded(word), today);
    if (!period)
        return "-";
    auto text = iso_date(period->from) + ".." + iso_date(period->until - std::chrono::days{1});
    if (period->kind)
        text += *period->kind == WindowKind::week ? " week" : " month";
    return text;
}

constexpr auto week_38 = "2026-09-14..2026-09-20 week";
constexpr auto september = "2026-09-01..2026-09-30 month";

} // namespace

TEST(CommandPeriod, TodayMeansYesterdaysFigures)
{
    EXPECT_EQ(read("今天"), "2026-09-22..2026-09-22");
    EXPECT_TRUE(parse_period("今天", day(2026, 9, 23))->asked_for_today);
    EXPECT_FALSE(parse_period("昨天", day(2026, 9, 23))->asked_for_today);
}

TEST(CommandPeriod, RelativeWords)
{
    EXPECT_EQ(read("昨天"), "2026-09-22..2026-09-22");
    EXPECT_EQ(read("本周"), "2026-09-21..2026-09-27 week");
    EXPECT_EQ(read("上周"), week_38);
    EXPECT_EQ(read("本月"), september);
    EXPECT_EQ(read("上月"), "2026-08-01..2026-08-31 month");
}

TEST(CommandPeriod, SingleDays)
{
    for (const auto* word : {"2026-09-14", "2026-9-14", "2026.9.14", "2026/9/14", "9月14日", "9月14号", "9.14",
                             "2026年9月14日", "九月十四日", "二〇二六年九月十四日", "９月１４日"})
        EXPECT_EQ(read(word), "2026-09-14..2026-09-14") << word;
}

TEST(CommandPeriod, RunsOfDays)
{
    for (const auto* word : {"9.14-9.20", "9月14日-9月20日", "9月14日至9月20日", "9月14日到20日",
                             "2026-09-14~2026-09-20", "9.14–9.20", "9.14～9.20"})
        EXPECT_EQ(read(word), "2026-09-14..2026-09-20") << word;
}

TEST(CommandPeriod, RunOfDaysMayCrossTheYear)
{
    EXPECT_EQ(read("12.28-1.3"), "2025-12-28..2026-01-03");
}

TEST(CommandPeriod, Weeks)
{
    for (const auto* word : {"2026-W38", "2026-w38", "2026W38", "第38周", "38周", "W38", "第三十八周", "2026年第38周"})
        EXPECT_EQ(read(word), week_38) << word;
}

TEST(CommandPeriod, Months)
{
    for (const auto* word : {"2026-09", "2026-9", "9月", "9月份", "九月", "2026年9月", "2026年九月"})
        EXPECT_EQ(read(word), september) << word;
}

TEST(CommandPeriod, WithoutAYearItIsTheLatestThatHasBegun)
{
    EXPECT_EQ(read("12月"), "2025-12-01..2025-12-31 month");
    EXPECT_EQ(read("9月24日"), "2025-09-24..2025-09-24");
    EXPECT_EQ(read("9月23日"), "2026-09-23..2026-09-23");
    EXPECT_EQ(read("第39周"), "2026-09-21..2026-09-27 week");
    EXPECT_EQ(read("第40周"), "2025-09-29..2025-10-05 week");
}

TEST(CommandPeriod, IsoYearIsThatOfTheThursday)
{
    EXPECT_EQ(read("2026-W53"), "2026-12-28..2027-01-03 week");
    EXPECT_EQ(read("2025-W53"), "-");
    EXPECT_EQ(read("上周", day(2027, 1, 5)), "2026-12-28..2027-01-03 week");
    EXPECT_EQ(read("第1周", day(2024, 12, 31)), "2024-12-30..2025-01-05 week");
}

TEST(CommandPeriod, LeapDayIsTheLastOneThatWas)
{
    EXPECT_EQ(read("2月29日"), "2024-02-29..2024-02-29");
}

TEST(CommandPeriod, WhatDoesNotExistIsNoPeriod)
{
    for (const auto* word : {"2026-02-30", "13月", "9.31", "第54周", "第0周", "2026-W00", "9.20-9.14.3", "2026-13-01",
                             "2026-09-20-2026-09-14", "2020-01-01~2026-01-01"})
        EXPECT_EQ(read(word), "-") << word;
}

TEST(CommandPeriod, OtherWordsAreNoPeriod)
{
    for (const auto* word : {"", "文学院", "9", "38", "2026", "周", "第周", "月", "9-14", "学院", "第38周x", "上周一",
                             "99999999999999999999年1月", "文学院第1党支部"})
        EXPECT_EQ(read(word), "-") << word;
}

namespace {

/// "2026-09-23", or "-" when the word is no day. Today is Wednesday 2026-09-23.
std::string read_day(std::string_view word, WithoutYear rule)
{
    const auto found = parse_day(folded(word), day(2026, 9, 23), rule);
    return found ? iso_date(*found) : "-";
}

} // namespace

TEST(CommandDay, NearestDayMayBePastOrToCome)
{
    EXPECT_EQ(read_day("9月21日", WithoutYear::nearest), "2026-09-21");
    EXPECT_EQ(read_day("十月八日", WithoutYear::nearest), "2026-10-08");
    EXPECT_EQ(read_day("1.5", WithoutYear::nearest), "2027-01-05");
    EXPECT_EQ(read_day("4月1日", WithoutYear::nearest), "2026-04-01");
    EXPECT_EQ(read_day("2月29日", WithoutYear::nearest), "2028-02-29");
}

TEST(CommandDay, ComingDayIsTodayOrLater)
{
    EXPECT_EQ(read_day("9月21日", WithoutYear::coming), "2027-09-21");
    EXPECT_EQ(read_day("9月23日", WithoutYear::coming), "2026-09-23");
    EXPECT_EQ(read_day("2026-09-01", WithoutYear::coming), "2026-09-01"); // a year is taken at its word
}

TEST(CommandDay, RelativeWords)
{
    EXPECT_EQ(read_day("前天", WithoutYear::nearest), "2026-09-21");
    EXPECT_EQ(read_day("今天", WithoutYear::nearest), "2026-09-23");
    EXPECT_EQ(read_day("明天", WithoutYear::coming), "2026-09-24");
    EXPECT_EQ(read_day("后天", WithoutYear::coming), "2026-09-25");
}

TEST(CommandDay, WhatIsNoOneDayIsNone)
{
    for (const auto* word : {"", "上周", "第38周", "9月", "9.14-9.20", "9月31日", "2026-02-29", "20260921", "文学院"})
        EXPECT_EQ(read_day(word, WithoutYear::nearest), "-") << word;
}
