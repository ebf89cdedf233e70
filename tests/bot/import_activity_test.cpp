#include "tests/bot/import_support.hpp"

using namespace tongbao;
using namespace tongbao::bot;
using testing::ElementsAre;

class ImportActivity : public ImportTest {
protected:
    ImportActivity() { organise(); }
};

TEST_F(ImportActivity, RowsBecomeActivityAndCoverTheirUnits)
{
    const auto report =
        import("a.csv", "工号,日期,计入年度积分\n0001,2026-09-14,38\n0002,2026-09-14,0\n0003,2026-09-14,5\n");
    EXPECT_TRUE(report.committed) << to_text(report);
    EXPECT_EQ(points("0001", monday), 38);
    EXPECT_EQ(points("0002", monday), 0);
    EXPECT_TRUE(covered("WX", monday));
    EXPECT_FALSE(covered("TY", monday));
    EXPECT_THAT(report.units_without_rows, ElementsAre("体育学院"));
    EXPECT_EQ(report.points, 43);
}

TEST_F(ImportActivity, TheSameFileIsImportedOnce)
{
    const std::string text = "工号,日期,计入年度积分\n0001,2026-09-14,38\n";
    import("a.csv", text);
    const auto again = import("b.csv", text);
    EXPECT_TRUE(again.already_imported);
    EXPECT_NE(to_text(again).find("已导入过"), std::string::npos);
    EXPECT_EQ(count("batch"), 3); // units, roster, a.csv
}

TEST_F(ImportActivity, ACorrectedFileReplacesItsRowsAndKeepsTheOthers)
{
    import("a.csv", "工号,日期,计入年度积分\n0001,2026-09-14,38\n0002,2026-09-14,10\n");
    const auto report = import("b.csv", "工号,日期,计入年度积分\n0001,2026-09-14,40\n");
    EXPECT_EQ(report.replaced, 1);
    EXPECT_EQ(points("0001", monday), 40);
    EXPECT_EQ(points("0002", monday), 10);
    EXPECT_EQ(store::history_of(db, member("0001"), monday).size(), 1u);
}

TEST_F(ImportActivity, AMissingValueStoresNothingButListsTheUnit)
{
    const auto report = import("a.csv", "工号,日期,计入年度积分\n0005,2026-09-14,—\n");
    EXPECT_EQ(points("0005", monday), -1);
    EXPECT_TRUE(covered("TY", monday));
    EXPECT_EQ(report.rejected, 0);
}

TEST_F(ImportActivity, ActiveWithoutPointsIsLegal)
{
    import("a.csv", "工号,日期,积分点,计入年度积分,是否活跃\n0001,2026-09-14,,0,是\n0002,2026-09-14,,0,\n");
    EXPECT_TRUE(store::activity_of(db, member("0001"), monday, monday + std::chrono::days{1}).at(0).active);
    EXPECT_FALSE(store::activity_of(db, member("0002"), monday, monday + std::chrono::days{1}).at(0).active);
}

TEST_F(ImportActivity, TotalsNotesRepeatedHeadersAndBareOrdinalsAreSkipped)
{
    const std::string header = "序号,工号,姓名,所属部门,日期,计入年度积分\n";
    const auto report = import("a.csv", header + "1,0001,张三,文学院,2026-09-14,38\n" + header +
                                            ",小计,,,,38\n合计,,,,,38\n备注：内部资料,,,,,\n17,,,,,\n");
    EXPECT_EQ(report.added, 1) << to_text(report);
    EXPECT_EQ(report.rejected + report.queued, 0) << to_text(report);
    EXPECT_EQ(report.skipped.at("合计、平均或备注行"), 3);
    EXPECT_EQ(report.skipped.at("重复的表头"), 1);
    EXPECT_EQ(report.skipped.at("没有人员信息的行"), 1);
}

