#include "tests/bot/commands_fixture.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::bot;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::AnyOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace {

constexpr auto participation_ranking = "【参与度排行】2026年第38周（9.14–9.20）\n"
                                       "1 文学院 70.00% 持平\n"
                                       "2 机关党委 65.00% ↑2\n"
                                       "2 数理学院 65.00% 持平\n"
                                       "4 音乐学院 64.95% ↓1\n"
                                       "5 体育学院 45.00% 持平\n"
                                       "未排名：直属支部（人数较少）\n"
                                       "口径：名册；数据7/7天";
constexpr auto literature_in_full = "文学院 2026年第38周\n"
                                    "应学420人 注册率98.10% 参与度70.00%（第1位） 人均34.50分（第1位）\n"
                                    "数据7/7天 口径：名册\n"
                                    "参与度较上周+2.01个百分点，人均较上周+1.00分\n"
                                    "数据截至9月20日24时";
constexpr auto out_of_scope = "未找到，或不在您的管理范围内。";
constexpr auto direct_only = "请私聊我使用此命令。";

} // namespace

using CommandWhoTest = CommandsTest;

TEST_F(CommandWhoTest, StrangerIsToldOnceADayHowToBind)
{
    EXPECT_EQ(direct(stranger, "查排行"), "请先私聊我发送“绑定 校验码”（校验码向本单位学习管理员索取）。");
    EXPECT_EQ(direct(stranger, "查单位 文学院"), "");
    EXPECT_EQ(direct(stranger, "你好"), "");
    at("2026-09-22", 10h);
    EXPECT_THAT(direct(stranger, "查排行"), StartsWith("请先私聊我"));
}

TEST_F(CommandWhoTest, TwentyFirstCommandInAMinuteIsToldToWaitAndTheNextMinuteIsFree)
{
    lasting_.emplace(store_, calendar_, *templates_.templates, rules_);
    for (int i = 0; i < 20; ++i)
        EXPECT_THAT(direct(secretariat, "帮助"), Not(HasSubstr("操作太频繁")));
    EXPECT_EQ(direct(secretariat, "帮助"), "操作太频繁，请1分钟后再试。");
    EXPECT_EQ(direct(secretariat, "帮助"), "") << "said once: a flood is not answered with a flood";
    EXPECT_THAT(direct(administrator, "帮助"), Not(HasSubstr("操作太频繁")));
    at("2026-09-21", 11h);
    EXPECT_THAT(direct(secretariat, "帮助"), Not(HasSubstr("操作太频繁")));
}

TEST_F(CommandWhoTest, OversizedTextIsRefusedWhateverItSays)
{
    const auto oversized = "查排行 " + std::string(4000, 'x');
    EXPECT_EQ(direct(secretary, oversized), "消息太长，一条消息请不超过1000字。");
    direct(stranger, oversized);
    EXPECT_EQ(direct(stranger, oversized), ""); // once a day, as for every stranger
}

TEST_F(CommandWhoTest, SenderWithoutAnIdIsAStranger)
{
    EXPECT_THAT(direct("", "查排行"), StartsWith("请先私聊我"));
}

TEST_F(CommandWhoTest, WithoutTheSettingAnIdEqualToACodeIsAStranger)
{
    rules_.user_id_is_member_id = false;
    EXPECT_THAT(direct(secretariat, "查排行"), StartsWith("请先私聊我"));
}

TEST_F(CommandWhoTest, WhoLeftTheRosterIsAStranger)
{
    {
        store::Connection db(file_.path);
        db.run("UPDATE membership SET end_day = $1 WHERE member = (SELECT id FROM member WHERE code = $2)",
               day("2026-09-21"), secretariat);
    }
    EXPECT_THAT(direct(secretariat, "查排行"), StartsWith("请先私聊我"));
}

TEST_F(CommandWhoTest, DatabaseFailureIsAnsweredWithANumber)
{
    {
        store::Connection db(file_.path);
        db.execute("DROP TABLE unit_day");
    }
    EXPECT_THAT(direct(secretariat, "查排行"),
                AllOf(StartsWith("出错了（编号 "), EndsWith("），已通知秘书处，请稍后再试。")));
    EXPECT_EQ(code_, ReplyCode::internal);
}

