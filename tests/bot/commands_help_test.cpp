#include "bot/commands/table.hpp"
#include "tests/bot/commands_fixture.hpp"

#include <fstream>
#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::bot;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

using CommandHelpTest = CommandsTest;

TEST_F(CommandHelpTest, ListsWhatTheCallerMayUseHere)
{
    EXPECT_EQ(
        direct(secretariat, "帮助"),
        "您在这里可以使用：\n"
        "帮助 [命令]：列出您在这里可以使用的命令，或说明其中一个\n"
        "查排行 [参与/积分/注册] [期间] [组别]：各单位的排行；支部书记看本单位各支部\n"
        "查单位 单位 [期间]：一个单位的指标、变化和数据情况\n"
        "查支部 支部 [期间]：一个支部的指标、变化和数据情况\n"
        "为什么 单位/排名/消息编号 [编号] [参与/积分/注册] [期间]："
        "一个单位的数、一张排名或一条消息从哪里来：公式和代入的数、数据批次、依据的规则、现在会怎么说\n"
        "查个人 姓名/工号 [期间] [理由]："
        "职责范围内一位成员的学习情况；每次查看都有记录，本人看得到；秘书处须写理由\n"
        "数据 状态：各单位的数据到哪一天，哪些单位还没有报送\n"
        "数据 导入 [编号] [日期] "
        "[类别]：把平台后台导出的文件私聊发给机器人，看过预览再导入；只发这个命令，说明怎样导入\n"
        "数据 待认 [编号] [工号/无]：导入时认不出是谁的记录；认给一个工号，或认定不属于任何人\n"
        "我的积分 [期间]：您自己的学习天数、积分和日均\n"
        "我的趋势 [4周/6月]：您自己近4周或近6个月的变化，不与他人比较\n"
        "打卡 [文字]：自愿分享自己的进度或一句话，不计入任何统计\n"
        "打卡 撤回：删除您最近的一次打卡\n"
        "我的数据：我们保存了您的哪些数据，谁看过\n"
        "我的数据 导出 [期间]：把保存的您的数据以CSV发给您\n"
        "我的数据 更正 内容：请本单位学习管理员更正您的登记或记录，15天内答复\n"
        "我的数据 注销：删除您的账号对应和私信，并申请抹去姓名和工号\n"
        "反馈 内容：向秘书处提意见或投诉\n"
        "申请 列表：等待您答复的更正、注销申请和反馈\n"
        "申请 办理 编号 同意/不同意 [说明]：答复一条申请或反馈\n"
        "发件箱 列表 [排队/失败/待定]：哪些消息在排队、没有送到或等人决定，预计几点发\n"
        "发件箱 重试 编号：把发送失败或过期的消息重新排队\n"
        "发件箱 取消 编号：取消还在排队的消息\n"
        "发件箱 放行 编号：是否送达不明的消息，再发一次\n"
        "发件箱 丢弃 编号：是否送达不明的消息，不再发\n"
        "绑定 校验码：把您的聊天账号与名册中的您对应起来\n"
        "解绑：解除您的聊天账号与名册的对应\n"
        "名册 新增 工号 姓名 支部 [类别] [日期]：登记一位成员，不写日期就从今天起；多人请用文件导入\n"
        "名册 修改 工号 字段 值：修改一位成员的姓名、类别、政治面貌、干部、注册日期或手机尾号\n"
        "名册 调动 工号 新支部 日期：从这一天起调到另一个支部；调到其他单位需要对方学习管理员同意\n"
        "名册 离岗 工号 日期 原因码：从这一天起不再在册；原因码：退休、调离、毕业、其他\n"
        "名册 申请：等待您同意的和您提出的跨单位调动\n"
        "名册 同意 编号：同意一位成员调入本单位\n"
        "名册 不同意 编号：不同意一位成员调入本单位\n"
        "角色 授予 工号 角色 [单位]：授予角色：秘书处授予书记、学习管理员；党组织书记授予组织员、宣传员、支部书记\n"
        "角色 撤销 工号 角色 [单位]：撤销角色，权限与授予相同\n"
        "群 发码 单位 [管理员群/单位群/支部群] [通道]：发放在群里登记用的校验码；通道是配置里向该群发通报的机器人\n"
        "设置 [键] [值] "
        "[单位]：查看或修改设置：排行、排行公开为开或关，免打扰为一段时间或默认；学习管理员设置本单位的排行和免打扰\n"
        "审计 [人] [命令] [子命令] [期间]：谁在什么时候用什么命令看了或改了什么，可按人、命令、期间查\n"
        "确认 确认码：执行刚才预览的操作\n"
        "取消：放弃刚才预览的操作\n"
        "发“帮助 命令”看用法和例子。");
}