TEST_F(ImportActivity, APlatformIdIsLearnedOnceAndThenMatches)
{
    import("a.csv", "用户ID,姓名,部门,日期,积分数,计入年度积分\n7001,李四,文学院,2026-09-14,,10\n");
    EXPECT_EQ(store::member_of_platform_id(db, "7001"), member("0002"));
    import("b.csv", "用户ID,姓名,部门,日期,计入年度积分\n7001,改名了,体育学院,2026-09-15,11\n");
    EXPECT_EQ(points("0002", day(2026, 9, 15)), 11);
}

TEST_F(ImportActivity, UnmatchedRowsWaitForAPerson)
{
    const auto report = import("a.csv", "姓名,所属部门,日期,计入年度积分\n"
                                        "孙七,文学院,2026-09-14,8\n"      // nobody
                                        "王五,文学院,2026-09-14,9\n"      // two in the unit
                                        "孙七,外国语学院,2026-09-14,10\n" // unknown unit
                                        "李四,\"文学院第1党支部,文学院\",2026-09-14,11\n");
    EXPECT_TRUE(report.committed);
    EXPECT_EQ(report.queued, 3);
    const auto waiting = store::queued_rows(db);
    ASSERT_EQ(waiting.size(), 3u);
    EXPECT_EQ(waiting[0].code, "NAME0");
    EXPECT_EQ(waiting[1].code, "NAME2");
    EXPECT_EQ(waiting[1].candidates.size(), 2u);
    EXPECT_EQ(waiting[2].code, "UNIT");
    EXPECT_EQ(waiting[0].row, 2);
    EXPECT_EQ(count("member"), 7);
    EXPECT_EQ(points("0002", monday), 11);
}

TEST_F(ImportActivity, WideTablesAreUnpivotedByTheirDates)
{
    const auto report = import("9.14-9.16.csv", "姓名,单位,9.14,9.16,9.15,总计,活跃天数\n"
                                                "李四,文学院,1,3,2,6,3\n张三,文学院,0,—,5,5,1\n");
    EXPECT_TRUE(report.committed) << to_text(report);
    EXPECT_EQ(points("0002", monday), 1);
    EXPECT_EQ(points("0002", day(2026, 9, 15)), 2);
    EXPECT_EQ(points("0002", day(2026, 9, 16)), 3);
    EXPECT_EQ(points("0001", day(2026, 9, 16)), -1);
    EXPECT_FALSE(finding_with(report, Code::SUM)) << to_text(report);
}

TEST_F(ImportActivity, WeekdayColumnsTakeTheirDatesFromTheSpan)
{
    import("积分2026.9.14-9.20.csv", "姓名,单位,周二,周一\n李四,文学院,2,1\n");
    EXPECT_EQ(points("0002", monday), 1);
    EXPECT_EQ(points("0002", day(2026, 9, 15)), 2);
    const auto report = preview("积分.csv", "姓名,单位,周一,周二\n李四,文学院,1,2\n");
    EXPECT_TRUE(report.refused);
    EXPECT_TRUE(finding_with(report, Code::DATE));
}

TEST_F(ImportActivity, WideTableSumsAreChecked)
{
    const auto report = preview("a.csv", "姓名,单位,2026-09-14,2026-09-15,总计,活跃天数\n李四,文学院,1,2,4,1\n");
    EXPECT_EQ(report.counts.at(Code::SUM), 2);
    EXPECT_EQ(finding_with(report, Code::SUM)->row, 2u);
    EXPECT_EQ(finding_with(report, Code::SUM)->column, 5u);
    EXPECT_FALSE(report.refused);
}

TEST_F(ImportActivity, TheDateComesFromTheNoteTheNameOrThePerson)
{
    const std::string table = "工号,计入年度积分\n0001,38\n";
    EXPECT_THAT(preview("学员20260914.csv", table).days, ElementsAre(monday));
    EXPECT_THAT(preview("a.csv", "中共示例大学委员会\n数据截至2026年9月14日24时\n" + table).days, ElementsAre(monday));
    EXPECT_TRUE(finding_with(preview("a.csv", table), Code::DATE));
    options.date = day(2026, 9, 15);
    EXPECT_THAT(preview("a.csv", table).days, ElementsAre(day(2026, 9, 15)));
}

