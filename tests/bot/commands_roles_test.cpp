#include "tests/bot/commands_people_fixture.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::bot;
using testing::HasSubstr;
using testing::StartsWith;

class CommandRolesTest : public PeopleTest {};
INSTANTIATE_TEST_SUITE_P(RankingsOnAndOff, CommandRolesTest, testing::Bool());

TEST_P(CommandRolesTest, RolesAreChangedBySecretariatAndSecretaries)
{
    only_for("S", "角色 授予 M01 学习管理员");
    only_for("U", "角色 授予 M01 组织员");
    only_for("S", "角色 撤销 M01 书记");
    only_for("U", "角色 撤销 M01 支部书记");
}

TEST_P(CommandRolesTest, RoleGivenTakesEffectAtOnceAndIsLogged)
{
    const auto preview = direct(secretariat, "角色 授予 M01 学习管理员");
    EXPECT_THAT(preview, StartsWith("将授予 皇甫清扬（M01）：文学院学习管理员，从今天起生效。\n"));
    EXPECT_THAT(direct(member, "名册 查询"), StartsWith("此操作需"));
    EXPECT_EQ(confirmed(secretariat, preview), "已授予 皇甫清扬（M01）：文学院学习管理员，立即生效。");
    EXPECT_THAT(direct(member, "名册 查询"), StartsWith("文学院 在册"));
    const auto entries = audit("角色 授予");
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries[0].object, "皇甫清扬（M01） 文学院学习管理员");
    EXPECT_EQ(entries[0].role, "S");
}

TEST_P(CommandRolesTest, RoleTakenEndsAtOnce)
{
    EXPECT_THAT(done(secretariat, "角色 撤销 A01 管理员"),
                StartsWith("已撤销 诸葛明月（A01）的角色：文学院学习管理员"));
    EXPECT_THAT(direct(administrator, "名册 查询"), StartsWith("此操作需"));
    EXPECT_THAT(done(secretariat, "角色 撤销 A01 学习管理员"), HasSubstr("没有变化"));
    EXPECT_EQ(audit("角色 撤销").size(), 1u);
}

TEST_P(CommandRolesTest, SecretaryGivesBranchRolesInTheOwnUnitOnly)
{
    EXPECT_THAT(done(secretary, "角色 授予 M02 支部书记"),
                StartsWith("已授予 皇甫清扬（M02）：文学院第2党支部支部书记"));
    EXPECT_THAT(direct("M02", "名册 查询"), StartsWith("文学院第2党支部 在册1人"));
    EXPECT_EQ(direct(secretary, "角色 授予 M04 支部书记"), nobody_here);
    EXPECT_EQ(direct(secretary, "角色 授予 M99 支部书记"), nobody_here);
    EXPECT_THAT(direct(secretary, "角色 授予 M02 支部书记 数理学院第1党支部"), StartsWith(nobody_here));
}

TEST_P(CommandRolesTest, RoleOverAnotherUnitNamesIt)
{
    done(secretariat, "角色 授予 A02 学习管理员 文学院");
    EXPECT_EQ(direct(other_administrator, "名册 查询"), "有2个匹配：数理学院、文学院。请写全称或代码。");
}

TEST_P(CommandRolesTest, RoleOfTheWholeUniversityIsNotGivenByCommand)
{
    EXPECT_THAT(direct(secretariat, "角色 授予 M01 秘书处"), StartsWith("格式：角色 授予"));
}

TEST_P(CommandRolesTest, BranchSecretaryWithoutABranchIsRefused)
{
    EXPECT_EQ(direct(secretary, "角色 授予 M03 支部书记"), nobody_here);
}
