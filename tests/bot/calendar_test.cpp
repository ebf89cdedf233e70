#include "bot/calendar.hpp"

#include "tests/bot/iso_day.hpp"

#include <cstdlib>
#include <fstream>
#include <gmock/gmock.h>
#include <sstream>

using namespace tongbao;
using namespace tongbao::bot;
using namespace std::chrono_literals;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using Severity = CalendarFinding::Severity;

namespace {

Instant at(std::string_view iso, std::chrono::minutes time)
{
    return at_local(day(iso), time);
}

std::string shipped_text()
{
    std::ifstream file(std::string(std::getenv("TONGBAO_SOURCE")) + "/calendar.json");
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

Calendar shipped()
{
    return parse_calendar(shipped_text()).calendar.value();
}

auto finding(Severity severity, const std::string& path, const std::string& what)
{
    return Contains(testing::AllOf(Field(&CalendarFinding::severity, severity), Field(&CalendarFinding::path, path),
                                   Field(&CalendarFinding::what, HasSubstr(what))));
}

CalendarFile with_school(const std::string& entries)
{
    return parse_calendar(R"({"version":1,"school":[)" + entries + "]}");
}

CalendarFile with_2026(const std::string& body)
{
    return parse_calendar(R"({"version":1,"years":{"2026":{)" + body + "}}}");
}

} // namespace

TEST(CalendarTest, ShippedFileHasNoFindings)
{
    const auto found = parse_calendar(shipped_text());
    EXPECT_TRUE(found.calendar);
    for (const auto& f : found.findings)
        ADD_FAILURE() << f.path << ": " << f.what;
}

TEST(CalendarTest, Sunday20SeptemberWorksAndFriday25IsOff)
{
    const auto calendar = shipped();
    EXPECT_TRUE(calendar.is_workday(day("2026-09-20")));
    EXPECT_FALSE(calendar.is_workday(day("2026-09-25")));
    EXPECT_FALSE(calendar.is_workday(day("2026-09-19")));
}

TEST(CalendarTest, Saturday14FebruaryWorks)
{
    EXPECT_TRUE(shipped().is_workday(day("2026-02-14")));
}

TEST(CalendarTest, ListedOffDaysOfAWeekAreCounted)
{
    EXPECT_EQ(shipped().listed_off_days(parse_window("2026-W39").value()), 3);
    EXPECT_EQ(shipped().listed_off_days(parse_window("2026-W38").value()), 0);
}

TEST(CalendarTest, ShiftedWorkdaysAreNamed)
{
    EXPECT_THAT(shipped().shifted_workdays(parse_window("2026-W38").value()), testing::ElementsAre(day("2026-09-20")));
}

TEST(CalendarTest, FirstWorkdayAfterTheNationalHolidayIsEighthOfOctober)
{
    EXPECT_EQ(shipped().first_workday_from(day("2026-10-01")), day("2026-10-08"));
    EXPECT_EQ(shipped().first_workday_from(day("2026-10-05")), day("2026-10-08"));
}

TEST(CalendarTest, LastDayOf2022IsOffByTheFileOf2023)
{
    const auto file = parse_calendar(R"({"version":1,"years":{"2023":{"status":"published",
        "off":{"元旦":["2022-12-31/2023-01-02"]},"work":[]}}})");
    EXPECT_FALSE(file.calendar->is_workday(day("2022-12-31")));
    EXPECT_TRUE(file.calendar->is_workday(day("2022-12-30")));
}

TEST(CalendarTest, EmptyYearIsUnknownNotWithoutHolidays)
{
    const auto file = parse_calendar(R"({"version":1,"years":{"2027":{"status":"published","off":{},"work":[]}}})");
    ASSERT_TRUE(file.calendar);
    EXPECT_TRUE(file.calendar->arrangement_pending(day("2027-05-01")));
    EXPECT_THAT(file.findings, finding(Severity::warning, "years.2027.off", "not yet known"));
}

TEST(CalendarTest, MissingYearDegradesToMondayToFriday)
{
    const Calendar unknown;
    EXPECT_TRUE(unknown.is_workday(day("2030-10-01")));
    EXPECT_FALSE(unknown.is_workday(day("2030-10-05")));
    EXPECT_EQ(arrangement_note(unknown, day("2030-10-01")), "节假日安排待更新");
}

TEST(CalendarTest, NextYearIsAskedForFromNovemberOn)
{
    EXPECT_FALSE(shipped().next_year_alert(day("2026-10-31")));
    EXPECT_TRUE(shipped().next_year_alert(day("2026-11-01")));
}

