#include "tests/bot/import_support.hpp"

#include <xlsxwriter.h>

using namespace tongbao;
using namespace tongbao::bot;

namespace {

class Sheet {
public:
    Sheet() : path_((folder_.path() / "a.xlsx").string()), book_(workbook_new(path_.c_str()))
    {
        sheet_ = workbook_add_worksheet(book_, nullptr);
    }
    void text(int row, int column, const char* value)
    {
        worksheet_write_string(sheet_, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column), value, nullptr);
    }
    void number(int row, int column, double value)
    {
        worksheet_write_number(sheet_, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column), value, nullptr);
    }
    void merge(int row, int column, int last_row, int last_column, const char* value)
    {
        worksheet_merge_range(sheet_, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                              static_cast<lxw_row_t>(last_row), static_cast<lxw_col_t>(last_column), value, nullptr);
    }
    std::string bytes()
    {
        workbook_close(book_);
        return adapters::slurp(path_);
    }

private:
    adapters::TemporaryFolder folder_;
    std::string path_;
    lxw_workbook* book_;
    lxw_worksheet* sheet_;
};

} // namespace

class ImportWorkbook : public ImportTest {
protected:
    ImportWorkbook() { organise(); }
};

TEST_F(ImportWorkbook, MergedHeaderRowsAreJoined)
{
    Sheet sheet;
    sheet.merge(0, 0, 0, 3, "学员详细数据");
    sheet.merge(1, 0, 2, 0, "姓名");
    sheet.merge(1, 1, 2, 1, "所属组织");
    sheet.merge(1, 2, 1, 3, "积分");
    sheet.text(2, 2, "计入总积分");
    sheet.text(2, 3, "计入年度积分");
    sheet.text(3, 0, "李四");
    sheet.text(3, 1, "文学院");
    sheet.number(3, 2, 50);
    sheet.number(3, 3, 38);
    const auto report = import("20260914.xlsx", sheet.bytes());
    EXPECT_TRUE(report.committed) << to_text(report);
    const auto rows = store::activity_of(db, member("0002"), day(2026, 9, 14), day(2026, 9, 15));
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].points, 38);
    EXPECT_EQ(rows[0].points_raw, 50);
}

TEST_F(ImportWorkbook, ADayOverTwoColumnsTakesItsAnnualPoints)
{
    Sheet sheet;
    sheet.merge(0, 0, 1, 0, "姓名");
    sheet.merge(0, 1, 1, 1, "单位");
    sheet.merge(0, 2, 0, 3, "9月14日");
    sheet.text(1, 2, "计入年度积分");
    sheet.text(1, 3, "计入总积分");
    sheet.text(2, 0, "李四");
    sheet.text(2, 1, "文学院");
    sheet.number(2, 2, 38);
    sheet.number(2, 3, 50);
    const auto report = import("a.xlsx", sheet.bytes());
    EXPECT_TRUE(report.committed) << to_text(report);
    EXPECT_EQ(points("0002", day(2026, 9, 14)), 38);
}

TEST_F(ImportWorkbook, AMergedUnitNameIsCarriedDown)
{
    Sheet sheet;
    sheet.text(0, 0, "单位");
    sheet.text(0, 1, "姓名");
    sheet.text(0, 2, "当日积分");
    sheet.merge(1, 0, 2, 0, "文学院");
    sheet.text(1, 1, "李四");
    sheet.number(1, 2, 1);
    sheet.text(2, 1, "张三");
    sheet.number(2, 2, 2);
    const auto report = import("20260914.xlsx", sheet.bytes());
    EXPECT_EQ(report.added, 2) << to_text(report);
    EXPECT_EQ(points("0001", day(2026, 9, 14)), 2);
}

TEST_F(ImportWorkbook, ANumberHeaderThatLostItsZeroIsRestored)
{
    Sheet sheet;
    sheet.text(0, 0, "姓名");
    sheet.text(0, 1, "单位");
    sheet.number(0, 2, 9.19);
    sheet.number(0, 3, 9.20);
    sheet.text(1, 0, "李四");
    sheet.text(1, 1, "文学院");
    sheet.number(1, 2, 1);
    sheet.number(1, 3, 2);
    const auto report = import("a.xlsx", sheet.bytes());
    EXPECT_TRUE(report.committed);
    EXPECT_EQ(points("0002", day(2026, 9, 20)), 2) << to_text(report);
    EXPECT_EQ(points("0002", day(2026, 9, 2)), -1);
}

TEST_F(ImportWorkbook, FormulaPointsUseTheStoredResultWithAWarning)
{
    const auto bytes = adapters::workbook_of(
        R"(<row r="1"><c t="inlineStr"><is><t>工号</t></is></c><c t="inlineStr"><is><t>当日积分</t></is></c></row>)"
        R"(<row r="2"><c t="inlineStr"><is><t>0001</t></is></c><c><f>1+1</f><v>7</v></c></row>)"
        R"(<row r="3"><c t="inlineStr"><is><t>0002</t></is></c><c><f>1+1</f></c></row>)");
    options.consent = true;
    const auto report = import("20260914.xlsx", bytes);
    EXPECT_EQ(points("0001", day(2026, 9, 14)), 7);
    EXPECT_EQ(points("0002", day(2026, 9, 14)), -1);
    EXPECT_EQ(report.counts.at(Code::FORM), 2);
}
