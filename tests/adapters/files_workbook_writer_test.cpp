#include "adapters/files/workbook_writer.hpp"

#include "tests/adapters/files_support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace tongbao::adapters;
using testing::ElementsAre;

TEST(FilesWorkbookWriter, WhatIsWrittenIsRead)
{
    const auto bytes = workbook_of("各单位情况", {"单位", "参与度"}, {{"文学院", "70.05"}, {"机关党委", "—"}});
    const auto read = read_rows("a.xlsx", bytes);
    EXPECT_THAT(read.rows.at(1), ElementsAre("单位", "参与度"));
    EXPECT_THAT(read.rows.at(2), ElementsAre("文学院", "70.05"));
    EXPECT_THAT(read.rows.at(3), ElementsAre("机关党委", "—"));
}

TEST(FilesWorkbookWriter, NumbersAreNumbersAndNothingElseIsComputed)
{
    const auto bytes = workbook_of("表", {"a"}, {{"70.00"}, {"+2.01"}, {"=1+1"}, {"7."}, {""}});
    std::vector<bool> numbers;
    std::vector<bool> formulas;
    const FileContent file{"a.xlsx", bytes, ""};
    const auto facts = read_table(file, {}, [&](const Row& row) {
        for (const auto& cell : row.cells) {
            numbers.push_back(cell.number);
            formulas.push_back(cell.formula);
        }
        return true;
    });
    ASSERT_TRUE(facts.has_value());
    EXPECT_THAT(numbers, ElementsAre(false, true, false, false, false));
    EXPECT_THAT(formulas, testing::Each(false));
}
