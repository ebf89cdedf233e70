#include "tests/adapters/files_support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xlsxwriter.h>

using namespace tongbao::adapters;
using testing::ElementsAre;

namespace {

/// A workbook written by a spreadsheet library, not by us.
class Written {
public:
    Written() : path_((folder_.path() / "a.xlsx").string()), book_(workbook_new(path_.c_str())) {}
    lxw_workbook* book() { return book_; }
    std::string bytes()
    {
        workbook_close(book_);
        return slurp(path_);
    }

private:
    TemporaryFolder folder_;
    std::string path_;
    lxw_workbook* book_;
};

std::vector<Cell> cells_of_row(const std::string& bytes, std::uint32_t number, std::vector<std::string>& texts)
{
    std::vector<Cell> cells;
    const FileContent file{"a.xlsx", bytes, ""};
    const auto facts = read_table(file, {}, [&](const Row& row) {
        if (row.number == number)
            for (const auto& cell : row.cells) {
                cells.push_back(cell);
                texts.emplace_back(cell.text);
            }
        return true;
    });
    EXPECT_TRUE(facts.has_value());
    return cells;
}

} // namespace

TEST(FilesXlsx, TextsAndNumbersAreToldApart)
{
    Written file;
    auto* sheet = workbook_add_worksheet(file.book(), "学员");
    worksheet_write_string(sheet, 0, 0, "工号", nullptr);
    worksheet_write_string(sheet, 1, 0, "00123", nullptr);
    worksheet_write_number(sheet, 1, 2, 38, nullptr);
    worksheet_write_boolean(sheet, 1, 3, 1, nullptr);
    std::vector<std::string> texts;
    const auto cells = cells_of_row(file.bytes(), 2, texts);
    EXPECT_THAT(texts, ElementsAre("00123", "", "38", "1"));
    EXPECT_FALSE(cells[0].number);
    EXPECT_TRUE(cells[2].number);
}

TEST(FilesXlsx, DateStyledNumbersBecomeDates)
{
    Written file;
    auto* sheet = workbook_add_worksheet(file.book(), nullptr);
    auto* built_in = workbook_add_format(file.book());
    format_set_num_format_index(built_in, 14);
    auto* chinese = workbook_add_format(file.book());
    format_set_num_format(chinese, "yyyy\"年\"m\"月\"d\"日\"");
    auto* plain = workbook_add_format(file.book());
    format_set_num_format(plain, "0.00\"d\"");
    worksheet_write_number(sheet, 0, 0, 46279, built_in);
    worksheet_write_number(sheet, 0, 1, 46279.75, chinese);
    worksheet_write_number(sheet, 0, 2, 46279, plain);
    worksheet_write_number(sheet, 0, 3, 38, built_in);
    EXPECT_THAT(read_rows("a.xlsx", file.bytes()).rows[1], ElementsAre("2026-09-14", "2026-09-14", "46279", "38"));
}

TEST(FilesXlsx, The1904DateSystemIsHonoured)
{
    auto entries = workbook_entries(R"(<row r="1"><c r="A1" s="1"><v>44817</v></c></row>)");
    entries["xl/workbook.xml"] =
        R"(<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="S" r:id="rId1"/></sheets></workbook>)";
    entries["xl/styles.xml"] = R"(<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>)";
    EXPECT_THAT(read_rows("a.xlsx", zip_of(entries)).rows[1], ElementsAre("2026-09-14"));
}

TEST(FilesXlsx, MergedValuesAreCarriedDownAndAcross)
{
    Written file;
    auto* sheet = workbook_add_worksheet(file.book(), nullptr);
    worksheet_merge_range(sheet, 0, 0, 0, 2, "标题", nullptr);
    worksheet_merge_range(sheet, 1, 0, 3, 0, "文学院", nullptr);
    for (int row = 1; row <= 3; ++row)
        worksheet_write_number(sheet, static_cast<lxw_row_t>(row), 1, row, nullptr);
    const auto bytes = file.bytes();
    auto read = read_rows("a.xlsx", bytes);
    EXPECT_THAT(read.rows[1], ElementsAre("标题", "标题", "标题"));
    EXPECT_THAT(read.rows[4], ElementsAre("文学院", "3"));
    std::vector<std::string> texts;
    EXPECT_TRUE(cells_of_row(bytes, 4, texts)[0].carried);
    EXPECT_TRUE(cells_of_row(bytes, 1, texts)[2].merged_across);
}