TEST_F(CommandWhoTest, AnswerThatNamesAMemberNeverEntersAGroup)
{
    {
        store::Connection db(file_.path);
        db.execute("UPDATE unit SET rank_group = '欧阳问渠' WHERE code = 'WX'");
    }
    EXPECT_EQ(group("admins", secretariat, "查排行 欧阳问渠"), direct_only);
    EXPECT_THAT(direct(secretariat, "查排行 欧阳问渠"), StartsWith("【欧阳问渠参与度排行】"));
}

TEST_F(CommandWhoTest, UnitNamedLikeAMemberIsNoMember)
{
    {
        store::Connection db(file_.path);
        db.execute("UPDATE unit SET name = '欧阳问渠' WHERE code = 'WX'");
    }
    EXPECT_THAT(group("admins", secretariat, "查排行"), HasSubstr("1 欧阳问渠 70.00%"));
}

TEST_F(CommandWhoTest, UnknownCommandIsSuggestedNeverRun)
{
    EXPECT_EQ(direct(secretariat, "查排名 参与"), "没有这个命令。您是不是想发“查排行”？发“帮助”看全部。");
    EXPECT_EQ(direct(secretariat, "天气怎么样"), "没有这个命令。发“帮助”看全部。");
}

TEST_F(CommandWhoTest, OnlyPermittedCommandsAreSuggested)
{
    EXPECT_EQ(direct(member, "查排名"), "没有这个命令。发“帮助”看全部。");
    EXPECT_EQ(group("literature", administrator, "查排名"), "没有这个命令。您是不是想发“查单位”？发“帮助”看全部。");
}

using CommandRankingTest = CommandsTest;

TEST_F(CommandRankingTest, ParticipationOfTheLastClosedWeekIsTheDefault)
{
    EXPECT_EQ(direct(secretariat, "查排行"), participation_ranking);
    EXPECT_EQ(direct(secretariat, "查排行 参与 第38周"), participation_ranking);
}

TEST_F(CommandRankingTest, AdministratorsGroupGetsTheSameAnswer)
{
    EXPECT_EQ(group("admins", administrator, "查排行 参与 第38周"), participation_ranking);
}

TEST_F(CommandRankingTest, EveryAliasAnswers)
{
    for (const auto* alias : {"排行", "排行榜", "排名", "/查排行", "查排行：参与"})
        EXPECT_EQ(direct(secretariat, alias), participation_ranking) << alias;
}

TEST_F(CommandRankingTest, EveryRoleOfTheRowMayAsk)
{
    for (const auto* role : {leader, secretariat, partner, secretary, administrator, organiser})
        EXPECT_EQ(direct(role, "查排行"), participation_ranking) << role;
}

TEST_F(CommandRankingTest, PointsAndRegistrationAreTheOtherLists)
{
    EXPECT_EQ(direct(secretariat, "查排行 积分"), "【人均积分排行】2026年第38周（9.14–9.20）\n"
                                                  "1 文学院 34.50分 持平\n"
                                                  "2 机关党委 31.50分 ↑2\n"
                                                  "2 数理学院 31.50分 持平\n"
                                                  "2 音乐学院 31.50分 ↑1\n"
                                                  "5 体育学院 21.00分 持平\n"
                                                  "未排名：直属支部（人数较少）\n"
                                                  "口径：名册；数据7/7天");
    EXPECT_THAT(direct(secretariat, "查排行 注册"), HasSubstr("1 机关党委 99.23% 持平\n2 文学院 98.10% 持平"));
}

TEST_F(CommandRankingTest, WithoutAPreviousWindowTheChangeIsADash)
{
    EXPECT_THAT(direct(secretariat, "查排行 第37周"), HasSubstr("1 文学院 67.99% —"));
}

TEST_F(CommandRankingTest, GroupOfUnitsIsRankedWithinItself)
{
    EXPECT_EQ(direct(secretariat, "查排行 学院"), "【学院参与度排行】2026年第38周（9.14–9.20）\n"
                                                  "1 文学院 70.00% 持平\n"
                                                  "2 数理学院 65.00% 持平\n"
                                                  "3 音乐学院 64.95% 持平\n"
                                                  "4 体育学院 45.00% 持平\n"
                                                  "口径：名册；数据7/7天");
}

TEST_F(CommandRankingTest, WordThatIsNoGroupIsRefusedWithTheFormat)
{
    EXPECT_EQ(direct(secretariat, "查排行 第38州"),
              "格式：查排行 [参与/积分/注册] [期间] [组别]。例：查排行 参与 第38周");
}

