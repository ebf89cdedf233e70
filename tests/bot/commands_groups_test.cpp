#include "store/groups.hpp"
#include "tests/bot/commands_people_fixture.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::bot;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class CommandGroupsTest : public PeopleTest {
protected:
    CommandGroupsTest()
    {
        rules_.groups.push_back({"wecom", "", GroupKind::unit, "WX", "文学院工作群"});
        rules_.groups.push_back({"dingtalk", "", GroupKind::unit, "WX", "文学院钉钉群"});
        rules_.groups.push_back({"wecom", "", GroupKind::unit, "SL", "数理工作群"});
    }
    std::string code(const char* user, const std::string& what)
    {
        const auto answer = direct(user, "群 发码 " + what);
        constexpr std::string_view before = "的校验码：";
        const auto at = answer.find(before);
        return at == std::string::npos ? answer : answer.substr(at + before.size(), 8);
    }
    std::string bound(const char* user, const std::string& what, const std::string& chat = "new-chat")
    {
        return group(chat, user, "群 绑定 " + code(user, what));
    }
};
INSTANTIATE_TEST_SUITE_P(RankingsOnAndOff, CommandGroupsTest, testing::Bool());

TEST_P(CommandGroupsTest, GroupsAreRegisteredByAdministratorsAndSecretariat)
{
    only_for("AS", "群 发码 文学院");
    EXPECT_EQ(direct(administrator, "群 绑定 12345678"), "请在要登记的群里@我使用此命令。");
    for (const auto* user : {leader, partner, secretary, organiser, branch_secretary, member})
        EXPECT_THAT(group("new-chat", user, "群 绑定 12345678"), StartsWith("此操作需")) << user;
}

TEST_P(CommandGroupsTest, CodeTypedInTheGroupBindsItAtOnce)
{
    EXPECT_THAT(group("new-chat", administrator, "查单位 文学院"), StartsWith("本群尚未登记"));
    EXPECT_EQ(bound(administrator, "文学院"), "本群已登记为文学院的单位群，立即生效。发“帮助”查看这里可以使用的命令。");
    EXPECT_THAT(group("new-chat", administrator, "查单位 文学院"), StartsWith("文学院 2026年第38周"));
    EXPECT_EQ(group("new-chat", secretariat, "查单位 数理学院"), "请私聊我使用此命令。");
    const auto entries = audit("群 绑定");
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries[0].after, "文学院的单位群");
}

TEST_P(CommandGroupsTest, CodeBindsOnceAndExpires)
{
    const auto first = code(administrator, "文学院");
    group("new-chat", administrator, "群 绑定 " + first);
    EXPECT_THAT(group("other-chat", administrator, "群 绑定 " + first), StartsWith("校验码错误、已过期"));
    const auto second = code(administrator, "文学院");
    now_ += 24h;
    EXPECT_THAT(group("other-chat", administrator, "群 绑定 " + second), StartsWith("校验码错误、已过期"));
}

TEST_P(CommandGroupsTest, FiveWrongCodesLockTheAccount)
{
    const auto good = code(administrator, "文学院");
    for (int i = 0; i < 5; ++i)
        EXPECT_THAT(group("new-chat", administrator, "群 绑定 00000000x"), StartsWith("校验码错误、已过期"));
    EXPECT_THAT(group("new-chat", administrator, "群 绑定 " + good), StartsWith("校验码错误次数过多"));
}

TEST_P(CommandGroupsTest, CodeOfAnotherUnitIsAWrongCode)
{
    const auto of_literature = code(administrator, "文学院");
    EXPECT_THAT(group("new-chat", other_administrator, "群 绑定 " + of_literature), StartsWith("校验码错误、已过期"));
}

TEST_P(CommandGroupsTest, CodeIsIssuedForOnesOwnUnitOnly)
{
    EXPECT_THAT(direct(administrator, "群 发码 数理学院"), StartsWith(nobody_here));
    EXPECT_THAT(direct(administrator, "群 发码 不存在学院"), StartsWith(nobody_here));
}

TEST_P(CommandGroupsTest, GroupOfAdministratorsIsTheSecretariatsToMake)
{
    EXPECT_EQ(direct(administrator, "群 发码 文学院 管理员群"), "此操作需秘书处权限。");
    EXPECT_THAT(bound(secretariat, "全校"), StartsWith("本群已登记为示例大学的管理员群"));
    EXPECT_THAT(group("new-chat", leader, "查单位 数理学院"), StartsWith("数理学院 2026年第38周"));
}

