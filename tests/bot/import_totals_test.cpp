#include "tests/bot/import_support.hpp"

#include <sys/resource.h>

#include <fmt/format.h>

using namespace tongbao;
using namespace tongbao::bot;
using testing::ElementsAre;

class ImportTotals : public ImportTest {
protected:
    ImportTotals() { organise(); }

    ImportReport totals(const std::string& date, const std::string& value)
    {
        return import(date + ".csv", "工号,总积分\n0001," + value + "\n");
    }
    ImportReport month(const std::string& date, const std::string& value)
    {
        return import(date + ".csv", "工号,当月积分\n0001," + value + "\n");
    }
    std::vector<store::SpanRow> spans()
    {
        return store::span_rows(db, member("0001"), day(2026, 8, 1), day(2026, 10, 1));
    }
};

TEST_F(ImportTotals, RunningTotalsBecomeDailyPoints)
{
    EXPECT_EQ(totals("2026-09-14", "1000").added, 0); // the beginning
    EXPECT_FALSE(covered("WX", monday));
    totals("2026-09-15", "1030");
    EXPECT_EQ(points("0001", day(2026, 9, 15)), 30);
    EXPECT_TRUE(covered("WX", day(2026, 9, 15)));
    totals("2026-09-18", "1100"); // three days later: shown, never counted as one day
    EXPECT_EQ(points("0001", day(2026, 9, 18)), -1);
    EXPECT_FALSE(covered("WX", day(2026, 9, 18)));
    EXPECT_THAT(store::span_rows(db, member("0001"), monday, day(2026, 9, 21)),
                ElementsAre(store::SpanRow{member("0001"), day(2026, 9, 18), 3, 70}));
    const auto reset = totals("2026-09-19", "12");
    EXPECT_TRUE(finding_with(reset, Code::RESET));
    EXPECT_EQ(points("0001", day(2026, 9, 19)), 12);
}

TEST_F(ImportTotals, AFileThatArrivesLateSplitsTheDaysItLiesBetween)
{
    totals("2026-09-14", "1000");
    totals("2026-09-16", "1060");
    ASSERT_THAT(spans(), ElementsAre(store::SpanRow{member("0001"), day(2026, 9, 16), 2, 60}));
    totals("2026-09-15", "1020");
    EXPECT_EQ(points("0001", day(2026, 9, 15)), 20);
    EXPECT_EQ(points("0001", day(2026, 9, 16)), 40);
    EXPECT_TRUE(covered("WX", day(2026, 9, 16)));
    EXPECT_THAT(spans(), ElementsAre());
}

TEST_F(ImportTotals, ACorrectedTotalCorrectsTheDayAfterToo)
{
    totals("2026-09-14", "1000");
    totals("2026-09-15", "1030");
    totals("2026-09-16", "1040");
    totals("2026-09-15", "1035");
    EXPECT_EQ(points("0001", day(2026, 9, 15)), 35);
    EXPECT_EQ(points("0001", day(2026, 9, 16)), 5);
}

TEST_F(ImportTotals, UnmatchedTotalsWaitAndBecomeTheirDifferenceOnceDecided)
{
    totals("2026-09-14", "1000");
    const auto report = import("2026-09-15.csv", "姓名,部门,总积分\n张三丰,文学院,1025\n");
    EXPECT_TRUE(report.committed) << to_text(report);
    EXPECT_EQ(report.queued, 1);
    EXPECT_EQ(report.rejected, 0);
    const auto waiting = store::queued_rows(db);
    ASSERT_EQ(waiting.size(), 1u);
    EXPECT_EQ(waiting[0].series, store::Series::all_time);
    store::resolve_queued(db, waiting[0].id, member("0001"), now, {});
    EXPECT_EQ(points("0001", day(2026, 9, 15)), 25);
}

TEST_F(ImportTotals, DifferentTotalsOfOneDayRejectBothEqualOnesCountOnce)
{
    options.consent = true;
    totals("2026-09-14", "1000");
    const auto equal = import("2026-09-15.csv", "工号,总积分\n0001,1010\n0001,1010\n");
    EXPECT_EQ(equal.rejected, 0) << to_text(equal);
    EXPECT_EQ(points("0001", day(2026, 9, 15)), 10);
    const auto different = import("2026-09-16.csv", "工号,总积分\n0001,1020\n0001,1021\n");
    EXPECT_EQ(different.counts.at(Code::DUP), 2);
    EXPECT_EQ(points("0001", day(2026, 9, 16)), -1);
}