TEST_F(CommandRankingTest, BranchSecretarySeesTheBranchesOfTheOwnUnit)
{
    EXPECT_EQ(direct(branch_secretary, "查排行"), "【文学院各支部参与度排行】2026年第38周（9.14–9.20）\n"
                                                  "1 文学院第1党支部 75.00% —\n"
                                                  "未排名：文学院第2党支部（人数较少）\n"
                                                  "口径：名册；数据7/7天");
}

TEST_F(CommandRankingTest, BranchesAreLateWithTheirUnit)
{
    cover("2026-09-21", "WX", 100);
    cover("2026-09-21", "WX-01", 20);
    at("2026-09-23", 13h);
    EXPECT_THAT(direct(branch_secretary, "查排行 本周"),
                EndsWith("数据截至9月21日24时\n数据停在9月21日（文学院未导入），结果可能不完整。"));
}

TEST_F(CommandRankingTest, BranchesAreNotRankedInGroups)
{
    EXPECT_EQ(group("admins", branch_secretary, "查排行"), direct_only);
}

TEST_F(CommandRankingTest, GroupOfAUnitGetsNone)
{
    EXPECT_EQ(group("literature", secretary, "查排行"), direct_only);
    EXPECT_EQ(code_, ReplyCode::direct_only);
}

TEST_F(CommandRankingTest, PublicRankingIsShownInEveryBoundGroupAndToMembers)
{
    rules_.rights.ranking_public = true;
    EXPECT_EQ(group("literature", member, "查排行"), participation_ranking);
    EXPECT_EQ(direct(member, "查排行"), participation_ranking);
    EXPECT_EQ(group("elsewhere", member, "查排行"), replies::unbound_group().text);
}

TEST_F(CommandRankingTest, MemberIsToldWhoMayAsk)
{
    EXPECT_EQ(direct(member, "查排行"),
              "此操作需领导小组、秘书处、协同部门、党组织书记、学习管理员、组织员/宣传员或支部书记权限。");
}

TEST_F(CommandRankingTest, RankingsOffIsSaidPolitely)
{
    rules_.rights.ranking_enabled = false;
    EXPECT_EQ(direct(secretariat, "查排行"), "目前不提供排行，其他查询照常使用。发“帮助”看全部。");
    EXPECT_EQ(group("admins", secretariat, "查排行"), "目前不提供排行，其他查询照常使用。发“帮助”看全部。");
}

TEST_F(CommandRankingTest, PeriodWithoutDataSaysSo)
{
    EXPECT_EQ(direct(secretariat, "查排行 2026-W30"), "该期间暂无数据。");
}

TEST_F(CommandRankingTest, FewDaysGiveFiguresWithoutRanks)
{
    const auto answer = direct(secretariat, "查排行 9月14日");
    EXPECT_THAT(answer,
                AllOf(StartsWith("【参与度排行】2026年9月14日\n未排名："), HasSubstr("文学院 70.00%（数据1/1天）"),
                      HasSubstr("直属支部（人数较少）"), Not(HasSubstr("\n1 "))));
}

TEST_F(CommandRankingTest, FewDaysOfOneUnitUnrankThatUnitOnly)
{
    {
        store::Connection db(file_.path);
        for (const auto* table : {"unit_day", "coverage"})
            db.run(std::string("DELETE FROM ") + table +
                       " WHERE unit = (SELECT id FROM unit WHERE code = 'TY') "
                       "AND day BETWEEN $1 AND $2",
                   day("2026-09-14"), day("2026-09-17"));
    }
    EXPECT_THAT(
        direct(secretariat, "查排行 第38周"),
        AllOf(HasSubstr("4 音乐学院 64.95%"), HasSubstr("未排名：体育学院 45.00%（数据3/7天）、直属支部（人数较少）")));
}

TEST_F(CommandRankingTest, TodayIsAnsweredWithYesterday)
{
    EXPECT_THAT(direct(secretariat, "查排行 今天"),
                StartsWith("平台数据次日更新，以下是9月20日的数据。\n【参与度排行】2026年9月20日\n"));
}

