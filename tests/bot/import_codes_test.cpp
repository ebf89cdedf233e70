#include "tests/bot/import_support.hpp"

using namespace tongbao;
using namespace tongbao::bot;

/// Every report code of domain/exports.md §6 and ruling 28, with its place.
class ImportCodes : public ImportTest {
protected:
    ImportCodes() { organise(); }
    const std::string head = "工号,日期,计入年度积分\n";
    const std::string good = "0001,2026-09-14,1\n0002,2026-09-14,2\n0003,2026-09-14,3\n0004,2026-09-14,4\n"
                             "0005,2026-09-14,5\n0006,2026-09-14,6\n";

    void expect_refusal(const ImportReport& report, Code code)
    {
        EXPECT_TRUE(report.refused) << to_text(report);
        const auto* finding = finding_with(report, code);
        ASSERT_TRUE(finding) << to_text(report);
        EXPECT_EQ(finding->severity, Severity::refusal);
        EXPECT_EQ(count("activity"), 0);
        EXPECT_EQ(count("batch"), 2);
    }
    void expect_rejected_row(const std::string& row, Code code, std::uint32_t column)
    {
        const auto report = import("a.csv", head + good + row);
        const auto* finding = finding_with(report, code);
        ASSERT_TRUE(finding) << to_text(report);
        EXPECT_EQ(finding->severity, Severity::rejected);
        EXPECT_EQ(finding->row, 8u);
        EXPECT_EQ(finding->column, column);
        EXPECT_TRUE(report.committed) << to_text(report);
        EXPECT_EQ(report.added, 6);
    }
};

TEST_F(ImportCodes, EncRefusesTheFile)
{
    expect_refusal(import("a.csv", head + "0001,2026-09-14,38\xE5\x88"), Code::ENC);
}

TEST_F(ImportCodes, FileRefusesAHalfWrittenWorkbook)
{
    expect_refusal(import("a.xlsx", "PK\x03\x04half"), Code::FILE);
}

TEST_F(ImportCodes, SizeRefusesWhatIsOverALimit)
{
    settings.limits.max_rows = 3;
    expect_refusal(import("a.csv", head + good), Code::SIZE);
}

TEST_F(ImportCodes, HdrRefusesAFileWithoutHeader)
{
    expect_refusal(import("a.csv", "0001,2026-09-14,38\n0002,2026-09-14,38\n"), Code::HDR);
    EXPECT_TRUE(finding_with(preview("b.csv", std::string(25, '\n') + head + good), Code::HDR) == nullptr);
}

TEST_F(ImportCodes, HdrIsSoughtInTheFirstTwentyRowsOnly)
{
    std::string text;
    for (int i = 0; i < 20; ++i)
        text += "说明\n";
    expect_refusal(import("a.csv", text + head + good), Code::HDR);
}

TEST_F(ImportCodes, ColRefusesAFileWithoutPoints)
{
    expect_refusal(import("a.csv", "工号,日期,部门\n0001,2026-09-14,文学院\n"), Code::COL);
}

TEST_F(ImportCodes, ColAsksWhatPointsAloneMeans)
{
    const std::string text = "工号,日期,积分\n0001,2026-09-14,38\n";
    expect_refusal(import("a.csv", text), Code::COL);
    options.points = PointsMeaning::annual;
    EXPECT_EQ(import("a.csv", text).added, 1);
}

TEST_F(ImportCodes, ColTellsOfTwoColumnsForOneField)
{
    const auto report = import("a.csv", "工号,日期,当日积分,计入年度积分\n0001,2026-09-14,1,2\n");
    const auto* finding = finding_with(report, Code::COL);
    ASSERT_TRUE(finding);
    EXPECT_EQ(finding->severity, Severity::warning);
    EXPECT_EQ(finding->column, 3u);
    EXPECT_EQ(points("0001", day(2026, 9, 14)), 2);
}

TEST_F(ImportCodes, TruncRefusesADeclaredCountThatDiffers)
{
    expect_refusal(import("a.json",
                          R"({"dataList":{"count":40,"data":[{"userId":1,"userName":"李四","rangeRealScore":1,)"
                          R"("statDate":"2026-09-14"}]}})"),
                   Code::TRUNC);
}

TEST_F(ImportCodes, DateRejectsTheRow)
{
    expect_rejected_row("0007,2026-09-31,1\n", Code::DATE, 2);
}
TEST_F(ImportCodes, NumRejectsTheRow)
{
    expect_rejected_row("0007,2026-09-14,38.5\n", Code::NUM, 3);
}
TEST_F(ImportCodes, NegRejectsTheRow)
{
    expect_rejected_row("0007,2026-09-14,-1\n", Code::NEG, 3);
}
TEST_F(ImportCodes, FutRejectsTheRow)
{
    expect_rejected_row("0007,2026-09-22,1\n", Code::FUT, 2);
}
TEST_F(ImportCodes, FormRejectsTheRow)
{
    expect_rejected_row("=1+1,2026-09-14,1\n", Code::FORM, 1);
}

TEST_F(ImportCodes, AFormulaNameLeavesNoTrace)
{
    const auto report =
        import("a.csv", "姓名,部门,日期,计入年度积分\n"
                        "\"=HYPERLINK(\"\"http://x\"\")\",文学院,2026-09-14,1\n李四,文学院,2026-09-14,1\n"
                        "赵六,体育学院,2026-09-14,1\n张三,文学院,2026-09-14,1\n张三,体育学院,2026-09-14,1\n");
    EXPECT_TRUE(report.committed) << to_text(report);
    EXPECT_EQ(report.rejected, 1);
    EXPECT_EQ(count("queued_row"), 0);
    EXPECT_EQ(finding_with(report, Code::FORM)->row, 2u);
    EXPECT_EQ(finding_with(report, Code::FORM)->column, 1u);
    EXPECT_EQ(to_text(report).find("HYPERLINK"), std::string::npos);
}