TEST(CalendarTest, MembersRestAroundAStatutoryDayOfAProvisionalYear)
{
    const auto calendar = shipped();
    EXPECT_TRUE(calendar.rests_for_members(day("2027-06-06")));
    EXPECT_TRUE(calendar.rests_for_members(day("2027-06-12")));
    EXPECT_FALSE(calendar.rests_for_members(day("2027-06-13")));
    EXPECT_FALSE(calendar.rests_for_members(day("2026-06-18")));
}

TEST(CalendarTest, VacationIsNoDutyAlthoughAWorkday)
{
    const auto calendar =
        with_school(R"({"name":"暑假","type":"vacation","from":"2026-07-06","to":"2026-09-04"})").calendar;
    EXPECT_TRUE(calendar->is_workday(day("2026-07-06")));
    EXPECT_FALSE(calendar->is_duty_day(day("2026-07-06")));
    EXPECT_TRUE(calendar->is_duty_day(day("2026-07-03")));
}

TEST(CalendarTest, OnlyAWeekWhollyInAVacationIsAVacationWeek)
{
    const auto calendar =
        with_school(R"({"name":"暑假","type":"vacation","from":"2026-07-06","to":"2026-09-04"})").calendar;
    EXPECT_TRUE(calendar->wholly_in_vacation(week_of(day("2026-07-06"))));
    EXPECT_FALSE(calendar->wholly_in_vacation(week_of(day("2026-09-04"))));
}

TEST(CalendarTest, SchoolDaysGoBeforeTheYearsNotice)
{
    const auto calendar = with_school(R"({"name":"校运会","type":"off","from":"2026-11-06","to":"2026-11-06"},
                                         {"name":"补课","type":"work","from":"2026-11-07","to":"2026-11-07"})")
                              .calendar;
    EXPECT_FALSE(calendar->is_workday(day("2026-11-06")));
    EXPECT_TRUE(calendar->is_workday(day("2026-11-07")));
}

TEST(CalendarTest, LeapDayIsADay)
{
    EXPECT_TRUE(shipped().is_workday(day("2028-02-29")));
}

TEST(CalendarTest, DateThatDoesNotExistIsAnErrorWithItsPath)
{
    const auto file = with_2026(R"("status":"published","off":{"元旦":["2026-02-30"]})");
    EXPECT_FALSE(file.calendar);
    EXPECT_THAT(file.findings, finding(Severity::error, "years.2026.off.元旦[0]", "is not a date"));
}

TEST(CalendarTest, RangeThatEndsBeforeItBeginsIsAnError)
{
    const auto file = with_2026(R"("status":"published","off":{"元旦":["2026-01-03/2026-01-01"]})");
    EXPECT_THAT(file.findings, finding(Severity::error, "years.2026.off.元旦[0]", "after the last"));
}

TEST(CalendarTest, DayBothOffAndWorkIsAnError)
{
    const auto file = with_2026(R"("status":"published","off":{"元旦":["2026-01-03"]},"work":["2026-01-03"])");
    EXPECT_THAT(file.findings, finding(Severity::error, "years", "2026-01-03 is both off and work"));
}

TEST(CalendarTest, OverlappingVacationsAreAnError)
{
    const auto file = with_school(R"({"name":"寒假","type":"vacation","from":"2027-01-18","to":"2027-02-26"},
                                     {"name":"春假","type":"vacation","from":"2027-02-26","to":"2027-03-01"})");
    EXPECT_THAT(file.findings, finding(Severity::error, "school[1]", "overlaps 寒假"));
}

TEST(CalendarTest, WorkdayListedOnAMondayIsAWarning)
{
    const auto file =
        parse_calendar(R"({"version":1,"years":{"2020":{"status":"provisional","work":["2020-02-03"]}}})");
    EXPECT_TRUE(file.calendar);
    EXPECT_THAT(file.findings, finding(Severity::warning, "years.2020.work[0]", "no effect"));
}

TEST(CalendarTest, TooFewOffDaysAndMissingFestivalsAreWarnings)
{
    const auto file = with_2026(R"("status":"published","off":{"元旦":["2026-01-01/2026-01-03"]})");
    EXPECT_TRUE(file.calendar);
    EXPECT_THAT(file.findings, finding(Severity::warning, "years.2026.off", "3 days off"));
    EXPECT_THAT(file.findings, finding(Severity::warning, "years.2026.off", "春节 is missing"));
}

