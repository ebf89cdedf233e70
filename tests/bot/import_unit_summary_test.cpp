#include "tests/bot/import_support.hpp"

using namespace tongbao;
using namespace tongbao::bot;

class ImportUnitSummary : public ImportTest {
protected:
    ImportUnitSummary() { organise(); }

    const std::string activity = "工号,日期,计入年度积分\n0005,2026-09-14,30\n0006,2026-09-14,0\n0007,2026-09-14,30\n";
};

TEST_F(ImportUnitSummary, SummariesAreComparedAndNeverCounted)
{
    import("a.csv", activity);
    const auto good = import("s.csv", "组织,日期,学员总数,激活总数,活跃学员,参与度,总获得积分,人均积分\n"
                                      "体育学院,2026-09-14,3,3,2,66.67%,60,20\n");
    EXPECT_EQ(good.kind, ImportKind::unit_summary);
    EXPECT_TRUE(good.committed);
    EXPECT_FALSE(finding_with(good, Code::SUM)) << to_text(good);
    const auto bad =
        import("s2.csv", "组织,日期,学员总数,总获得积分\n体育学院,2026-09-14,3,70\n文学院,2026-09-14,4,1\n");
    ASSERT_TRUE(finding_with(bad, Code::SUM));
    EXPECT_EQ(finding_with(bad, Code::SUM)->severity, Severity::warning);
    EXPECT_EQ(bad.counts.at(Code::SUM), 2); // 70 against 60, and 文学院 has no figures yet
    EXPECT_EQ(count("activity"), 3);
}

TEST_F(ImportUnitSummary, ASummaryThatCameFirstIsComparedWhenTheActivityArrives)
{
    const auto first = import("s.csv", "组织,日期,学员总数,活跃学员,总获得积分,人均积分,参与度\n"
                                       "体育学院,2026-09-14,3,2,70,20,66.67%\n");
    EXPECT_TRUE(first.committed) << to_text(first);
    EXPECT_EQ(finding_with(first, Code::SUM)->severity, Severity::note);
    const auto report = import("a.csv", activity);
    ASSERT_TRUE(finding_with(report, Code::SUM)) << to_text(report);
    EXPECT_EQ(finding_with(report, Code::SUM)->severity, Severity::warning);
    EXPECT_EQ(report.counts.at(Code::SUM), 1) << to_text(report); // only the sum of points differs
    EXPECT_NE(to_text(report).find("平台 70，本系统 60"), std::string::npos) << to_text(report);
}

TEST_F(ImportUnitSummary, OnlyTheUnitsOfTheFileAreComparedAgain)
{
    import("s.csv", "组织,日期,总获得积分\n体育学院,2026-09-14,70\n文学院,2026-09-14,99\n");
    import("a.csv", activity);
    const auto report = import("b.csv", "工号,日期,计入年度积分\n0001,2026-09-14,99\n");
    EXPECT_FALSE(finding_with(report, Code::SUM)) << to_text(report);
}

TEST_F(ImportUnitSummary, ALaterSummaryReplacesTheEarlier)
{
    import("s.csv", "组织,日期,总获得积分\n体育学院,2026-09-14,70\n");
    import("s2.csv", "组织,日期,总获得积分\n体育学院,2026-09-14,60\n");
    EXPECT_FALSE(finding_with(import("a.csv", activity), Code::SUM));
}