TEST_F(ImportTotals, PointsOfTheMonthBecomeDailyDifferencesWithinTheMonth)
{
    month("2026-09-14", "200"); // since the 1st: fourteen days together
    EXPECT_EQ(points("0001", monday), -1);
    EXPECT_FALSE(covered("WX", monday));
    EXPECT_THAT(spans(), ElementsAre(store::SpanRow{member("0001"), monday, 14, 200}));
    month("2026-09-15", "230");
    EXPECT_EQ(points("0001", day(2026, 9, 15)), 30);
    EXPECT_TRUE(covered("WX", day(2026, 9, 15)));
}

TEST_F(ImportTotals, PointsOfTheMonthBeginAgainOnTheFirst)
{
    month("2026-08-31", "640");
    const auto first = month("2026-09-01", "25");
    EXPECT_EQ(points("0001", day(2026, 9, 1)), 25);
    EXPECT_FALSE(finding_with(first, Code::RESET)) << to_text(first);
}

TEST_F(ImportTotals, PointsOfTheMonthThatFellAreNoPoints)
{
    month("2026-09-14", "500");
    const auto report = month("2026-09-15", "480");
    ASSERT_TRUE(finding_with(report, Code::RESET));
    EXPECT_EQ(finding_with(report, Code::RESET)->severity, Severity::warning);
    EXPECT_EQ(points("0001", day(2026, 9, 15)), 0);
    month("2026-09-16", "510");
    EXPECT_EQ(points("0001", day(2026, 9, 16)), 30);
}

TEST_F(ImportTotals, ThousandthsOfTheBackendArePoints)
{
    const auto page = [](const char* day, int score) {
        return fmt::format(R"({{"dataList":{{"count":1,"data":[{{"userId":7001,"userName":"李四",)"
                           R"("deptNames":"文学院","scoreMonth":{},"statDate":"{}"}}]}}}})",
                           score, day);
    };
    import("a.json", page("2026-09-14", 346'000));
    import("b.json", page("2026-09-15", 371'000));
    EXPECT_EQ(points("0002", day(2026, 9, 15)), 25);
}

/// A wrong file, such as that of another organisation, costs neither memory nor anybody's time.
class ImportBounds : public ImportTest {
protected:
    ImportBounds() { organise(); }

    static long peak_kib()
    {
        rusage usage = {};
        getrusage(RUSAGE_SELF, &usage);
        return usage.ru_maxrss;
    }
    /// What reading the file takes beyond the file itself.
    long growth_kib(const std::string& text, ImportReport& report)
    {
        const auto before = peak_kib();
        const adapters::FileContent file{"a.csv", text, ""};
        report = prepare_import(db, file, ImportKind::activity, options, settings, today).report;
        return peak_kib() - before;
    }
    /// With room for the rows: a text that grows would take the memory that is to be measured.
    static std::string header()
    {
        std::string text;
        text.reserve(std::size_t{64} << 20);
        return text += "姓名,部门,日期,计入年度积分\n";
    }
    static constexpr int rows = 900'000;
};

TEST_F(ImportBounds, AMillionUnmatchedRowsAreRefusedEarlyInBoundedMemory)
{
#ifdef __SANITIZE_ADDRESS__
    GTEST_SKIP() << "the sanitizer multiplies memory; the bound holds in the build without it";
#endif
    auto text = header();
    for (int i = 0; i < rows; ++i)
        text += fmt::format("外{},外单位{},2026-09-14,1\n", i, i);
    ImportReport report;
    EXPECT_LT(growth_kib(text, report), 40 << 10);
    EXPECT_TRUE(report.refused);
    EXPECT_EQ(report.findings.back().code, Code::MANY);
    EXPECT_LE(report.rows_read, 10'001);
    EXPECT_NE(report.findings.back().text.find("先导入名册"), std::string::npos) << report.findings.back().text;
}

TEST_F(ImportBounds, AMillionRejectedRowsStayInBoundedMemory)
{
#ifdef __SANITIZE_ADDRESS__
    GTEST_SKIP() << "the sanitizer multiplies memory; the bound holds in the build without it";
#endif
    auto text = header();
    for (int i = 0; i < rows; ++i)
        text += fmt::format("李四,文学院,某日{},1\n", i);
    ImportReport report;
    EXPECT_LT(growth_kib(text, report), 40 << 10);
    EXPECT_TRUE(report.needs_consent);
    EXPECT_EQ(report.rejected, rows);
}

TEST_F(ImportBounds, TheBoundOfWaitingRowsIsExact)
{
    settings.activity.max_queued = 2;
    const std::string two = "姓名,部门,日期,计入年度积分\n外一,文学院,2026-09-14,1\n外二,文学院,2026-09-14,1\n";
    EXPECT_FALSE(preview("a.csv", two).refused);
    EXPECT_TRUE(preview("b.csv", two + "外三,文学院,2026-09-14,1\n").refused);
}
