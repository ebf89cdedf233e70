#include "tests/adapters/files_support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace tongbao::adapters;
using testing::ElementsAre;

namespace {

constexpr const char* gbk_text = "\xD0\xD5\xC3\xFB,\xBB\xFD\xB7\xD6\n\xD5\xC5\xC8\xFD,38\n"; // 姓名,积分 / 张三,38

std::string utf16(std::u16string_view text, bool big_endian)
{
    std::string bytes;
    for (const char16_t unit : text) {
        const char high = static_cast<char>(unit >> 8);
        const char low = static_cast<char>(unit & 0xFF);
        bytes += big_endian ? high : low;
        bytes += big_endian ? low : high;
    }
    return bytes;
}

} // namespace

TEST(FilesCsv, Utf8IsReadWithAndWithoutByteOrderMark)
{
    EXPECT_THAT(read_rows("a.csv", "姓名,积分\n张三,38\n").rows[2], ElementsAre("张三", "38"));
    EXPECT_THAT(read_rows("a.csv", "\xEF\xBB\xBF姓名,积分\n").rows[1], ElementsAre("姓名", "积分"));
}

TEST(FilesCsv, GbkWithoutMarkIsRecognised)
{
    auto read = read_rows("a.csv", gbk_text);
    EXPECT_THAT(read.rows[1], ElementsAre("姓名", "积分"));
    EXPECT_THAT(read.rows[2], ElementsAre("张三", "38"));
}

TEST(FilesCsv, FourByteGb18030IsRead)
{
    EXPECT_THAT(read_rows("a.csv", std::string("\x95\x32\x82\x36,1\n")).rows[1], ElementsAre("𠀀", "1"));
}

TEST(FilesCsv, Utf16IsReadInBothByteOrders)
{
    const std::u16string text = u"\uFEFF姓名\t积分\r\n张三\t38\r\n𠀀\t1";
    for (const bool big_endian : {false, true}) {
        auto read = read_rows("a.txt", utf16(text, big_endian));
        EXPECT_THAT(read.rows[2], ElementsAre("张三", "38"));
        EXPECT_THAT(read.rows[3], ElementsAre("𠀀", "1"));
    }
}