TEST_F(CommandHelpTest, LeavesOutWhatTheRoleMayNotUse)
{
    EXPECT_THAT(direct(leader, "帮助"), AllOf(HasSubstr("查排行"), HasSubstr("查单位"), Not(HasSubstr("数据 状态"))));
    EXPECT_THAT(direct(branch_secretary, "帮助"), AllOf(HasSubstr("查排行"), Not(HasSubstr("查单位"))));
    EXPECT_THAT(direct(member, "帮助"), AllOf(Not(HasSubstr("查排行")), Not(HasSubstr("查单位"))));
}

TEST_F(CommandHelpTest, LeavesOutWhatThePlaceDoesNotAllow)
{
    EXPECT_THAT(group("admins", secretariat, "帮助"), AllOf(HasSubstr("查排行"), Not(HasSubstr("数据 状态"))));
    EXPECT_THAT(group("literature", administrator, "帮助"), AllOf(HasSubstr("查单位"), Not(HasSubstr("查排行"))));
}

TEST_F(CommandHelpTest, LeavesOutRankingsWhereTheyAreOff)
{
    rules_.rights.ranking_enabled = false;
    EXPECT_THAT(direct(secretariat, "帮助"), AllOf(HasSubstr("查单位"), Not(HasSubstr("查排行"))));
}

TEST_F(CommandHelpTest, EveryAliasAnswers)
{
    for (const auto* alias : {"help", "HELP", "?", "？", "菜单", "/帮助", "#帮助", ""})
        EXPECT_THAT(direct(secretariat, alias), StartsWith("您在这里可以使用：")) << alias;
}

TEST_F(CommandHelpTest, StrangerSeesHelpAndHowToBind)
{
    const auto answer = direct(stranger, "帮助");
    EXPECT_THAT(answer, AllOf(HasSubstr("帮助 [命令]"), HasSubstr("绑定 校验码"), Not(HasSubstr("查单位"))));
}

TEST_F(CommandHelpTest, UnboundGroupGetsHelpOnly)
{
    EXPECT_THAT(group("elsewhere", secretariat, "帮助"),
                AllOf(HasSubstr("帮助 [命令]"), Not(HasSubstr("查单位 单位"))));
    EXPECT_EQ(group("elsewhere", secretariat, "查单位 文学院"), replies::unbound_group().text);
}

TEST_F(CommandHelpTest, GroupOfAUnitThatNobodyKnowsIsUnbound)
{
    EXPECT_EQ(group("of-nobody", secretariat, "查单位 文学院"), replies::unbound_group().text);
}

TEST_F(CommandHelpTest, ExplainsOneCommand)
{
    EXPECT_EQ(direct(secretariat, "帮助 查单位"), "查单位：一个单位的指标、变化和数据情况\n"
                                                  "格式：查单位 单位 [期间]\n"
                                                  "例：查单位 文学院 第38周\n"
                                                  "也可以发：单位");
    EXPECT_THAT(direct(secretariat, "帮助 数据 状态"), AllOf(StartsWith("数据 状态："), HasSubstr("请私聊我使用。")));
}

TEST_F(CommandHelpTest, DoesNotExplainWhatTheCallerMayNotUse)
{
    EXPECT_EQ(direct(member, "帮助 查排行"), "没有这个命令。发“帮助”看全部。");
    EXPECT_EQ(direct(secretariat, "帮助 查排名"), "没有这个命令。您是不是想发“查排行”？发“帮助”看全部。");
}

TEST(CommandManualTest, ManualIsWhatTheTableSays)
{
    const auto path = std::string(std::getenv("TONGBAO_SOURCE")) + "/docs/zh/命令手册.md";
    std::ifstream in(path);
    const std::string written{std::istreambuf_iterator<char>(in), {}};
    const auto generated = command_manual();
    if (written != generated)
        std::ofstream(testing::TempDir() + "命令手册.md") << generated;
    EXPECT_EQ(written, generated) << "copy " << testing::TempDir() << "命令手册.md to docs/zh/";
}
