#include "adapters/split.hpp"

#include "adapters/unbreakable.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>
#include <regex>

using namespace tongbao::adapters;
using namespace std::string_literals;

namespace {

std::size_t bytes(std::string_view part)
{
    return part.size();
}

std::string rejoined(const std::vector<std::string>& parts)
{
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto mark = "（" + std::to_string(i + 1) + "/" + std::to_string(parts.size()) + "）";
        EXPECT_TRUE(parts[i].ends_with(mark)) << parts[i];
        text += parts[i].substr(0, parts[i].size() - mark.size());
    }
    return text;
}

bool valid_utf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if ((lead & 0xc0) == 0x80 || i + length > text.size())
            return false;
        for (std::size_t k = 1; k < length; ++k)
            if ((static_cast<unsigned char>(text[i + k]) & 0xc0) != 0x80)
                return false;
        i += length;
    }
    return true;
}

std::string repeated(std::string_view text, std::size_t count)
{
    std::string result;
    while (count-- > 0)
        result += text;
    return result;
}

} // namespace

TEST(Split, ATextThatFitsIsLeftAlone)
{
    const auto text = repeated("学", 682) + "ab"; // 2048 bytes
    EXPECT_EQ(split(text, 2048, bytes, Markup::none), std::vector<std::string>{text});
}

TEST(Split, OneByteTooManyMakesTwoMarkedParts)
{
    const auto text = repeated("学", 682) + "abc"; // 2049 bytes
    const auto parts = split(text, 2048, bytes, Markup::none);
    ASSERT_EQ(parts.size(), 2u);
    EXPECT_EQ(rejoined(parts), text);
}

TEST(Split, CutsAtTheLastLineEndThatFits)
{
    const auto parts = split("第一行\n第二行\n第三行\n", 29, bytes, Markup::none); // 10 bytes a line, 9 for the mark
    EXPECT_EQ(parts, (std::vector<std::string>{"第一行\n第二行\n（1/2）", "第三行\n（2/2）"}));
}

TEST(Split, CutsALongLineAtASentenceEnd)
{
    const auto parts = split("今天开会。明天学习日", 28, bytes, Markup::none);
    EXPECT_EQ(parts, (std::vector<std::string>{"今天开会。（1/2）", "明天学习日（2/2）"}));
}

TEST(Split, NeverTearsAnEmojiFamily)
{
    const std::string family = "👨‍👩‍👧‍👦"; // 25 bytes, one character
    for (std::size_t limit = family.size() + 9; limit < 4 * family.size(); ++limit)
        for (const auto& part : split(repeated(family, 9), limit, bytes, Markup::none))
            EXPECT_EQ((part.size() - 9) % family.size(), 0u);
}

TEST(Split, TearsACharacterOnlyBetweenCodePointsWhenItAloneIsTooLong)
{
    const auto text = "e" + repeated("\xcc\x81", 30); // one letter with thirty accents
    const auto parts = split(text, 30, bytes, Markup::none);
    EXPECT_EQ(rejoined(parts), text);
    for (const auto& part : parts)
        EXPECT_TRUE(valid_utf8(part));
}

TEST(Split, KeepsMarkupWholeWhereverTheLimitFalls)
{
    for (const std::string unit :
         {"[看 详情](https://example.edu/a?b=c)", "`a b c d e f`", "<@zhangsan>", "**重点 内容**",
          "<font color=\"warning\">周五 18:00</font>", "![图](https://example.edu/p.png)"}) {
        const auto text = repeated("学习 ", 6) + unit + repeated(" 完成", 6);
        for (std::size_t limit = unit.size() + 9; limit < text.size(); ++limit) {
            const auto parts = split(text, limit, bytes, Markup::markdown);
            const bool whole = std::any_of(parts.begin(), parts.end(),
                                           [&](const auto& p) { return p.find(unit) != std::string::npos; });
            EXPECT_TRUE(whole) << unit << " at " << limit;
            EXPECT_EQ(rejoined(parts), text);
        }
    }
}

TEST(Split, KeepsATableAndAFenceWhole)
{
    for (const std::string block : {"| 单位 | 率 |\n|---|---|\n| 一 | 90 |\n| 二 | 80 |\n", "```\na\nb\nc\n```\n"}) {
        const auto text = repeated("前言一行\n", 4) + block + repeated("后记一行\n", 4);
        const auto parts = split(text, block.size() + 20, bytes, Markup::markdown);
        EXPECT_TRUE(
            std::any_of(parts.begin(), parts.end(), [&](const auto& p) { return p.find(block) != std::string::npos; }));
        EXPECT_EQ(rejoined(parts), text);
    }
}

