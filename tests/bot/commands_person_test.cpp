#include "tests/bot/commands_people_fixture.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::bot;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

/// 皇甫清扬 (M01, first branch of 文学院) studied twice in 2026-W38; M02 of the second branch has the same name.
class CommandPersonTest : public PeopleTest {
protected:
    CommandPersonTest()
    {
        store::Connection db(file_.path);
        for (const auto& [day, points] : {std::pair{"2026-09-14", 40}, {"2026-09-16", 30}})
            db.run("INSERT INTO activity (day, member, points, active, source, batch) VALUES ($1, $2, $3, 1, 1, 1)",
                   tongbao::day(day), store::find_member(db, member)->id, points);
    }
    std::vector<store::AuditEntry> looks() { return audit("查个人"); }
};

TEST_P(CommandPersonTest, AnswerIsLoggedAndSaysSo)
{
    EXPECT_EQ(direct(administrator, "查个人 M01 第38周"),
              "皇甫清扬（文学院第1党支部，工号尾号M01）2026年第38周（9.14–9.20）\n"
              "学习2天，累计70分，日均10.00分；应计7天，有数据7天\n"
              "9月14日 40分，9月16日 30分\n"
              "本次查看已记录，本人在“我的数据”里看得到。");
    ASSERT_THAT(looks(), SizeIs(1));
    EXPECT_EQ(looks()[0].role, "A");
    EXPECT_EQ(looks()[0].object, "工号尾号M01");
}

TEST_P(CommandPersonTest, WithoutAPeriodTheLastClosedWeekIsShown)
{
    at("2026-09-21", 17h);
    EXPECT_THAT(direct(administrator, "查个人 M01"), HasSubstr("2026年第38周"));
    EXPECT_THAT(direct(administrator, "查个人 M01 今天"), StartsWith("平台数据次日更新，以下是9月20日的数据。\n"));
}

TEST_P(CommandPersonTest, PeriodWithoutDataSaysSo)
{
    EXPECT_THAT(direct(administrator, "查个人 M01 2026-W30"), HasSubstr("该期间暂无数据。"));
}

TEST_P(CommandPersonTest, ThePersonSeesWhoLookedByTheirRight)
{
    direct(administrator, "查个人 M01");
    direct(branch_secretary, "查个人 M01");
    now_ += 24h;
    direct(branch_secretary, "查个人 M01");
    direct(secretariat, "查个人 M01 理由：核对更正申请");
    EXPECT_THAT(direct(member, "我的数据"),
                HasSubstr("近30天查看过您数据的人：本单位学习管理员1次（9月21日）；本支部书记2次（9月21日、9月22日）；"
                          "秘书处1次（9月22日）。"));
    EXPECT_THAT(direct(member, "我的数据 导出"), HasSubstr("秘书处,查个人,工号尾号M01，理由：核对更正申请"));
    EXPECT_THAT(direct(organiser, "我的数据"), HasSubstr("近30天查看过您数据的人：没有。"));
    now_ += 24h * 31;
    EXPECT_THAT(direct(member, "我的数据"), HasSubstr("近30天查看过您数据的人：没有。"));
}

TEST_P(CommandPersonTest, NamesakesAreAskedForWithoutALook)
{
    EXPECT_EQ(direct(administrator, "查个人 皇甫清扬"),
              "有2位同名：皇甫清扬（尾号M01，文学院第1党支部）、皇甫清扬（尾号M02，文学院第2党支部）。请写工号。");
    EXPECT_THAT(looks(), IsEmpty());
}

TEST_P(CommandPersonTest, BranchSecretaryAndOrganiserSeeTheirBranchOnly)
{
    for (const auto* user : {branch_secretary, organiser}) {
        EXPECT_THAT(direct(user, "查个人 皇甫清扬 第38周"), StartsWith("皇甫清扬（文学院第1党支部")) << user;
        EXPECT_EQ(direct(user, "查个人 M02"), nobody_here) << user;
    }
}

TEST_P(CommandPersonTest, OtherUnitsAndNobodyLookAlike)
{
    for (const auto* who : {"M04", "钟离长风", "没有这个人", "20990101"})
        for (const auto* user : {secretary, administrator, organiser, branch_secretary})
            EXPECT_EQ(direct(user, std::string("查个人 ") + who), nobody_here) << who;
    EXPECT_THAT(looks(), IsEmpty());
}

TEST_P(CommandPersonTest, SecretariatGivesAReasonThatTheLogKeeps)
{
    for (const auto* without : {"查个人 M04", "查个人 没有这个人", "查个人 M04 第38周 理由", "查个人 M04 理由："})
        EXPECT_THAT(direct(secretariat, without), StartsWith("秘书处查个人须写明理由")) << without;
    EXPECT_THAT(looks(), IsEmpty());
    EXPECT_THAT(direct(secretariat, "查个人 M04 第38周 理由：核对更正申请"),
                StartsWith("钟离长风（数理学院第1党支部，工号尾号M04）"));
    EXPECT_EQ(looks().at(0).object, "工号尾号M04，理由：核对更正申请");
    EXPECT_EQ(looks().at(0).role, "S");
}

TEST_P(CommandPersonTest, ALongReasonIsRefused)
{
    std::string reason;
    for (int i = 0; i < 101; ++i)
        reason += "长";
    EXPECT_EQ(direct(secretariat, "查个人 M04 理由 " + reason), "理由请控制在100字以内。");
}

TEST_P(CommandPersonTest, OneWithBothRightsNeedsAReasonOutsideTheOwnUnitOnly)
{
    EXPECT_THAT(direct(both, "查个人 M01"), StartsWith("皇甫清扬"));
    EXPECT_THAT(direct(both, "查个人 M01"), HasSubstr("查询范围：文学院（学习管理员）"));
    EXPECT_THAT(direct(both, "查个人 M04"), StartsWith("秘书处查个人须写明理由"));
}

TEST_P(CommandPersonTest, RolesOfTheTable)
{
    only_for("SUAOB", "查个人 M01");
}

TEST_P(CommandPersonTest, FiveLooksAMinuteWhateverTheirOutcome)
{
    lasting_.emplace(store_, calendar_, *templates_.templates, rules_);
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(direct(administrator, "查个人 没有这个人"), nobody_here);
    EXPECT_EQ(direct(administrator, "查个人 M01"), "操作太频繁，请1分钟后再试。");
    EXPECT_THAT(direct(administrator, "查单位 文学院"), Not(HasSubstr("太频繁"))) << "other commands go on";
    EXPECT_THAT(direct(secretary, "查个人 M01"), StartsWith("皇甫清扬")) << "so do other persons";
    now_ += 1min;
    EXPECT_THAT(direct(administrator, "查个人 M01"), StartsWith("皇甫清扬"));
}

INSTANTIATE_TEST_SUITE_P(Rankings, CommandPersonTest, testing::Bool());
