#include "bot/name_guard.hpp"

#include <gtest/gtest.h>
#include <set>

using tongbao::bot::name_in;

namespace {

const std::set<std::string, std::less<>> roster = {"张三", "欧阳娜娜", "买买提·艾力", "John Smith", "文学", "范子"};

std::string found_in(std::string_view text, std::vector<std::string> allowed = {})
{
    return name_in(text, std::move(allowed), [](std::string_view word) {
        const auto found = roster.lower_bound(word);
        return found == roster.end() ? std::string() : *found;
    });
}

} // namespace

TEST(NameGuardTest, NameInsideASentenceIsFound)
{
    EXPECT_EQ(found_in("感谢张三同志"), "张三");
}

TEST(NameGuardTest, NamesWithDotsAndBlanksAreFound)
{
    EXPECT_EQ(found_in("请买买提·艾力联系"), "买买提·艾力");
    EXPECT_EQ(found_in("请John Smith联系"), "John Smith");
}

TEST(NameGuardTest, CharactersSplitByPunctuationAreNoName)
{
    EXPECT_EQ(found_in("一张，三人；张\n三"), "");
}

TEST(NameGuardTest, UnitNamesArePassedOver)
{
    EXPECT_EQ(found_in("文学院第一"), "文学");
    EXPECT_EQ(found_in("文学院第一", {"文学院"}), "");
}

TEST(NameGuardTest, LongerAllowedWordGoesFirst)
{
    EXPECT_EQ(found_in("文学院研究生", {"文", "文学院"}), "");
}

TEST(NameGuardTest, PraisedPersonIsAllowedOthersAreNot)
{
    EXPECT_EQ(found_in("表彰张三、范子", {"张三"}), "范子");
}

TEST(NameGuardTest, BytesThatAreNotUtf8DoNoHarm)
{
    EXPECT_EQ(found_in("\xE5\xBC 张三"), "张三");
}

TEST(NameGuardTest, TextWithoutNamesPasses)
{
    EXPECT_EQ(found_in("全校应学1334人，注册率97.45%"), "");
}

TEST(NameGuardTest, ShorterNameThatBeginsALongerOneIsFound)
{
    EXPECT_EQ(found_in("欧阳娜娜"), "欧阳娜娜");
    EXPECT_EQ(found_in("欧阳娜来了"), "");
    EXPECT_EQ(found_in("买买提来了张三"), "张三");
}

TEST(NameGuardTest, QuestionsFollowTheTextNotTheRoster)
{
    int asked = 0;
    const std::string text = "全校应学一千三百三十四人已注册一千三百人";
    name_in(text, {}, [&](std::string_view) {
        ++asked;
        return std::string("张三");
    });
    EXPECT_LE(asked, 20);
}