TEST_F(CommandRankingTest, LateUnitIsNamedWithTheDayTheDataStop)
{
    for (const auto* unit : {"XX", "WX", "SL", "JG", "YY", "TY", "ZS"})
        cover("2026-09-21", unit, 100);
    for (const auto* unit : {"XX", "WX", "SL", "JG", "YY", "ZS"})
        cover("2026-09-22", unit, 100);
    at("2026-09-23", 13h);
    EXPECT_THAT(direct(secretariat, "查排行 本周"), EndsWith("口径：名册；数据2/7天\n数据截至9月22日24时\n"
                                                             "数据停在9月21日（体育学院未导入），结果可能不完整。"));
}

TEST_F(CommandRankingTest, DayIsNotLateBeforeNoonOfTheNext)
{
    for (const auto* unit : {"XX", "WX", "SL", "JG", "YY", "TY", "ZS"})
        cover("2026-09-21", unit, 100);
    at("2026-09-23", 11h);
    EXPECT_THAT(direct(secretariat, "查排行 本周"), Not(HasSubstr("数据停在")));
    at("2026-09-23", 12h);
    EXPECT_THAT(direct(secretariat, "查排行 本周"), HasSubstr("数据停在9月21日"));
}

TEST_F(CommandRankingTest, WeekIsTheLastClosedOneOnlyWhenAllReportedOrTheDeadlinePassed)
{
    at("2026-09-28", 10h);
    EXPECT_THAT(direct(secretariat, "查排行"), HasSubstr("2026年第38周"));
    for (const auto* unit : {"XX", "WX", "SL", "JG", "YY", "TY"})
        cover("2026-09-27", unit, 100);
    EXPECT_THAT(direct(secretariat, "查排行"), HasSubstr("2026年第38周"));
    at("2026-09-28", 16h);
    EXPECT_THAT(direct(secretariat, "查排行"), HasSubstr("2026年第39周"));
}

TEST_F(CommandRankingTest, HolderOfSeveralRolesIsToldWhichWasUsed)
{
    EXPECT_EQ(direct(both, "查排行"), std::string(participation_ranking) + "\n查询范围：全校（秘书处）");
}

using CommandUnitTest = CommandsTest;

TEST_F(CommandUnitTest, FiguresTrendAndDataStateAreShown)
{
    EXPECT_EQ(direct(secretariat, "查单位 文学院 第38周"), literature_in_full);
}

TEST_F(CommandUnitTest, NameShortNameCodePrefixAndAliasFindIt)
{
    for (const auto* typed : {"查单位 文学", "查单位 wx", "单位 文院", "查单位：文学院", "查单位 上周 文学院"})
        EXPECT_EQ(direct(secretariat, typed), literature_in_full) << typed;
}

TEST_F(CommandUnitTest, OwnUnitIsOpenToItsSecretaryAdministratorAndOrganiser)
{
    for (const auto* role : {secretary, administrator, organiser})
        EXPECT_EQ(direct(role, "查单位 文学院"), literature_in_full) << role;
}

TEST_F(CommandUnitTest, OtherUnitAndNoUnitGetTheSameWords)
{
    for (const auto* role : {secretary, administrator, organiser}) {
        EXPECT_EQ(direct(role, "查单位 数理学院"), out_of_scope) << role;
        EXPECT_EQ(direct(role, "查单位 没有的学院"), out_of_scope) << role;
        EXPECT_EQ(direct(role, "查单位 理体"), out_of_scope) << role;
        EXPECT_EQ(direct(role, "查单位 全校"), out_of_scope) << role;
    }
}

TEST_F(CommandUnitTest, RoleOutsideTheRowIsRefused)
{
    const auto* refused = "此操作需领导小组、秘书处、协同部门、党组织书记、学习管理员或组织员/宣传员权限。";
    EXPECT_EQ(direct(branch_secretary, "查单位 文学院"), refused);
    EXPECT_EQ(direct(member, "查单位 文学院"), refused);
}

TEST_F(CommandUnitTest, AmbiguousUnitIsAsked)
{
    EXPECT_EQ(direct(secretariat, "查单位 理体"), "有2个匹配：数理学院、体育学院。请写全称或代码。");
}

TEST_F(CommandUnitTest, UnitThatLooksAlikeIsSuggested)
{
    EXPECT_EQ(direct(secretariat, "查单位 数理学员"), "未找到，或不在您的管理范围内。您是不是想查：数理学院？");
}