TEST(Split, CountsTheEncodedSize)
{
    const auto doubled = [](std::string_view part) {
        return part.size() + static_cast<std::size_t>(std::count(part.begin(), part.end(), '"'));
    };
    for (const auto& part : split(repeated("\"", 100), 50, doubled, Markup::none))
        EXPECT_LE(doubled(part), 50u);
}

TEST(Split, MarksHaveRoomForAnyNumberOfParts)
{
    const auto text = repeated("学习\n", 1000);
    const auto parts = split(text, 21, bytes, Markup::none);
    EXPECT_GT(parts.size(), 99u);
    for (const auto& part : parts)
        EXPECT_LE(part.size(), 21u);
    EXPECT_EQ(rejoined(parts), text);
}

TEST(Split, EveryTextAndLimitGivesWholeCharactersWithinTheLimitThatJoinAgain)
{
    const std::vector<std::string> words{"学习",
                                         "a",
                                         "。",
                                         "\n",
                                         "\n\n",
                                         "👩🏽‍💻",
                                         "é",
                                         "🇨🇳",
                                         "`x`",
                                         "<@a>",
                                         "[t](https://e.cn/x)",
                                         "**粗**",
                                         "| a |\n",
                                         "```\n",
                                         "<font color=\"info\">绿</font>",
                                         " ",
                                         "\"",
                                         "！",
                                         "https://e.cn/长"};
    std::mt19937 random(20260921);
    for (int round = 0; round < 1500; ++round) {
        std::string text;
        for (auto count = random() % 80; count > 0; --count)
            text += words[random() % words.size()];
        const std::size_t limit = 45 + random() % 60;
        const auto markup = round % 2 == 0 ? Markup::markdown : Markup::none;
        std::string joined;
        for (const auto& piece : pieces_of(text, limit, bytes, markup))
            joined += piece.text;
        EXPECT_EQ(joined, text);
        for (const auto& part : split(text, limit, bytes, markup)) {
            EXPECT_LE(part.size(), limit);
            EXPECT_TRUE(valid_utf8(part));
        }
    }
}

TEST(Split, CutsBetweenParagraphsRatherThanLines)
{
    const auto text = "第一段一\n第一段二\n\n第二段一\n第二段二\n"s;
    EXPECT_EQ(split(text, 52, bytes, Markup::none),
              (std::vector<std::string>{"第一段一\n第一段二\n\n（1/2）", "第二段一\n第二段二\n（2/2）"}));
}

TEST(Split, AParagraphsEndThatWouldLeaveAPartHalfEmptyIsNoReasonToCut)
{
    const auto parts = split("标题\n\n" + repeated("一行文字\n", 20), 100, bytes, Markup::none);
    EXPECT_GT(parts.front().size(), 50u);
}

TEST(Split, CutsBetweenListItemsRatherThanWithinOne)
{
    const auto text = "- 事项一\n  续行一\n- 事项二\n  续行二\n- 事项三\n"s;
    for (const auto& part : split(text, 46, bytes, Markup::markdown))
        EXPECT_TRUE(part.starts_with("- ")) << part;
}

TEST(Split, ATableThatIsTooLongIsCutBetweenRowsWithItsHeaderSaidAgain)
{
    const auto header = "| 单位 | 率 |\n|---|---|\n"s;
    std::string table = header;
    for (int i = 10; i < 30; ++i)
        table += "| 单位" + std::to_string(i) + " | 90 |\n";
    for (std::size_t limit = 100; limit < 130; ++limit) {
        const auto parts = split(table, limit, bytes, Markup::markdown);
        EXPECT_GT(parts.size(), 3u);
        for (const auto& part : parts) {
            EXPECT_TRUE(part.starts_with(header)) << part;
            EXPECT_LE(part.size(), limit);
            EXPECT_EQ((part.find("（") - header.size()) % 18, 0u) << part; // whole rows
        }
    }
}

TEST(Split, ACodeFenceThatIsTooLongIsClosedAndOpenedAgain)
{
    std::string text = "```sh\n";
    for (int i = 10; i < 40; ++i)
        text += "line " + std::to_string(i) + "\n";
    text += "```\n";
    for (std::size_t limit = 60; limit < 80; ++limit)
        for (const auto& part : split(text, limit, bytes, Markup::markdown)) {
            EXPECT_TRUE(part.starts_with("```sh\nline")) << part;
            EXPECT_NE(part.find("```\n（"), std::string::npos) << part;
            EXPECT_LE(part.size(), limit);
        }
}