TEST_F(ImportCodes, CapOnlyWarns)
{
    const auto report = import("a.csv", head + "0001,2026-09-14,101\n");
    EXPECT_EQ(finding_with(report, Code::CAP)->severity, Severity::warning);
    EXPECT_EQ(points("0001", day(2026, 9, 14)), 101);
}

TEST_F(ImportCodes, DupWithEqualValuesCountsOnce)
{
    const auto report = import("a.csv", head + good + "0001,2026-09-14,1\n");
    EXPECT_FALSE(finding_with(report, Code::DUP));
    EXPECT_EQ(report.added, 6);
}

TEST_F(ImportCodes, DupWithDifferentValuesRejectsBothRows)
{
    settings.activity.max_rejected_percent = 50;
    const auto report = import("a.csv", head + good + "0001,2026-09-14,9\n");
    EXPECT_EQ(report.counts.at(Code::DUP), 2);
    EXPECT_EQ(report.rejected, 2);
    EXPECT_EQ(points("0001", day(2026, 9, 14)), -1);
    EXPECT_EQ(report.added, 5);
}

TEST_F(ImportCodes, OldNeedsConsent)
{
    options.earliest_open = day(2026, 9, 15);
    const auto refused = import("a.csv", head + good);
    EXPECT_TRUE(refused.needs_consent);
    EXPECT_TRUE(finding_with(refused, Code::OLD));
    EXPECT_EQ(count("activity"), 0);
    options.consent = true;
    EXPECT_TRUE(import("a.csv", head + good).committed);
}

TEST_F(ImportCodes, ManyRejectedRowsNeedConsent)
{
    const std::string text = head + good + "0007,x,1\n0007,y,1\n";
    const auto refused = import("a.csv", text);
    EXPECT_TRUE(refused.needs_consent);
    EXPECT_TRUE(finding_with(refused, Code::MANY));
    EXPECT_EQ(count("activity"), 0);
    options.consent = true;
    EXPECT_EQ(import("a.csv", text).added, 6);
}

TEST_F(ImportCodes, RegShowsActivationThatDiffersFromTheRoster)
{
    const auto report =
        import("a.csv", "工号,日期,计入年度积分,激活状态\n0003,2026-09-14,0,激活\n0001,2026-09-14,0,未激活\n"
                        "0002,2026-09-14,0,激活\n");
    EXPECT_EQ(report.counts.at(Code::REG), 2);
    EXPECT_TRUE(report.committed);
}

TEST_F(ImportCodes, RegIsKeptAsAListToLookInto)
{
    import("a.csv", "工号,日期,计入年度积分,激活状态\n0003,2026-09-14,0,激活\n0002,2026-09-14,0,激活\n");
    const auto doubts = store::activation_doubts(db);
    ASSERT_EQ(doubts.size(), 1u);
    EXPECT_EQ(doubts[0].member.code, "0003");
    import("b.csv", "工号,日期,计入年度积分,激活状态\n0003,2026-09-15,0,未激活\n");
    EXPECT_TRUE(store::activation_doubts(db).empty());
}

TEST_F(ImportCodes, FindingsAreCountedBeyondTheListedOnes)
{
    options.consent = true;
    std::string text = head;
    for (int i = 0; i < 1'000; ++i)
        text += "0001,x,1\n";
    const auto report = import("a.csv", text);
    EXPECT_EQ(report.counts.at(Code::DATE), 1'000);
    EXPECT_LE(report.findings.size(), 201u);
    EXPECT_NE(to_text(report).find("未逐一列出"), std::string::npos);
}

TEST_F(ImportCodes, EveryCodeHasItsName)
{
    EXPECT_EQ(name_of(Code::ENC), "ENC");
    EXPECT_EQ(name_of(Code::NAME0), "NAME0");
    EXPECT_EQ(name_of(Code::NAME2), "NAME2");
    EXPECT_EQ(name_of(Code::RESET), "RESET");
    EXPECT_EQ(name_of(Code::OVER), "OVER");
    EXPECT_EQ(name_of(Code::PART), "PART");
}

TEST_F(ImportCodes, PointsTooLargeToStoreAreNamedAsThat)
{
    options.consent = true;
    const auto report = import("a.csv", std::string(head) + "0001,2026-09-14,2147483648\n");
    ASSERT_FALSE(report.findings.empty());
    EXPECT_EQ(report.findings.front().code, Code::NUM);
    EXPECT_EQ(report.findings.front().text, "积分超出可记录的范围");
}

TEST_F(ImportCodes, ADateOfUnknownOrderSaysHowToStateIt)
{
    const auto report = import("a.csv", std::string(head) + "0001,09/14/2026,5\n");
    ASSERT_FALSE(report.findings.empty());
    EXPECT_NE(report.findings.front().text.find("--date-format"), std::string::npos);
}

TEST_F(ImportCodes, AnActivityFileWithoutDataRowsIsRefused)
{
    const auto report = import("a.csv", head);
    EXPECT_TRUE(report.refused);
    EXPECT_FALSE(report.committed);
    EXPECT_EQ(report.counts.at(Code::HDR), 1);
}
