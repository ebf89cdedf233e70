#include "tests/bot/commands_people_fixture.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::bot;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class CommandAuditTest : public PeopleTest {};
INSTANTIATE_TEST_SUITE_P(RankingsOnAndOff, CommandAuditTest, testing::Bool());

TEST_P(CommandAuditTest, LogIsTheSecretariats)
{
    only_for("S", "审计");
    EXPECT_EQ(group("admins", secretariat, "审计"), "请私聊我使用此命令。");
}

TEST_P(CommandAuditTest, EmptyLogSaysSo)
{
    EXPECT_EQ(direct(secretariat, "审计"), "没有符合条件的记录。");
}

TEST_P(CommandAuditTest, EntrySaysWhoDidWhatByWhichRight)
{
    direct(administrator, "名册 修改 M03 类别 教工");
    EXPECT_EQ(direct(secretariat, "审计"), "共1条：\n9月21日 10:00 诸葛明月（尾号A01） 名册 修改：闻人听雨（M03） "
                                           "类别，其他→教工（文学院 学习管理员）");
}

TEST_P(CommandAuditTest, AskedByPersonCommandAndPeriod)
{
    direct(administrator, "名册 修改 M03 类别 教工");
    direct(secretary, "名册 豁免 M02 病假 10月31日");
    EXPECT_THAT(direct(secretariat, "审计 A01"), AllOf(HasSubstr("名册 修改"), Not(HasSubstr("名册 豁免"))));
    EXPECT_THAT(direct(secretariat, "审计 闻人听雨"), AllOf(HasSubstr("名册 修改"), Not(HasSubstr("名册 豁免"))));
    EXPECT_THAT(direct(secretariat, "审计 名册 豁免"), AllOf(HasSubstr("名册 豁免"), Not(HasSubstr("名册 修改"))));
    EXPECT_THAT(direct(secretariat, "审计 名册"), StartsWith("共2条："));
    EXPECT_THAT(direct(secretariat, "审计 U01 名册 今天"), StartsWith("共1条："));
    EXPECT_EQ(direct(secretariat, "审计 名册 上周"), "没有符合条件的记录。");
}

TEST_P(CommandAuditTest, LookingAtTheLogIsLogged)
{
    direct(secretariat, "审计 名册");
    EXPECT_THAT(direct(secretariat, "审计"), HasSubstr("司徒静澜（尾号S01） 审计：审计 名册"));
}

TEST_P(CommandAuditTest, TwentyAreListedAndAllAreCounted)
{
    for (int i = 0; i < 21; ++i)
        direct(administrator, "名册 未注册");
    EXPECT_THAT(direct(secretariat, "审计 名册"), StartsWith("共21条，最近20条："));
}

TEST_P(CommandAuditTest, UnknownPersonOrCommandIsSaid)
{
    EXPECT_EQ(direct(secretariat, "审计 M99"), nobody_here);
    EXPECT_THAT(direct(secretariat, "审计 A01 没有的命令"), StartsWith("格式：审计"));
    EXPECT_THAT(direct(secretariat, "审计 皇甫清扬"), StartsWith("有2位同名："));
}

TEST_P(CommandAuditTest, BindingIsLogged)
{
    const auto code = direct(administrator, "校验码 M01");
    EXPECT_EQ(audit("校验码").size(), 1u);
    const auto digits = code.substr(code.find("绑定 ") + std::string_view("绑定 ").size(), 8);
    done(member, "绑定 " + digits);
    EXPECT_EQ(audit("绑定").size(), 1u);
}
