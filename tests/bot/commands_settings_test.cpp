#include "store/roles.hpp"
#include "tests/bot/commands_people_fixture.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::bot;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class CommandSettingsTest : public PeopleTest {};
INSTANTIATE_TEST_SUITE_P(RankingsOnAndOff, CommandSettingsTest, testing::Bool());

TEST_P(CommandSettingsTest, SettingsAreForSecretariatAndAdministrators)
{
    only_for("SA", "设置");
    only_for("SA", "设置 排行 开");
    only_for("S", "设置 排行公开 关");
    EXPECT_EQ(group("admins", secretariat, "设置 排行 开"), "请私聊我使用此命令。");
}

TEST_P(CommandSettingsTest, CurrentValuesAreShown)
{
    EXPECT_THAT(direct(secretariat, "设置"), HasSubstr(GetParam() ? "排行：开" : "排行：关"));
    EXPECT_THAT(direct(secretariat, "设置"), HasSubstr("排行公开：关"));
}

TEST_P(CommandSettingsTest, RankingIsSwitchedAtOnce)
{
    direct(secretariat, "设置 排行 开");
    EXPECT_THAT(direct(leader, "查排行"), StartsWith("【参与度排行】"));
    EXPECT_EQ(direct(secretariat, "设置 排行 关"), "已设置：排行由“开”改为“关”，立即生效。");
    EXPECT_THAT(direct(leader, "查排行"), StartsWith("目前不提供排行"));
}

TEST_P(CommandSettingsTest, PublicRankingReachesMembers)
{
    direct(secretariat, "设置 排行 开");
    EXPECT_THAT(direct(member, "查排行"), StartsWith("此操作需"));
    direct(secretariat, "设置 排行公开 打开");
    EXPECT_THAT(direct(member, "查排行"), StartsWith("【参与度排行】"));
}

TEST_P(CommandSettingsTest, ChangeIsLoggedWithOldAndNew)
{
    direct(secretariat, "设置 排行公开 开");
    const auto entries = audit("设置");
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries[0].object, "排行公开（全校）");
    EXPECT_EQ(entries[0].before, "关");
    EXPECT_EQ(entries[0].after, "开");
}

TEST_P(CommandSettingsTest, UnknownKeyOrMissingValueChangesNothing)
{
    for (const auto* command : {"设置 排行", "设置 免打扰 开", "设置 开", "设置 排行 也许"})
        EXPECT_THAT(direct(secretariat, command), StartsWith("格式：设置 [键] [值] [单位]。")) << command;
    EXPECT_TRUE(audit("设置").empty());
}

TEST_P(CommandSettingsTest, AdministratorTakesTheRankingOutOfTheOwnGroupsOnly)
{
    direct(secretariat, "设置 排行 开");
    direct(secretariat, "设置 排行公开 开");
    EXPECT_THAT(group("literature", administrator, "查排行"), StartsWith("【参与度排行】"));
    EXPECT_EQ(direct(administrator, "设置 排行 关"), "已设置（文学院）：排行由“开”改为“关”，立即生效。");
    for (const auto* chat : {"literature", "first-branch"})
        EXPECT_THAT(group(chat, administrator, "查排行"), StartsWith("目前不提供排行")) << chat;
    EXPECT_THAT(group("admins", administrator, "查排行"), StartsWith("【参与度排行】"));
    EXPECT_THAT(direct(administrator, "查排行"), StartsWith("【参与度排行】"));
    EXPECT_THAT(direct(administrator, "设置"), HasSubstr("当前设置（文学院）：\n排行：关"));
}

TEST_P(CommandSettingsTest, AdministratorCannotGiveWhatTheSchoolTookAway)
{
    direct(secretariat, "设置 排行 关");
    direct(administrator, "设置 排行 开");
    EXPECT_THAT(group("literature", administrator, "查排行"), Not(StartsWith("【")));
    EXPECT_EQ(direct(administrator, "设置 排行公开 开"), "此操作需秘书处权限。");
}

TEST_P(CommandSettingsTest, AdministratorOfTwoUnitsIsAskedWhich)
{
    {
        store::Connection db(file_.path);
        const store::HeldRole role{store::Role::study_administrator, store::find_unit(db, "WX")->id};
        ASSERT_TRUE(store::grant_role(db, store::find_member(db, other_administrator)->id, role, local_day(now_)));
    }
    EXPECT_THAT(direct(other_administrator, "设置 免打扰 21:00-7:00"), StartsWith("有2个匹配："));
    EXPECT_THAT(direct(other_administrator, "设置 免打扰 21:00-7:00 数理学院"), StartsWith("已设置（数理学院）"));
    EXPECT_EQ(direct(other_administrator, "设置 免打扰 21:00-7:00 体育学院"), nobody_here);
}