TEST(FilesXlsx, FormulasGiveTheirStoredValueOnlyAndSaySo)
{
    const auto bytes =
        workbook_of(R"(<row r="1"><c r="A1"><f>1+1</f><v>7</v></c><c r="B1"><f>HYPERLINK("x")</f></c></row>)");
    std::vector<std::string> texts;
    const auto cells = cells_of_row(bytes, 1, texts);
    EXPECT_THAT(texts, ElementsAre("7", ""));
    EXPECT_TRUE(cells[0].formula);
    EXPECT_TRUE(cells[1].formula);
}

TEST(FilesXlsx, RichTextIsJoinedWithoutPhoneticGuides)
{
    auto entries = workbook_entries(R"(<row r="1"><c r="A1" t="s"><v>0</v></c></row>)");
    entries["xl/sharedStrings.xml"] = "<sst><si><r><t>张</t></r><r><t>三</t></r><rPh><t>zhang</t></rPh></si></sst>";
    EXPECT_THAT(read_rows("a.xlsx", zip_of(entries)).rows[1], ElementsAre("张三"));
}

TEST(FilesXlsx, InlineStringsAndCellsWithoutPlaceAreRead)
{
    const auto bytes =
        workbook_of(R"(<row><c t="inlineStr"><is><t>甲</t></is></c><c><v>5</v></c></row><row><c><v>6</v></c></row>)");
    auto read = read_rows("a.xlsx", bytes);
    EXPECT_THAT(read.rows[1], ElementsAre("甲", "5"));
    EXPECT_THAT(read.rows[2], ElementsAre("6"));
}

TEST(FilesXlsx, RowNumbersAreThoseOfTheSpreadsheet)
{
    auto read = read_rows(
        "a.xlsx", workbook_of(R"(<row r="3"><c r="B3"><v>1</v></c></row><row r="9"><c r="A9"><v>2</v></c></row>)"));
    EXPECT_THAT(read.rows[3], ElementsAre("", "1"));
    EXPECT_THAT(read.rows[9], ElementsAre("2"));
    EXPECT_EQ(read.rows.size(), 2u);
}

TEST(FilesXlsx, OnlyTheFirstVisibleSheetIsReadAndTheOthersNamed)
{
    Written file;
    auto* hidden = workbook_add_worksheet(file.book(), "隐藏");
    worksheet_write_string(hidden, 0, 0, "no", nullptr);
    auto* first = workbook_add_worksheet(file.book(), "学员");
    worksheet_write_string(first, 0, 0, "yes", nullptr);
    workbook_add_worksheet(file.book(), "组织");
    worksheet_set_first_sheet(first);
    worksheet_activate(first);
    worksheet_hide(hidden);
    auto read = read_rows("a.xlsx", file.bytes());
    EXPECT_THAT(read.rows[1], ElementsAre("yes"));
    EXPECT_THAT(read.facts.sheets_not_read, ElementsAre("组织"));
}

TEST(FilesXlsx, LongTablesKeepCellsOfWideRowsApart)
{
    std::string rows;
    for (int row = 1; row <= 300; ++row) {
        rows += "<row>";
        for (int column = 0; column < row; ++column)
            rows += "<c><v>" + std::to_string(row * 1000 + column) + "</v></c>";
        rows += "</row>";
    }
    auto read = read_rows("a.xlsx", workbook_of(rows));
    for (std::uint32_t row = 1; row <= 300; ++row)
        for (std::uint32_t column = 0; column < row; ++column)
            ASSERT_EQ(read.rows[row].at(column), std::to_string(row * 1000 + column));
}
