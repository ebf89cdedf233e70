// The mistakes of other tools (domain/exports.md §2), each as a test.
#include "bot/import/dates.hpp"
#include "tests/bot/import_support.hpp"

using namespace tongbao;
using namespace tongbao::bot;

class ImportBugs : public ImportTest {
protected:
    ImportBugs() { organise(); }
};

TEST_F(ImportBugs, APageThatLostTheRestIsNoticed)
{
    std::string rows;
    for (int i = 0; i < 40; ++i)
        rows += (i ? "," : "") + std::string(R"({"userName":"李四","deptNames":"文学院","rangeRealScore":1})");
    const auto report = preview("20260914.json", R"({"dataList":{"count":134,"data":[)" + rows + "]}}");
    EXPECT_TRUE(report.refused);
    EXPECT_TRUE(finding_with(report, Code::TRUNC));
}

TEST_F(ImportBugs, NamesakesAreNeverMerged)
{
    import("a.csv", "姓名,单位,日期,当日积分\n张三,文学院,2026-09-14,11\n张三,体育学院,2026-09-14,22\n");
    EXPECT_EQ(points("0001", monday), 11);
    EXPECT_EQ(points("0005", monday), 22);
}

TEST_F(ImportBugs, DaysOfAWideTableFollowTheirHeadersNotTheirPosition)
{
    import("a.csv", "姓名,单位,9.16,9.14,9.15\n李四,文学院,16,14,15\n");
    EXPECT_EQ(points("0002", monday), 14);
    EXPECT_EQ(points("0002", day(2026, 9, 16)), 16);
}

TEST_F(ImportBugs, TheFirstOfAMonthFollowsTheLastOfTheOneBefore)
{
    import("2026-08-31.csv", "工号,总积分\n0001,100\n");
    import("2026-09-01.csv", "工号,总积分\n0001,130\n");
    EXPECT_EQ(points("0001", day(2026, 9, 1)), 30);
}

TEST_F(ImportBugs, NoYearIsWrittenIntoTheCode)
{
    today = day(2031, 1, 2);
    EXPECT_EQ(preview("12.31.csv", "工号,当日积分\n0001,1\n").days.at(0), day(2030, 12, 31));
}

TEST_F(ImportBugs, NamesPaddedWithSpacesAreTheSameNames)
{
    import("a.csv", "姓名,单位,日期,当日积分\n李　四,文学院,2026-09-14,5\n阿依•古丽,体育学院,2026-09-14,6\n");
    EXPECT_EQ(points("0002", monday), 5);
    EXPECT_EQ(points("0006", monday), 6);
}

TEST_F(ImportBugs, ANewColumnInFrontChangesNothing)
{
    import("a.csv", "新增列,当日积分,姓名,日期,单位\nx,7,李四,2026-09-14,文学院\n");
    EXPECT_EQ(points("0002", monday), 7);
}
