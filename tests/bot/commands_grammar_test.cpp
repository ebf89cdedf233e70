#include "bot/commands/grammar.hpp"
#include "bot/commands/text.hpp"

#include <gmock/gmock.h>

using namespace tongbao::bot;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

std::vector<std::string> words(std::string_view message)
{
    std::vector<std::string> found;
    for (const auto& word : words_of(message))
        found.push_back(word.folded);
    return found;
}

} // namespace

TEST(CommandGrammar, AnyRunOfSeparatorsDividesWords)
{
    EXPECT_THAT(words("查排行  参与\t第38周\n学院"), ElementsAre("查排行", "参与", "第38周", "学院"));
    EXPECT_THAT(words("查排行　参与，第38周、学院,机关"), ElementsAre("查排行", "参与", "第38周", "学院", "机关"));
}

TEST(CommandGrammar, FullWidthDigitsAndLettersAreFolded)
{
    EXPECT_THAT(words("ＨＥＬＰ　２０２６－Ｗ３８"), ElementsAre("help", "2026-w38"));
}

TEST(CommandGrammar, OneLeadingSlashOrHashIsDropped)
{
    EXPECT_THAT(words("/帮助"), ElementsAre("帮助"));
    EXPECT_THAT(words("＃帮助"), ElementsAre("帮助"));
    EXPECT_THAT(words(" / 帮助"), ElementsAre("帮助"));
}

TEST(CommandGrammar, ColonAfterAWordSeparates)
{
    EXPECT_THAT(words("查单位：文学院"), ElementsAre("查单位", "文学院"));
    EXPECT_THAT(words("查单位: 文学院"), ElementsAre("查单位", "文学院"));
}

TEST(CommandGrammar, ColonBetweenDigitsStays)
{
    EXPECT_THAT(words("提醒我 20:30"), ElementsAre("提醒我", "20:30"));
}

TEST(CommandGrammar, InvisibleCharactersMakeNoWord)
{
    EXPECT_THAT(words("\u200b \ufeff帮助\u200b"), ElementsAre("帮助"));
    EXPECT_THAT(words(" \u3000、"), IsEmpty());
}

TEST(CommandGrammar, WordKeepsWhatWasTypedAndWhere)
{
    const auto found = words_of("反馈 ＡＢ");
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[1].typed, "ＡＢ");
    EXPECT_EQ(found[1].begin, std::string_view("反馈 ").size());
}

TEST(CommandGrammar, WordsBeyondTheLimitAreLeftOut)
{
    EXPECT_EQ(words_of("a b c d e f", 4).size(), 4u);
}

TEST(CommandGrammar, MalformedTextIsReadWithoutFault)
{
    EXPECT_EQ(words_of("\xff\xfe 帮\xe5").size(), 2u);
}

TEST(CommandText, NumeralsBecomeDigits)
{
    EXPECT_EQ(with_digits("九月十四日"), "9月14日");
    EXPECT_EQ(with_digits("三十一日"), "31日");
    EXPECT_EQ(with_digits("二十日"), "20日");
    EXPECT_EQ(with_digits("廿三日"), "23日");
    EXPECT_EQ(with_digits("二〇二六年"), "2026年");
    EXPECT_EQ(with_digits("第十党支部"), "第10党支部");
}

TEST(CommandText, NumeralsThatAreNoNumberStay)
{
    EXPECT_EQ(with_digits("十十"), "十十");
}

TEST(CommandText, EditDistanceCountsCharactersAndSwapsOnce)
{
    EXPECT_EQ(edit_distance("查排行", "查排行", 2), 0);
    EXPECT_EQ(edit_distance("查行排", "查排行", 2), 1);
    EXPECT_EQ(edit_distance("查排", "查排行", 2), 1);
    EXPECT_EQ(edit_distance("看排名", "查排行", 2), 2);
    EXPECT_EQ(edit_distance("完全不同", "查排行", 2), 3);
}
