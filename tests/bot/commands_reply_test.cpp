#include "bot/commands/reply.hpp"

#include <gtest/gtest.h>

using namespace tongbao::bot;

// The texts of domain/commands.md §5.

TEST(CommandReply, UnknownCommandNamesTheNearestOne)
{
    EXPECT_EQ(replies::unknown_command("查排行").text, "没有这个命令。您是不是想发“查排行”？发“帮助”看全部。");
    EXPECT_EQ(replies::unknown_command("").text, "没有这个命令。发“帮助”看全部。");
}

TEST(CommandReply, WrongArgumentsShowFormatAndExample)
{
    EXPECT_EQ(replies::wrong_arguments("名册 调动 工号 新支部 日期", "名册 调动 20180123 机关第二支部 9月21日").text,
              "格式：名册 调动 工号 新支部 日期。例：名册 调动 20180123 机关第二支部 9月21日");
}

TEST(CommandReply, StrangerIsToldHowToBind)
{
    EXPECT_EQ(replies::bind_first().text, "请先私聊我发送“绑定 校验码”（校验码向本单位学习管理员索取）。");
}

TEST(CommandReply, MissingRoleIsNamed)
{
    EXPECT_EQ(replies::needs_role("A").text, "此操作需学习管理员权限。");
    EXPECT_EQ(replies::needs_role("SA").text, "此操作需秘书处或学习管理员权限。");
}

TEST(CommandReply, OutOfScopeSaysNothingOfWhatExists)
{
    EXPECT_EQ(replies::out_of_scope().text, "未找到，或不在您的管理范围内。");
    EXPECT_EQ(replies::out_of_scope({"文学院"}).text, "未找到，或不在您的管理范围内。您是不是想查：文学院？");
}

TEST(CommandReply, PrivateMattersAreMovedToDirectChat)
{
    EXPECT_EQ(replies::direct_only().text, "请私聊我使用此命令。");
}

TEST(CommandReply, AmbiguousListsAtMostThree)
{
    EXPECT_EQ(replies::ambiguous({"文学院", "文学院研究生党总支"}).text,
              "有2个匹配：文学院、文学院研究生党总支。请写全称或代码。");
    EXPECT_EQ(replies::ambiguous({"甲", "乙", "丙", "丁"}).text, "有4个匹配：甲、乙、丙等4个。请写全称或代码。");
}

TEST(CommandReply, NoDataSmallRateAndFailure)
{
    EXPECT_EQ(replies::no_data().text, "该期间暂无数据。");
    EXPECT_EQ(replies::small(3).text, "人数少于3人，不显示统计，以免推断到个人。");
    EXPECT_EQ(replies::too_often().text, "操作太频繁，请1分钟后再试。");
    EXPECT_EQ(replies::failed("7F3A").text, "出错了（编号 7F3A），已通知秘书处，请稍后再试。");
}

TEST(CommandReply, StaleNamesDayAndLateUnits)
{
    EXPECT_EQ(stale_line("9月18日", {"体育学院"}), "数据停在9月18日（体育学院未导入），结果可能不完整。");
    EXPECT_EQ(stale_line("9月18日", {"甲", "乙", "丙", "丁"}),
              "数据停在9月18日（甲、乙、丙等4个未导入），结果可能不完整。");
}

TEST(CommandReply, EveryErrorIsOneLine)
{
    for (const auto& reply :
         {replies::unknown_command("帮助"), replies::wrong_arguments("a", "b"), replies::bind_first(),
          replies::needs_role("SA"), replies::out_of_scope({"a"}), replies::direct_only(),
          replies::ambiguous({"a", "b"}), replies::no_data(), replies::small(3), replies::too_often(),
          replies::too_long(), replies::failed("7F3A"), replies::unbound_group(), replies::ranking_off()})
        EXPECT_EQ(reply.text.find('\n'), std::string::npos) << reply.text;
}