TEST_P(CommandGroupsTest, BranchGroupShowsItsBranch)
{
    EXPECT_THAT(bound(administrator, "文学院第1党支部"), StartsWith("本群已登记为文学院第1党支部的支部群"));
    EXPECT_THAT(group("new-chat", branch_secretary, "查支部 文学院第1党支部"),
                StartsWith("文学院第1党支部 2026年第38周"));
}

TEST_P(CommandGroupsTest, KindMustFitTheUnit)
{
    EXPECT_EQ(direct(administrator, "群 发码 文学院 支部群"), "支部群要写支部的名称，文学院不是支部。");
    EXPECT_EQ(direct(administrator, "群 发码 文学院第1党支部 单位群"), "单位群要写二级单位的名称。");
}

TEST_P(CommandGroupsTest, RobotIsLinkedWithTheChat)
{
    EXPECT_THAT(bound(administrator, "文学院 单位群 文学院工作群"), HasSubstr("通报由“文学院工作群”发到本群。"));
    store::Connection db(file_.path);
    EXPECT_EQ(store::bound_group(db, "wecom", "new-chat")->target, "文学院工作群");
}

TEST_P(CommandGroupsTest, RobotOfAnotherUnitOrPlatformIsNotLinked)
{
    EXPECT_EQ(direct(administrator, "群 发码 文学院 单位群 数理工作群"),
              direct(administrator, "群 发码 文学院 单位群 没有的群"));
    EXPECT_EQ(bound(administrator, "文学院 单位群 文学院钉钉群"), "通道“文学院钉钉群”属于另一个平台，请重新发码。");
    store::Connection db(file_.path);
    EXPECT_FALSE(store::bound_group(db, "wecom", "new-chat"));
}

TEST_P(CommandGroupsTest, BindingGoesBeforeTheConfiguration)
{
    EXPECT_EQ(group("literature", administrator, "查单位 数理学院").rfind("未找到", 0), 0u);
    bound(secretariat, "全校", "literature");
    EXPECT_THAT(group("literature", secretariat, "查单位 数理学院"), StartsWith("数理学院 2026年第38周"));
}

TEST_P(CommandGroupsTest, KindIsChangedByWhoMayRegisterIt)
{
    bound(administrator, "文学院");
    EXPECT_EQ(group("new-chat", administrator, "群 类型 管理员群"), "此操作需秘书处权限。");
    EXPECT_EQ(group("new-chat", administrator, "群 类型 支部群"), "支部群要写支部的名称，文学院不是支部。");
    now_ += 1s;
    EXPECT_EQ(group("new-chat", secretariat, "群 类型 管理员群"), "本群现在是文学院的管理员群，立即生效。");
    EXPECT_EQ(group("new-chat", administrator, "群 类型 单位群"), nobody_here);
    EXPECT_EQ(audit("群 类型").at(0).before, "单位群");
}

TEST_P(CommandGroupsTest, UnbindingTakesConfirmation)
{
    bound(administrator, "文学院");
    EXPECT_EQ(group("new-chat", other_administrator, "群 解绑"), nobody_here);
    const auto preview = group("new-chat", administrator, "群 解绑");
    EXPECT_THAT(preview, StartsWith("将取消本群的登记（文学院的单位群）"));
    EXPECT_EQ(group("new-chat", administrator, confirmation_in(preview)), "本群已取消登记。");
    EXPECT_THAT(group("new-chat", administrator, "查单位 文学院"), StartsWith("本群尚未登记"));
    EXPECT_EQ(audit("群 解绑").size(), 1u);
}

TEST_P(CommandGroupsTest, GroupOfTheConfigurationIsChangedThere)
{
    EXPECT_EQ(group("literature", administrator, "群 解绑"), "本群由配置文件登记，修改请联系运维人员。");
    EXPECT_EQ(group("literature", administrator, "群 类型 单位群"), "本群由配置文件登记，修改请联系运维人员。");
}

TEST_P(CommandGroupsTest, UnboundGroupOffersRegistrationOnlyToWhoMayRegister)
{
    EXPECT_THAT(group("new-chat", administrator, "帮助"), AllOf(HasSubstr("群 绑定"), Not(HasSubstr("群 类型"))));
    EXPECT_THAT(group("new-chat", member, "帮助"), Not(HasSubstr("群 绑定")));
}
