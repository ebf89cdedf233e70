#include "bot/calendar_import.hpp"

#include "tests/bot/iso_day.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

using namespace tongbao;
using namespace tongbao::bot;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

const Day today = day("2026-11-05");

/// A short year in the words of each data set; the same days in all of them.
const std::string holiday_cn = R"({"year":2027,"papers":["https://www.gov.cn/2027"],"days":[
    {"name":"元旦","date":"2026-12-31","isOffDay":true},{"name":"元旦","date":"2027-01-01","isOffDay":true},
    {"name":"春节","date":"2027-02-05","isOffDay":true},{"name":"春节","date":"2027-02-20","isOffDay":false}]})";
const std::string chinese_days = R"({"holidays":{"2027-01-01":"New Year's Day,元旦,1","2027-02-05":"Spring,春节,4"},
    "workdays":{"2027-02-20":"Spring,春节,4"},"inLieuDays":{"2027-02-05":"Spring,春节,4"}})";
const std::string holiday_calendar = R"({"year":2027,"region":"CN","dates":[
    {"date":"2027-01-01","name":"元旦","type":"public_holiday"},
    {"date":"2027-02-05","name":"春节","type":"public_holiday"},
    {"date":"2027-02-20","name":"春节","type":"transfer_workday"}]})";
const std::string current = R"({"version":1,"years":{"2027":{"status":"provisional","source":"statutory days only",
    "off":{"元旦":["2027-01-01"]},"work":[]}},"school":[{"name":"寒假","type":"vacation","from":"2027-01-18",
    "to":"2027-02-26"}]})";

std::string refusal(const std::string& text)
{
    const auto years = read_arrangements(text);
    return years ? "read" : years.error();
}

CalendarChange imported(const std::string& source, const std::string& into = current)
{
    return put_arrangements(into, *read_arrangements(source), today);
}

} // namespace

TEST(CalendarImportTest, TheThreeDataSetsSayTheSame)
{
    for (const auto& source : {chinese_days, holiday_calendar}) {
        const auto years = read_arrangements(source);
        ASSERT_TRUE(years) << source;
        const auto& year = years->at(2027);
        EXPECT_THAT(year.off.at("元旦"), ElementsAre(day("2027-01-01")));
        EXPECT_THAT(year.off.at("春节"), ElementsAre(day("2027-02-05")));
        EXPECT_THAT(year.work, ElementsAre(day("2027-02-20")));
    }
    const auto year = read_arrangements(holiday_cn)->at(2027);
    EXPECT_THAT(year.off.at("元旦"), ElementsAre(day("2026-12-31"), day("2027-01-01")));
    EXPECT_EQ(year.source, "https://www.gov.cn/2027");
}

TEST(CalendarImportTest, ADataSetOfAllYearsIsDividedByDate)
{
    const auto years = read_arrangements(R"({"holidays":{"2022-12-31":"New Year,元旦,1","2023-01-02":"New Year,元旦,1"},
        "workdays":{},"inLieuDays":{}})");
    EXPECT_THAT(years->at(2022).off.at("元旦"), ElementsAre(day("2022-12-31")));
    EXPECT_THAT(years->at(2023).off.at("元旦"), ElementsAre(day("2023-01-02")));
}

TEST(CalendarImportTest, AnEmptyYearIsNotYetPublished)
{
    EXPECT_THAT(refusal(R"({"year":2027,"papers":[],"days":[]})"), HasSubstr("尚未公布"));
    EXPECT_THAT(refusal(R"({"year":2027,"region":"CN","dates":[]})"), HasSubstr("尚未公布"));
    EXPECT_THAT(refusal(R"({"holidays":{},"workdays":{},"inLieuDays":{}})"), HasSubstr("尚未公布"));
}

TEST(CalendarImportTest, WhatIsNoSuchDataSetIsRefusedWithItsReason)
{
    EXPECT_THAT(refusal("{"), HasSubstr("JSON"));
    EXPECT_THAT(refusal("[1]"), HasSubstr("认不出来源"));
    EXPECT_THAT(refusal(R"({"days":[1]})"), HasSubstr("认不出来源"));
    EXPECT_THAT(refusal(R"({"year":2027,"days":[{"name":"元旦","date":"2027-02-30","isOffDay":true}]})"),
                HasSubstr("2027-02-30"));
    EXPECT_THAT(refusal(R"({"year":2027,"days":[{"name":"元旦","date":"2027-01-01"}]})"), HasSubstr("isOffDay"));
    EXPECT_THAT(refusal(R"({"year":"2027","days":[{"name":"元旦","date":"2027-01-01","isOffDay":true}]})"),
                HasSubstr("year"));
    EXPECT_THAT(refusal(R"({"holidays":{"2027-01-01":"元旦"}})"), HasSubstr("英文,中文"));
    EXPECT_THAT(refusal(R"({"year":2027,"dates":[{"date":"2027-01-01","name":"元旦","type":"holiday"}]})"),
                HasSubstr("public_holiday"));
}

TEST(CalendarImportTest, TheYearBecomesPublishedAndTheDifferenceNamesItsDays)
{
    const auto change = imported(holiday_cn);
    EXPECT_TRUE(change.usable);
    EXPECT_THAT(change.differences, ElementsAre("2027年：待更新 → 已公布", "2026-12-31：照常 → 放假",
                                                "2027-02-05：照常 → 放假", "2027-02-20：照常 → 调休上班"));
    const auto calendar = parse_calendar(change.text).calendar.value();
    EXPECT_FALSE(calendar.arrangement_pending(day("2027-03-01")));
    EXPECT_FALSE(calendar.is_workday(day("2026-12-31")));
    EXPECT_TRUE(calendar.is_workday(day("2027-02-20")));
}

TEST(CalendarImportTest, OtherPartsOfTheFileStay)
{
    const auto file = nlohmann::json::parse(imported(holiday_cn).text);
    EXPECT_EQ(file["school"], nlohmann::json::parse(current)["school"]);
    EXPECT_EQ(file["years"]["2027"]["off"]["元旦"], nlohmann::json::parse(R"(["2026-12-31/2027-01-01"])"));
    EXPECT_EQ(file["years"]["2027"]["updated"], "2026-11-05");
}

TEST(CalendarImportTest, TheSameFileTwiceChangesNothing)
{
    const auto once = imported(holiday_cn);
    EXPECT_THAT(imported(holiday_cn, once.text).differences, IsEmpty());
}

TEST(CalendarImportTest, ALaterNoticeChangesOnlyWhatItMoves)
{
    const auto once = imported(holiday_cn);
    auto later = nlohmann::json::parse(holiday_cn);
    later["days"].push_back({{"name", "春节"}, {"date", "2027-02-08"}, {"isOffDay", true}});
    later["days"].push_back({{"name", "春节"}, {"date", "2027-02-09"}, {"isOffDay", true}});
    EXPECT_THAT(imported(later.dump(), once.text).differences, ElementsAre("2027-02-08至2027-02-09：照常 → 放假"));
}

TEST(CalendarImportTest, ADayThatWouldBeBothIsNotWritten)
{
    auto both = nlohmann::json::parse(holiday_cn);
    both["days"].push_back({{"name", "元旦"}, {"date", "2027-01-01"}, {"isOffDay", false}});
    const auto change = imported(both.dump());
    EXPECT_FALSE(change.usable);
    EXPECT_FALSE(change.findings.empty());
}
