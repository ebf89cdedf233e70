#include "bot/commands/parser.hpp"

#include <gtest/gtest.h>

using namespace tongbao;
using namespace tongbao::bot;

class CommandParserTest : public testing::Test {
protected:
    static constexpr Day today_{std::chrono::days{20719}}; // 2026-09-23
    static Command row(std::string_view name, std::vector<std::string_view> aliases, std::vector<Argument> arguments)
    {
        Command made;
        made.name = name;
        made.aliases = std::move(aliases);
        made.arguments = std::move(arguments);
        return made;
    }
    std::vector<Command> table_{
        row("查排行", {"排行"},
            {{.name = "榜",
              .kind = ArgumentKind::choice,
              .optional = true,
              .choices = {{"参与", {"参与度"}}, {"积分", {}}}},
             {.name = "期间", .kind = ArgumentKind::period, .optional = true},
             {.name = "组别", .optional = true}}),
        row("查单位", {}, {{.name = "单位"}, {.name = "期间", .kind = ArgumentKind::period, .optional = true}}),
        row("数据 状态", {}, {}),
        row("反馈", {"Feedback", "?"}, {{.name = "文字", .kind = ArgumentKind::rest}}),
    };

    std::string_view name(std::string_view message) const
    {
        const auto line = command_of(words_of(message), table_);
        return line.command == nullptr ? "-" : line.command->name;
    }
    std::optional<Arguments> arguments(std::string_view message) const
    {
        const auto line = command_of(words_of(message), table_);
        return arguments_of(*line.command, line.rest, message, today_);
    }
    std::string_view nearest(std::string_view message) const
    {
        const auto* found = nearest_command(words_of(message), table_, [](const Command&) { return true; });
        return found == nullptr ? "-" : found->name;
    }
};

TEST_F(CommandParserTest, NameAndAliasAreTheSameCommand)
{
    EXPECT_EQ(name("查排行 参与"), "查排行");
    EXPECT_EQ(name("排行"), "查排行");
    EXPECT_EQ(name("/FEEDBACK 你好"), "反馈");
    EXPECT_EQ(name("？ 你好"), "反馈");
}

TEST_F(CommandParserTest, WordsOfANameMayBeWrittenTogether)
{
    EXPECT_EQ(name("数据 状态"), "数据 状态");
    EXPECT_EQ(name("数据状态"), "数据 状态");
    EXPECT_EQ(name("数据，状态"), "数据 状态");
}

TEST_F(CommandParserTest, UnknownWordIsNoCommand)
{
    EXPECT_EQ(name("数据"), "-");
    EXPECT_EQ(name("查排行吧"), "-");
    EXPECT_EQ(name(""), "-");
}

TEST_F(CommandParserTest, OrderOfArgumentsDoesNotMatter)
{
    for (const auto* message : {"查排行 参与度 第38周 学院", "查排行 学院 第38周 参与", "查排行 第38周，学院，参与"}) {
        const auto found = arguments(message);
        ASSERT_TRUE(found) << message;
        EXPECT_EQ(found->text("榜"), "参与");
        EXPECT_EQ(found->text("组别"), "学院");
        ASSERT_TRUE(found->period());
        EXPECT_EQ(iso_date(found->period()->from), "2026-09-14");
    }
}

TEST_F(CommandParserTest, OptionalArgumentsMayBeAbsent)
{
    const auto found = arguments("查排行");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->text("榜"), "");
    EXPECT_FALSE(found->period());
}

TEST_F(CommandParserTest, MissingArgumentIsRefused)
{
    EXPECT_FALSE(arguments("查单位"));
    EXPECT_FALSE(arguments("查单位 第38周"));
}

TEST_F(CommandParserTest, StaffNumberIsNoPeriod)
{
    const auto command =
        row("名册 调动", {}, {{.name = "工号"}, {.name = "新支部"}, {.name = "日期", .kind = ArgumentKind::period}});
    const std::string_view message = "20180123 机关第二支部 9月21日";
    const auto found = arguments_of(command, words_of(message), message, today_);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->text("工号"), "20180123");
    EXPECT_EQ(found->text("新支部"), "机关第二支部");
    EXPECT_EQ(iso_date(found->period()->from), "2026-09-21");
}

TEST_F(CommandParserTest, WordTooManyIsRefused)
{
    EXPECT_FALSE(arguments("查单位 文学院 第38周 上周"));
    EXPECT_FALSE(arguments("数据 状态 文学院"));
}

TEST_F(CommandParserTest, RestKeepsWhatWasTyped)
{
    EXPECT_EQ(arguments("反馈：页面慢，ＯＫ、请看 20:30 ")->text("文字"), "页面慢，ＯＫ、请看 20:30 ");
}

TEST_F(CommandParserTest, NearestCommandIsAtMostTwoEditsAway)
{
    EXPECT_EQ(nearest("查排名"), "查排行");
    EXPECT_EQ(nearest("看排行榜"), "查排行");
    EXPECT_EQ(nearest("数据壮态"), "数据 状态");
    EXPECT_EQ(nearest("今天天气不错"), "-");
}

TEST_F(CommandParserTest, NearestCommandKeepsACharacter)
{
    EXPECT_EQ(nearest("你好"), "-");
}

TEST_F(CommandParserTest, FirstWordOfAFamilySuggestsIt)
{
    EXPECT_EQ(nearest("数据 导出来"), "数据 状态");
}

TEST_F(CommandParserTest, OnlyPermittedCommandsAreSuggested)
{
    const auto* found =
        nearest_command(words_of("查排名"), table_, [](const Command& command) { return command.name != "查排行"; });
    EXPECT_TRUE(found == nullptr || found->name != "查排行");
}
