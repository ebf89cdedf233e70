#include "bot/import/values.hpp"

#include <gtest/gtest.h>

using namespace tongbao::bot;

namespace {

std::string clean(std::string_view text)
{
    std::string buffer;
    return std::string(cleaned(text, buffer));
}

} // namespace

TEST(ImportValues, FullWidthAndInvisibleCharactersAreRemoved)
{
    EXPECT_EQ(clean("３８"), "38");
    EXPECT_EQ(clean(" \u3000３\u00A08\u200B\uFEFF\t"), "38");
    EXPECT_EQ(clean("文学院 第１党支部"), "文学院第1党支部");
}

TEST(ImportValues, PlainTextIsNotCopied)
{
    std::string buffer;
    const std::string text = "20180001文学院";
    EXPECT_EQ(cleaned(text, buffer).data(), text.data());
}

TEST(ImportValues, IntegersAreReadAsPeopleWriteThem)
{
    for (const auto* text : {"1234", "1,234", "1，234", "1234.0", "1234分", "１２３４", " 1234 "})
        EXPECT_EQ(read_integer(text).value, 1234) << text;
    EXPECT_EQ(read_integer("1,234,567").value, 1'234'567);
    EXPECT_EQ(read_integer("38.0").value, 38);
    EXPECT_EQ(read_integer("1.2E2").value, 120);
}

TEST(ImportValues, MissingIsNotZero)
{
    for (const auto* text : {"", "—", "-", "/", "无", " ", "——"}) {
        const auto number = read_integer(text);
        EXPECT_FALSE(number.value) << text;
        EXPECT_FALSE(number.fault) << text;
    }
}

TEST(ImportValues, FractionsAreForAveragesOnly)
{
    EXPECT_EQ(read_integer("38.5").fault, NumberFault::not_a_number);
    EXPECT_EQ(read_decimal("38.5"), 38.5);
}

TEST(ImportValues, NegativeAndUnreadableNumbersAreToldApart)
{
    for (const auto* text : {"-5", "\u22125", "－5"})
        EXPECT_EQ(read_integer(text).fault, NumberFault::negative) << text;
    for (const auto* text : {"abc", "1,23", "12,34", ",123", "1.2.3", "#N/A", "=1+1", "3 8x", "nan", "inf", "0x10"})
        EXPECT_EQ(read_integer(text).fault, NumberFault::not_a_number) << text;
}

TEST(ImportValues, RatesMayBeFractionsOrPercent)
{
    EXPECT_DOUBLE_EQ(*read_rate("85.32%"), 0.8532);
    EXPECT_DOUBLE_EQ(*read_rate("85.32％"), 0.8532);
    EXPECT_DOUBLE_EQ(*read_rate("0.8532"), 0.8532);
    EXPECT_DOUBLE_EQ(*read_rate("85.32"), 0.8532);
    EXPECT_DOUBLE_EQ(*read_rate("1"), 1.0);
    EXPECT_FALSE(read_rate("—"));
}

TEST(ImportValues, FlagsComeInManyWords)
{
    for (const auto* text : {"1", "是", "激活", "已注册", "√", "Y", "true", "TRUE"})
        EXPECT_EQ(read_flag(text), true) << text;
    for (const auto* text : {"0", "否", "未激活", "未注册", "N", "false"})
        EXPECT_EQ(read_flag(text), false) << text;
    EXPECT_EQ(read_flag(""), std::nullopt);
    EXPECT_EQ(read_flag("maybe"), std::nullopt);
}

TEST(ImportValues, SpacesBetweenChineseCharactersGo)
{
    EXPECT_EQ(read_name("张　三").name, "张三");
    EXPECT_EQ(read_name("欧阳  修 ").name, "欧阳修");
    EXPECT_EQ(read_name("John  Smith").name, "John Smith");
}

TEST(ImportValues, AllMiddleDotsAreOne)
{
    for (const auto* text : {"阿依·古丽", "阿依•古丽", "阿依‧古丽", "阿依・古丽", "阿依 · 古丽"})
        EXPECT_EQ(read_name(text).name, "阿依·古丽") << text;
}

TEST(ImportValues, BracketsBehindANameAreANote)
{
    const auto person = read_name("张三（预备）");
    EXPECT_EQ(person.name, "张三");
    EXPECT_EQ(person.note, "预备");
    EXPECT_EQ(person.display, "张三（预备）");
}

TEST(ImportValues, PhonesKeepOnlyTheirTail)
{
    EXPECT_EQ(phone_tail("13812345678"), "5678");
    EXPECT_EQ(phone_tail("138****5678"), "5678");
    EXPECT_EQ(phone_tail("+86 138-1234-5678"), "5678");
    EXPECT_EQ(phone_tail("5678"), "5678");
    EXPECT_EQ(phone_tail("1381234****"), "");
    EXPECT_EQ(phone_tail("78"), "");
}

TEST(ImportValues, TotalsNotesAndSignaturesEndThePeople)
{
    for (const auto* text : {"合计", "总计", "小计", "平均", "均值", "汇总", "备注", "注：数据", "说明", "制表人：李",
                             "填表", "审核", "Total", "sum", "AVERAGE", "合 计"})
        EXPECT_TRUE(ends_the_people(text)) << text;
    for (const auto* text : {"张三", "1", "", "Sumner", "Totally"})
        EXPECT_FALSE(ends_the_people(text)) << text;
}

TEST(ImportValues, FormulaLookingTextsAreSeen)
{
    for (const auto* text : {"=1+1", "+1", "@SUM(A1)", "-2+3", "\tx", "＝cmd|x", " =1"})
        EXPECT_TRUE(looks_like_formula(text)) << text;
    for (const auto* text : {"张三", "-", "—", "", "0001"})
        EXPECT_FALSE(looks_like_formula(text)) << text;
}
