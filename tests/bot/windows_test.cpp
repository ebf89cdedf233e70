#include "bot/windows.hpp"

#include "tests/bot/iso_day.hpp"

#include <gtest/gtest.h>

using namespace tongbao;
using namespace tongbao::bot;
using namespace std::chrono_literals;

TEST(WindowsTest, FirstOfJanuary2027IsInWeek53Of2026)
{
    EXPECT_EQ(window_name(week_of(day("2027-01-01"))), "2026-W53");
    EXPECT_EQ(parse_window("2026-W53")->from, day("2026-12-28"));
}

TEST(WindowsTest, WeekAfter2026W53IsFirstOf2027)
{
    EXPECT_EQ(window_name(next(parse_window("2026-W53").value())), "2027-W01");
    EXPECT_EQ(window_name(previous(parse_window("2027-W01").value())), "2026-W53");
}

TEST(WindowsTest, MonthBeforeJanuaryIsDecember)
{
    EXPECT_EQ(window_name(previous(parse_window("2027-01").value())), "2026-12");
}

TEST(WindowsTest, FebruaryOfALeapYearHas29Days)
{
    EXPECT_EQ(parse_window("2028-02")->days(), 29);
    EXPECT_EQ(parse_window("2027-02")->days(), 28);
}

TEST(WindowsTest, NamesThatAreNoWindowAreRefused)
{
    for (const auto* name : {"", "2026", "2026-W54", "2025-W53", "2026-W00", "2026-13", "2026-00", "2026-W3", "2026-9",
                             "2026-W38 ", "-026-W38", "2026-09-14"})
        EXPECT_FALSE(parse_window(name)) << name;
}

TEST(WindowsTest, DaysThatDoNotExistAreRefused)
{
    EXPECT_FALSE(parse_iso_date("2027-02-29"));
    EXPECT_TRUE(parse_iso_date("2028-02-29"));
    EXPECT_FALSE(parse_iso_date("2026-9-1"));
}

TEST(WindowsTest, LocalDayIsThatOfShanghaiWhateverTheProcessClock)
{
    const Instant evening{std::chrono::sys_days{std::chrono::year{2026} / 9 / 20} + 16h};
    EXPECT_EQ(local_day(evening - 1s), day("2026-09-20"));
    EXPECT_EQ(local_day(evening), day("2026-09-21"));
    EXPECT_EQ(at_local(day("2026-09-21"), 0min), evening);
    EXPECT_EQ(local_time_of_day(evening + 9h + 30min), 9h + 30min);
}

TEST(WindowsTest, WeeksOfAMonthAreThoseWhoseThursdayLiesInIt)
{
    const auto weeks = weeks_of_month(parse_window("2026-10").value());
    ASSERT_EQ(weeks.size(), 5u);
    EXPECT_EQ(window_name(weeks.front()), "2026-W40");
    EXPECT_EQ(window_name(weeks.back()), "2026-W44");
}

TEST(WindowsTest, ChineseTextsNameThePeriod)
{
    const auto week = parse_window("2026-W38").value();
    EXPECT_EQ(chinese_span(week), "9月14日至9月20日");
    EXPECT_EQ(chinese_period(week), "2026年第38周（9.14–9.20）");
    EXPECT_EQ(chinese_period(parse_window("2026-09").value()), "2026年9月");
    EXPECT_EQ(chinese_date(day("2026-09-21")), "2026年9月21日");
    EXPECT_EQ(chinese_weekday(day("2026-09-20")), "周日");
}