TEST(CalendarTest, OffDayFarOutsideItsYearIsAWarning)
{
    const auto file = with_2026(R"("status":"provisional","off":{"元旦":["2025-12-28","2025-12-29"]})");
    ASSERT_EQ(file.findings.size(), 1u);
    EXPECT_EQ(file.findings[0].path, "years.2026.off.元旦[0]");
}

TEST(CalendarTest, BrokenJsonNamesTheLine)
{
    const auto file = parse_calendar("{\n \"version\": 1,\n \"years\": }\n");
    EXPECT_THAT(file.findings, finding(Severity::error, "line 3", "parse error"));
}

TEST(CalendarTest, UnknownKeyIsAnError)
{
    EXPECT_THAT(parse_calendar(R"({"version":1,"holidays":[]})").findings,
                finding(Severity::error, "holidays", "unknown key"));
}

TEST(CalendarTest, LoadingTheSameTextTwiceGivesTheSameDays)
{
    const auto first = shipped(), second = shipped();
    for (auto d = day("2026-01-01"); d < day("2028-01-01"); d += std::chrono::days{1})
        ASSERT_EQ(first.is_workday(d), second.is_workday(d));
}

TEST(CalendarTest, QuietHoursWrapMidnightByTheClassOfTheirOwnDay)
{
    const auto calendar = shipped(); // 24 September is a Thursday, 25 September is off
    EXPECT_FALSE(calendar.quiet(Audience::urgent, at("2026-09-24", 22h)));
    EXPECT_TRUE(calendar.quiet(Audience::urgent, at("2026-09-24", 23h)));
    EXPECT_FALSE(calendar.quiet(Audience::group, at("2026-09-24", 18h + 59min)));
    EXPECT_TRUE(calendar.quiet(Audience::group, at("2026-09-25", 0min)));
    EXPECT_TRUE(calendar.quiet(Audience::group, at("2026-09-25", 12h)));
}

TEST(CalendarTest, OpeningSatisfiesQuietHoursAndTheSendWindow)
{
    const auto calendar = shipped();
    EXPECT_EQ(calendar.next_opening(Audience::group, SendKind::circular, at("2026-09-21", 8h + 31min)),
              at("2026-09-21", 9h));
    EXPECT_EQ(calendar.next_opening(Audience::member, SendKind::reminder, at("2026-09-21", 11h + 30min)),
              at("2026-09-21", 15h));
}

TEST(CalendarTest, OpeningAfterAnEveningBeforeAHolidayIsTheNextWorkday)
{
    EXPECT_EQ(shipped().next_opening(Audience::group, SendKind::circular, at("2026-09-30", 17h)), at("2026-10-08", 9h));
}

TEST(CalendarTest, OpenNowIsItsOwnOpening)
{
    EXPECT_EQ(shipped().next_opening(Audience::group, SendKind::circular, at("2026-09-21", 9h + 1min) + 7s),
              at("2026-09-21", 9h + 1min) + 7s);
}

TEST(Calendar, QuietEndsOnTheNextWorkingMorning)
{
    const Calendar calendar; // staff: 21:00 to 8:00 on working days, all day on others
    EXPECT_EQ(calendar.end_of_quiet(Audience::staff, at("2026-09-23", 10h)), at("2026-09-23", 10h));
    EXPECT_EQ(calendar.end_of_quiet(Audience::staff, at("2026-09-23", 22h)), at("2026-09-24", 8h));
    EXPECT_EQ(calendar.end_of_quiet(Audience::staff, at("2026-09-24", 3h)), at("2026-09-24", 8h));
    EXPECT_EQ(calendar.end_of_quiet(Audience::staff, at("2026-09-25", 22h)), at("2026-09-28", 8h)); // a Friday
}

TEST(Calendar, QuietHoursOfOneAudienceCanBeChanged)
{
    const auto changed = Calendar().with_quiet_hours(Audience::staff, {18h, 9h + 30min});
    EXPECT_EQ(changed.end_of_quiet(Audience::staff, at("2026-09-23", 19h)), at("2026-09-24", 9h + 30min));
    EXPECT_EQ(changed.end_of_quiet(Audience::staff, at("2026-09-26", 12h)), at("2026-09-28", 9h + 30min)); // a Saturday
    EXPECT_FALSE(changed.quiet(Audience::urgent, at("2026-09-23", 19h)));
}