TEST_F(CommandUnitTest, MissingUnitIsAnsweredWithTheFormat)
{
    EXPECT_EQ(direct(secretariat, "查单位"), "格式：查单位 单位 [期间]。例：查单位 文学院 第38周");
    EXPECT_EQ(direct(secretariat, "查单位 文学院 第38周 上周"), "格式：查单位 单位 [期间]。例：查单位 文学院 第38周");
}

TEST_F(CommandUnitTest, WholeUniversityHasNoRank)
{
    EXPECT_THAT(direct(leader, "查单位 全校"),
                StartsWith("示例大学 2026年第38周\n应学1334人 注册率97.45% 参与度64.84% 人均31.52分\n数据7/7天"));
}

TEST_F(CommandUnitTest, OwnGroupShowsTheUnitWithoutItsRank)
{
    EXPECT_EQ(group("literature", secretary, "查单位 文学院"), "文学院 2026年第38周\n"
                                                               "应学420人 注册率98.10% 参与度70.00% 人均34.50分\n"
                                                               "数据7/7天 口径：名册\n"
                                                               "参与度较上周+2.01个百分点，人均较上周+1.00分\n"
                                                               "数据截至9月20日24时");
}

TEST_F(CommandUnitTest, OtherUnitsAreShownAmongAdministratorsOnly)
{
    EXPECT_EQ(group("literature", secretariat, "查单位 数理学院"), direct_only);
    EXPECT_EQ(group("first-branch", secretariat, "查单位 数理学院"), direct_only);
    EXPECT_THAT(group("admins", secretariat, "查单位 数理学院"), StartsWith("数理学院 2026年第38周"));
}

TEST_F(CommandUnitTest, RankingsOffLeaveTheFigures)
{
    rules_.rights.ranking_enabled = false;
    const auto answer = direct(secretariat, "查单位 文学院");
    EXPECT_THAT(answer, AllOf(HasSubstr("参与度70.00% 人均34.50分"), Not(HasSubstr("位")), Not(HasSubstr("排名"))));
}

TEST_F(CommandUnitTest, SmallUnitIsNotRankedAndSaysWhy)
{
    EXPECT_THAT(direct(secretariat, "查单位 直属支部"),
                AllOf(HasSubstr("参与度89.29% 人均37.00分"), HasSubstr("不参与排名：人数较少")));
}

TEST_F(CommandUnitTest, VerySmallUnitIsHiddenFromOthers)
{
    for (const auto* unit : {"XX", "ZS", "WX"})
        cover("2026-08-24", unit, 2);
    EXPECT_EQ(direct(secretariat, "查单位 直属支部 2026-08-24"), "人数少于3人，不显示统计，以免推断到个人。");
    EXPECT_EQ(group("literature", secretary, "查单位 文学院 2026-08-24"), "人数少于3人，不显示统计，以免推断到个人。");
    EXPECT_THAT(direct(secretary, "查单位 文学院 2026-08-24"), StartsWith("文学院 2026年8月24日\n应学2人"));
}

TEST_F(CommandUnitTest, PeriodWithoutDataSaysSo)
{
    EXPECT_EQ(direct(secretariat, "查单位 文学院 2026-W30"), "该期间暂无数据。");
    EXPECT_EQ(direct(secretariat, "查单位 文学院 今天").find("平台数据次日更新"), 0u);
}

TEST_F(CommandUnitTest, WithoutAPreviousWindowNothingIsCompared)
{
    EXPECT_THAT(direct(secretariat, "查单位 文学院 第37周"), HasSubstr("参与度上周无可比数据"));
    EXPECT_THAT(direct(secretariat, "查单位 文学院 9.14-9.20"), Not(HasSubstr("上周")));
}

TEST_F(CommandUnitTest, LateDataAreNamed)
{
    cover("2026-09-21", "XX", 100);
    cover("2026-09-21", "TY", 100);
    at("2026-09-23", 13h);
    EXPECT_THAT(direct(secretariat, "查单位 体育 本周"),
                EndsWith("数据截至9月21日24时\n数据停在9月21日（体育学院未导入），结果可能不完整。"));
}

TEST_F(CommandUnitTest, UnknownArrangementOfTheYearIsNoted)
{
    calendar_ = Calendar{};
    EXPECT_THAT(direct(secretariat, "查单位 文学院"), EndsWith("\n节假日安排待更新"));
}

