#include "bot/import/date_mentions.hpp"
#include "bot/import/dates.hpp"
#include "tests/day.hpp"

#include <gtest/gtest.h>

using namespace tongbao;
using namespace tongbao::bot;

namespace {

const DateContext context{day(2026, 9, 21), std::nullopt, DateFormat::none, false};

std::vector<std::pair<Day, Day>> spans(std::string_view text)
{
    std::vector<std::pair<Day, Day>> found;
    for (const auto& mention : mentioned_dates(text, context))
        found.emplace_back(mention.from, mention.last);
    return found;
}

} // namespace

TEST(ImportDates, EveryWayOfWritingADayIsRead)
{
    for (const auto* text :
         {"2026-09-14", "2026/9/14", "2026.9.14", "20260914", "2026年9月14日", "2026年09月14日", "２０２６－０９－１４",
          " 2026-9-14 ", "2026 年 9 月 14 日", "46279", "46279.5", "9月14日"})
        EXPECT_EQ(read_date(text, context), day(2026, 9, 14)) << text;
}

TEST(ImportDates, SerialNumbersFollowTheDateSystem)
{
    auto mac = context;
    mac.dates_from_1904 = true;
    EXPECT_EQ(read_date("44817", mac), day(2026, 9, 14));
}

TEST(ImportDates, ATimeIsTheDayInShanghai)
{
    EXPECT_EQ(read_date("2026-09-14 23:59", context), day(2026, 9, 14));
    EXPECT_EQ(read_date("2026-09-14T16:30:00Z", context), day(2026, 9, 15));
    EXPECT_EQ(read_date("2026-09-14T16:30:00.123+00:00", context), day(2026, 9, 15));
    EXPECT_EQ(read_date("2026-09-14T00:30:00+08:00", context), day(2026, 9, 14));
}

TEST(ImportDates, YearLastNeedsAPersonsWord)
{
    EXPECT_FALSE(read_date("09/14/2026", context));
    auto stated = context;
    stated.format = DateFormat::month_first;
    EXPECT_EQ(read_date("09/14/2026", stated), day(2026, 9, 14));
    stated.format = DateFormat::day_first;
    EXPECT_EQ(read_date("14/09/2026", stated), day(2026, 9, 14));
    EXPECT_FALSE(read_date("09/14/2026", stated));
}

TEST(ImportDates, WhatIsNoDayIsNoDay)
{
    for (const auto* text :
         {"", "38", "2026-02-29", "2026-13-01", "20260931", "2026-09-14x", "昨天", "9.14", "1234567"})
        EXPECT_FALSE(read_date(text, context)) << text;
}

TEST(ImportDates, ADayWithoutYearIsTheLatestNotAfterToday)
{
    EXPECT_EQ(read_date("12月31日", context), day(2025, 12, 31));
    auto leap = context;
    EXPECT_EQ(read_date("2月29日", leap), day(2024, 2, 29));
    auto in_file = context;
    in_file.year = 2025;
    EXPECT_EQ(read_date("9月14日", in_file), day(2025, 9, 14));
}

TEST(ImportDates, HeadersMayLeaveOutTheYear)
{
    for (const auto* text : {"9.14", "9-14", "9/14", "9月14日", "2026-09-14"})
        EXPECT_EQ(read_header_date(text, context), day(2026, 9, 14)) << text;
}

TEST(ImportDates, WeekdaysAreRead)
{
    for (const auto* text : {"周日", "周天", "星期日", "礼拜天", "Sunday", "sun"})
        EXPECT_EQ(read_weekday(text), 6) << text;
    EXPECT_EQ(read_weekday("星期一"), 0);
    EXPECT_EQ(read_weekday("周报"), std::nullopt);
}

TEST(ImportDates, FileNamesStateADayOrASpan)
{
    using Spans = std::vector<std::pair<Day, Day>>;
    const auto one = day(2026, 9, 14);
    EXPECT_EQ(spans("学员详细数据_20260914"), (Spans{{one, one}}));
    EXPECT_EQ(spans("成绩2026-09-14"), (Spans{{one, one}}));
    EXPECT_EQ(spans("9.14-9.20"), (Spans{{one, day(2026, 9, 20)}}));
    EXPECT_EQ(spans("9月14日至20日"), (Spans{{one, day(2026, 9, 20)}}));
    EXPECT_EQ(spans("2026-09-14至2026-09-20"), (Spans{{one, day(2026, 9, 20)}}));
    EXPECT_EQ(spans("20260914-20260920"), (Spans{{one, day(2026, 9, 20)}}));
    EXPECT_EQ(spans("9月"), (Spans{{day(2026, 9, 1), day(2026, 9, 30)}}));
    EXPECT_EQ(spans("2026年8月"), (Spans{{day(2026, 8, 1), day(2026, 8, 31)}}));
    EXPECT_EQ(spans("report v1.2"), Spans{});
    EXPECT_EQ(spans("每日7:00更新"), Spans{});
}

TEST(ImportDates, TheBackendsNoteNamesItsCutOff)
{
    const auto mentions = mentioned_dates("【数据说明】数据截至2026年09月14日24时；每日7:00更新。", context);
    ASSERT_EQ(mentions.size(), 1u);
    EXPECT_EQ(mentions[0].from, day(2026, 9, 14));
    EXPECT_FALSE(mentions[0].about_export);
    EXPECT_TRUE(mentioned_dates("导出时间：2026-09-15", context)[0].about_export);
}

TEST(ImportDates, YearsAreFoundAlsoWithoutADay)
{
    EXPECT_EQ(mentioned_year("2025年秋季"), 2025);
    EXPECT_EQ(mentioned_year("数据20240102"), 2024);
    EXPECT_EQ(mentioned_year("9.14-9.20"), std::nullopt);
}