TEST(FilesCsv, LongGb18030TextSurvivesPieceBoundaries)
{
    std::string bytes;
    for (int i = 0; i < 30'000; ++i)
        bytes += gbk_text;
    const auto read = read_rows("a.csv", bytes);
    EXPECT_EQ(read.rows.size(), 60'000u);
    for (const auto& [number, texts] : read.rows)
        ASSERT_EQ(texts[0], number % 2 == 1 ? "姓名" : "张三");
}

TEST(FilesCsv, TruncatedMultibyteIsRefusedWithItsRow)
{
    auto gbk = read_rows("a.csv", std::string(gbk_text) + "\xD5");
    ASSERT_TRUE(gbk.refusal);
    EXPECT_EQ(gbk.refusal->fault, FileFault::encoding);
    EXPECT_EQ(gbk.refusal->row, 3u);
    auto utf8 = read_rows("a.csv", std::string("姓名,积分\n张三,38\n李").substr(0, 25));
    ASSERT_TRUE(utf8.refusal);
    EXPECT_EQ(utf8.refusal->fault, FileFault::encoding);
    EXPECT_EQ(utf8.refusal->row, 3u);
}

TEST(FilesCsv, DamageInsideUtf8IsNotReadAsGb18030)
{
    std::string text = "姓名,所在单位,计入年度积分\n张三,文学院,38\n李四,文\xFF学院,3\n";
    auto read = read_rows("a.csv", text);
    ASSERT_TRUE(read.refusal);
    EXPECT_EQ(read.refusal->fault, FileFault::encoding);
    EXPECT_EQ(read.refusal->row, 3u);
}

TEST(FilesCsv, ReplacementCharactersAreRefused)
{
    EXPECT_EQ(read_rows("a.csv", "姓名,积分\n张\uFFFD,1\n").refusal->fault, FileFault::encoding);
    EXPECT_EQ(read_rows("a.csv", utf16(u"\uFEFFa\tb\nx\uFFFD\t1", false)).refusal->fault, FileFault::encoding);
}

TEST(FilesCsv, UnpairedSurrogatesAreRefused)
{
    EXPECT_EQ(read_rows("a.csv", utf16(u"\uFEFFa,b\n", false) + std::string("\x00\xD8", 2)).refusal->fault,
              FileFault::encoding);
    EXPECT_EQ(read_rows("a.csv", utf16(u"\uFEFFa,b\n", false) + "x").refusal->fault, FileFault::encoding);
}

TEST(FilesCsv, BinaryContentIsRefused)
{
    EXPECT_EQ(read_rows("a.csv", std::string("a,b\n\0,1\n", 8)).refusal->fault, FileFault::encoding);
}

TEST(FilesCsv, EachSeparatorIsFound)
{
    for (const std::string separator : {",", ";", "\t", "，"}) {
        auto read = read_rows("a.txt", "姓名" + separator + "积分\n张三" + separator + "38\n");
        EXPECT_THAT(read.rows[2], ElementsAre("张三", "38")) << separator;
    }
}

TEST(FilesCsv, ASeparatorInsideCellsDoesNotWin)
{
    auto read = read_rows("a.tsv", "姓名\t部门\n张三\t一支部,文学院\n李四\t二支部,文学院\n");
    EXPECT_THAT(read.rows[2], ElementsAre("张三", "一支部,文学院"));
}

TEST(FilesCsv, QuotedFieldsHoldSeparatorsQuotesAndLineBreaks)
{
    auto read = read_rows("a.csv", "a,b\n\"x,1\",\"say \"\"hi\"\"\r\nthere\"\nlast,2\n");
    EXPECT_THAT(read.rows[2], ElementsAre("x,1", "say \"hi\"\r\nthere"));
    EXPECT_THAT(read.rows[3], ElementsAre("last", "2"));
}

TEST(FilesCsv, AllLineEndsCount)
{
    for (const std::string end : {"\n", "\r\n", "\r"}) {
        auto read = read_rows("a.csv", "a,b" + end + "1,2" + end + "3,4");
        EXPECT_EQ(read.rows.size(), 3u);
        EXPECT_THAT(read.rows[3], ElementsAre("3", "4"));
    }
}

TEST(FilesCsv, BlankLinesAreSkippedButCounted)
{
    auto read = read_rows("a.csv", "a,b\n\n,\n1,2\n");
    EXPECT_EQ(read.rows.size(), 2u);
    EXPECT_THAT(read.rows[4], ElementsAre("1", "2"));
}

TEST(FilesCsv, AnUnfinishedQuoteIsRefusedWithItsRow)
{
    auto read = read_rows("a.csv", "a,b\n1,\"2\n3,4\n");
    ASSERT_TRUE(read.refusal);
    EXPECT_EQ(read.refusal->row, 2u);
    EXPECT_EQ(read.refusal->column, 2u);
}

TEST(FilesCsv, LimitsNameRowAndColumn)
{
    FileLimits limits;
    limits.max_cell_bytes = 8;
    limits.max_columns = 4;
    limits.max_rows = 3;
    auto cell = read_rows("a.csv", "a,b\n1,123456789\n", limits);
    ASSERT_TRUE(cell.refusal);
    EXPECT_EQ(cell.refusal->fault, FileFault::size);
    EXPECT_EQ(cell.refusal->row, 2u);
    EXPECT_EQ(cell.refusal->column, 2u);
    EXPECT_EQ(read_rows("a.csv", "1,2,3,4,5\n", limits).refusal->fault, FileFault::size);
    EXPECT_EQ(read_rows("a.csv", "1\n2\n3\n4\n", limits).refusal->row, 4u);
}

TEST(FilesCsv, TheSinkMayStopEarly)
{
    int seen = 0;
    const FileContent file{"a.csv", "a,b\n1,2\n3,4\n", ""};
    const auto facts = read_table(file, {}, [&](const Row&) { return ++seen < 2; });
    EXPECT_TRUE(facts.has_value());
    EXPECT_EQ(seen, 2);
}