TEST_F(CommandUnitTest, NarrowestScopeIsNamedToHoldersOfSeveral)
{
    EXPECT_THAT(direct(both, "查单位 文学院"), EndsWith("\n查询范围：文学院（学习管理员）"));
    EXPECT_THAT(direct(both, "查单位 数理学院"), EndsWith("\n查询范围：全校（秘书处）"));
}

using CommandBranchTest = CommandsTest;

TEST_F(CommandBranchTest, FiguresOfTheOwnBranchAreShown)
{
    const auto* figures = "文学院第1党支部 2026年第38周\n"
                          "应学20人 注册率100.00% 参与度75.00%（第1位） 人均15.00分（第1位）\n"
                          "数据7/7天 口径：名册\n"
                          "参与度上周无可比数据，人均上周无可比数据\n"
                          "数据截至9月20日24时";
    for (const auto* typed : {"查支部 文学院第一党支部", "支部 文学院1支 第38周", "查支部 WX-01"})
        EXPECT_EQ(direct(branch_secretary, typed), figures) << typed;
}

TEST_F(CommandBranchTest, OtherBranchAndNoBranchGetTheSameWords)
{
    EXPECT_EQ(direct(branch_secretary, "查支部 WX-02"), direct(branch_secretary, "查支部 WX-09"));
    EXPECT_EQ(direct(branch_secretary, "查支部 没有的支部"), out_of_scope);
    EXPECT_EQ(direct(branch_secretary, "查支部 文学院第2党支部"), direct(branch_secretary, "查支部 文学院第9党支部"));
    EXPECT_EQ(direct(administrator, "查支部 数理学院"), out_of_scope);
}

TEST_F(CommandBranchTest, VerySmallBranchIsHiddenOutsideItsUnit)
{
    EXPECT_EQ(direct(secretariat, "查支部 文学院第2党支部"), "人数少于3人，不显示统计，以免推断到个人。");
    EXPECT_THAT(direct(secretary, "查支部 文学院第2党支部"), StartsWith("文学院第2党支部 2026年第38周\n应学2人"));
}

TEST_F(CommandBranchTest, OnlyTheOwnGroupShowsABranch)
{
    EXPECT_THAT(group("first-branch", branch_secretary, "查支部 WX-01"), StartsWith("文学院第1党支部 2026年第38周"));
    EXPECT_EQ(group("first-branch", secretary, "查支部 WX-02"), direct_only);
    EXPECT_EQ(group("admins", secretariat, "查支部 WX-01"), direct_only);
}

TEST_F(CommandBranchTest, RoleOutsideTheRowIsRefused)
{
    for (const auto* role : {leader, partner, member})
        EXPECT_EQ(direct(role, "查支部 WX-01"), "此操作需秘书处、党组织书记、学习管理员、组织员/宣传员或支部书记权限。")
            << role;
}

using CommandDataStateTest = CommandsTest;

TEST_F(CommandDataStateTest, SecretariatSeesEveryUnit)
{
    at("2026-09-22", 10h);
    for (const auto* unit : {"WX", "SL", "JG", "YY", "ZS"})
        cover("2026-09-21", unit, 10);
    EXPECT_EQ(direct(secretariat, "数据 状态"), "数据截至9月21日24时\n"
                                                "机关党委 9月21日 近7天7/7\n"
                                                "数理学院 9月21日 近7天7/7\n"
                                                "体育学院 9月20日 近7天6/7\n"
                                                "文学院 9月21日 近7天7/7\n"
                                                "音乐学院 9月21日 近7天7/7\n"
                                                "直属支部 9月21日 近7天7/7\n"
                                                "昨日无数据：体育学院\n"
                                                "尚未明确学习管理员：机关党委、数理学院、体育学院、音乐学院、直属支部");
}

TEST_F(CommandDataStateTest, AdministratorSeesTheOwnUnit)
{
    EXPECT_EQ(direct(administrator, "数据状态"), "数据截至9月20日24时\n文学院 9月20日 近7天7/7");
}

TEST_F(CommandDataStateTest, OthersAreRefused)
{
    for (const auto* role : {leader, partner, secretary, organiser, branch_secretary, member})
        EXPECT_EQ(direct(role, "数据 状态"), "此操作需秘书处或学习管理员权限。") << role;
}

TEST_F(CommandDataStateTest, GroupsGetNone)
{
    EXPECT_EQ(group("admins", secretariat, "数据 状态"), direct_only);
}