TEST_F(ImportActivity, NameAndNoteThatDisagreeNeedAPerson)
{
    const auto report = preview("20260915.csv", "数据截至2026年9月14日24时\n工号,计入年度积分\n0001,38\n");
    EXPECT_TRUE(report.refused);
    EXPECT_TRUE(finding_with(report, Code::DATE));
}

TEST_F(ImportActivity, ASpanOfDaysIsNotADay)
{
    const auto report = preview("9.14-9.20.csv", "工号,计入年度积分\n0001,238\n");
    EXPECT_TRUE(report.refused);
    EXPECT_TRUE(finding_with(report, Code::DATE));
}

TEST_F(ImportActivity, UnitsWithFewRowsAreDoubted)
{
    const auto report = preview("a.csv", "工号,日期,计入年度积分\n0001,2026-09-14,38\n");
    ASSERT_TRUE(finding_with(report, Code::PART));
    EXPECT_EQ(report.members_without_rows, 3);
}

TEST_F(ImportActivity, ThePreviewShowsTwentyRowsAndStoresNothing)
{
    std::string text = "工号,日期,计入年度积分\n";
    for (int i = 0; i < 30; ++i)
        text += "0001,2026-08-" + std::to_string(i % 20 + 10) + ",1\n";
    const auto prepared = prepare(ImportKind::activity, "a.csv", text);
    EXPECT_EQ(prepared.sample.size(), 20u);
    EXPECT_EQ(prepared.sample.front().row, 2u);
    EXPECT_THAT(prepared.header, ElementsAre("工号", "日期", "计入年度积分"));
    EXPECT_EQ(count("activity"), 0);
    EXPECT_EQ(count("batch"), 2);
}

TEST_F(ImportActivity, AFailureInTheMiddleOfTheCommitLeavesNothing)
{
    auto prepared = prepare(ImportKind::activity, "a.csv", "工号,日期,计入年度积分\n0001,2026-09-14,38\n");
    prepared.activity.spans.push_back({MemberId{999'999}, monday, 3, 1}); // no such member: the last step fails
    EXPECT_THROW(
        {
            store::Transaction transaction(db);
            commit_import(db, std::move(prepared), now, {});
            transaction.commit();
        },
        store::DatabaseError);
    EXPECT_EQ(count("activity"), 0);
    EXPECT_EQ(count("batch"), 2);
    EXPECT_FALSE(covered("WX", monday));
}

TEST_F(ImportActivity, JsonOfTheBackendIsImported)
{
    const auto report = import(
        "a.json", R"({"code":200,"data_str":"{\"dataList\":{\"count\":2,\"data\":[)"
                  R"({\"userId\":9001,\"userName\":\"李四\",\"deptNames\":\"-1,文学院\",\"rangeRealScore\":12,)"
                  R"(\"statDate\":\"2026-09-14\"},{\"userId\":9002,\"userName\":\"赵六\",\"deptNames\":\"体育学院\",)"
                  R"(\"rangeRealScore\":0,\"statDate\":\"2026-09-14\"}]}}"})");
    EXPECT_TRUE(report.committed) << to_text(report);
    EXPECT_EQ(points("0002", monday), 12);
    EXPECT_EQ(store::member_of_platform_id(db, "9002"), member("0007"));
}

TEST_F(ImportActivity, TransfersCountForTheUnitOfTheDay)
{
    import("a.csv", "姓名,单位,日期,计入年度积分\n赵六,体育学院,2026-09-15,1\n赵六,文学院,2026-09-16,2\n");
    EXPECT_EQ(points("0007", day(2026, 9, 15)), 1);
    EXPECT_EQ(points("0007", day(2026, 9, 16)), 2);
    EXPECT_TRUE(covered("TY", day(2026, 9, 15)));
    EXPECT_FALSE(covered("TY", day(2026, 9, 16)));
}
