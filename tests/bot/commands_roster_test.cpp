#include "tests/bot/commands_people_fixture.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::bot;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class CommandRosterTest : public PeopleTest {};
INSTANTIATE_TEST_SUITE_P(RankingsOnAndOff, CommandRosterTest, testing::Bool());

TEST_P(CommandRosterTest, ListsAreForTheUnitsPeople)
{
    for (const auto* command : {"名册 查询", "名册 未归属", "名册 未注册"})
        only_for("UAOB", command);
}

TEST_P(CommandRosterTest, ChangesAreForWhoKeepsTheRoster)
{
    only_for("AUS", "名册 新增 20260101 王小明 文学院第1党支部");
    only_for("AUS", "名册 修改 M03 类别 教工");
    only_for("AUS", "名册 离岗 M03 9月30日 退休");
    only_for("AU", "名册 豁免 M03 病假 10月31日");
    only_for("AS", "名册 调动 M03 文学院第2党支部 9月21日");
    only_for("AS", "名册 申请");
    only_for("AS", "名册 同意 1");
    only_for("AS", "名册 不同意 1");
}

TEST_P(CommandRosterTest, NothingOfTheRosterIsSaidInGroups)
{
    for (const auto* command : {"名册 查询", "名册 新增 20260101 王小明 文学院第1党支部", "名册 修改 M03 姓名 某某",
                                "名册 离岗 M03 9月30日 退休", "名册 调动 M03 文学院第2党支部 9月21日"})
        EXPECT_EQ(group("admins", administrator, command), "请私聊我使用此命令。") << command;
}

TEST_P(CommandRosterTest, UnitIsCountedByBranch)
{
    EXPECT_EQ(direct(administrator, "名册 查询"), "文学院 在册11人，未注册11人，未归属支部1人。\n"
                                                  "文学院第1党支部9人、文学院第2党支部1人\n"
                                                  "看名单请发“名册 查询 支部”。");
}

TEST_P(CommandRosterTest, BranchIsListedWithTheEndsOfNumbers)
{
    EXPECT_EQ(direct(secretary, "名册 查询 文学院第2党支部"),
              "文学院第2党支部 在册1人，未注册1人。\n皇甫清扬（尾号M02）");
}

TEST_P(CommandRosterTest, OrganiserAndBranchSecretarySeeTheirOwnBranch)
{
    for (const auto* user : {organiser, branch_secretary}) {
        EXPECT_THAT(direct(user, "名册 查询"), StartsWith("文学院第1党支部 在册9人"));
        EXPECT_THAT(direct(user, "名册 查询 文学院第2党支部"), StartsWith(nobody_here));
        EXPECT_THAT(direct(user, "名册 查询 M02"), StartsWith(nobody_here));
    }
}

TEST_P(CommandRosterTest, OtherUnitsDoNotExist)
{
    EXPECT_EQ(direct(administrator, "名册 查询 数理学院"), direct(administrator, "名册 查询 不存在学院"));
    EXPECT_EQ(direct(administrator, "名册 查询 M04"), direct(administrator, "名册 查询 M99"));
    EXPECT_EQ(direct(administrator, "名册 修改 M04 姓名 某某"), nobody_here);
    EXPECT_EQ(direct(administrator, "名册 修改 M99 姓名 某某"), nobody_here);
    EXPECT_EQ(direct(administrator, "名册 离岗 钟离长风 9月30日 退休"), nobody_here);
    EXPECT_EQ(direct(administrator, "名册 豁免 M04 病假 10月31日"), nobody_here);
    EXPECT_EQ(direct(administrator, "名册 调动 M04 文学院第1党支部 9月21日"), nobody_here);
}

TEST_P(CommandRosterTest, WhoeverHoldsTwoUnitsIsAskedWhich)
{
    {
        store::Connection db(file_.path);
        db.execute("INSERT INTO role_change SELECT m.id, 4, u.id, 1, 20000, NULL, s.unit FROM member m, unit u, "
                   "membership s WHERE m.code = 'A01' AND u.code = 'SL' AND s.member = m.id");
    }
    EXPECT_EQ(direct(administrator, "名册 查询"), "有2个匹配：数理学院、文学院。请写全称或代码。");
    EXPECT_THAT(direct(administrator, "名册 查询 数理学院"), StartsWith("数理学院 在册3人"));
}

TEST_P(CommandRosterTest, NamesakesAreAskedForTheNumber)
{
    const auto asked = direct(administrator, "名册 修改 皇甫清扬 类别 教工");
    EXPECT_EQ(asked,
              "有2位同名：皇甫清扬（尾号M01，文学院第1党支部）、皇甫清扬（尾号M02，文学院第2党支部）。请写工号。");
    EXPECT_TRUE(audit("名册 修改").empty());
    EXPECT_THAT(direct(branch_secretary, "名册 查询 皇甫清扬"), StartsWith("皇甫清扬（M01）："));
}

TEST_P(CommandRosterTest, FormerNameOfAUnitIsAsked)
{
    {
        store::Connection db(file_.path);
        auto unit = *store::find_unit(db, "WX");
        unit.name = "人文传播学部";
        store::save_unit(db, unit);
    }
    EXPECT_EQ(direct(administrator, "名册 查询 文学院"), "未找到，或不在您的管理范围内。您是不是想查：人文传播学部？");
}

TEST_P(CommandRosterTest, WhoHasNoBranchOrIsNotRegisteredIsListed)
{
    EXPECT_EQ(direct(administrator, "名册 未归属"), "文学院 未归属支部1人：\n闻人听雨（尾号M03）");
    EXPECT_EQ(direct(administrator, "名册 未归属 文学院第2党支部"), "文学院第2党支部没有未归属支部的成员。");
    direct(administrator, "名册 修改 M02 注册日期 9月14日");
    EXPECT_EQ(direct(administrator, "名册 未注册 文学院第2党支部"), "文学院第2党支部的成员都已注册。");
    EXPECT_THAT(direct(administrator, "名册 未注册"), StartsWith("文学院 未注册10人："));
}

TEST_P(CommandRosterTest, LookingIsLogged)
{
    direct(administrator, "名册 查询 文学院第2党支部");
    const auto entries = audit("名册 查询");
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries[0].object, "文学院第2党支部");
    EXPECT_EQ(entries[0].role, "A");
}

TEST_P(CommandRosterTest, NewMemberIsOnTheRosterFromTheDay)
{
    EXPECT_EQ(direct(administrator, "名册 新增 20260101 王小明 文学院第1党支部 学生 9月28日"),
              "已受理 王小明（20260101）：文学院第1党支部，自2026年9月28日起。"
              "需要核对的由秘书处办理，请用“名册 查询 20260101”查看。");
    EXPECT_FALSE(membership("20260101", "2026-09-27"));
    EXPECT_EQ(membership("20260101", "2026-09-28")->category, store::Category::student);
    EXPECT_EQ(audit("名册 新增").at(0).after, "文学院第1党支部，2026-09-28起");
}

TEST_P(CommandRosterTest, NumberTakenElsewhereIsAnsweredLikeAFreeOneAndGoesToTheSecretariat)
{
    const std::string answer = "已受理 王小明（M04）：文学院第1党支部，自2026年9月21日起。"
                               "需要核对的由秘书处办理，请用“名册 查询 M04”查看。";
    EXPECT_EQ(direct(administrator, "名册 新增 M04 王小明 文学院第1党支部"), answer);
    EXPECT_EQ(branch_of("M04", "2026-09-21"), "SL-01");
    EXPECT_THAT(direct(secretariat, "申请"), HasSubstr("学习管理员诸葛明月（A01）请把王小明（M04）自2026年9月21日起"
                                                       "登记到文学院第1党支部，这个工号已在其他单位"));
    EXPECT_EQ(audit("名册 新增").at(0).after, "待秘书处核对");
    EXPECT_THAT(direct(administrator, "我的数据"), Not(HasSubstr("您的更正"))) << "their own data do not tell either";
}

TEST_P(CommandRosterTest, WhatIsNoNumberIsSaid)
{
    EXPECT_EQ(direct(administrator, "名册 新增 =1+1 王小明 文学院第1党支部"),
              "无法登记这个工号或姓名，请核对写法后再试，或联系秘书处。");
}

TEST_P(CommandRosterTest, MemberOfOnesOwnIsNotAddedTwice)
{
    EXPECT_EQ(direct(administrator, "名册 新增 M03 闻人听雨 文学院第1党支部"),
              "闻人听雨（M03）已经登记在文学院（未归属支部）。调整请用“名册 修改”或“名册 调动”。");
}

TEST_P(CommandRosterTest, WhoeverLeftCanComeBack)
{
    done(administrator, "名册 离岗 M03 9月22日 调离");
    EXPECT_THAT(direct(administrator, "名册 新增 M03 闻人听雨 文学院第2党支部 10月8日"), StartsWith("已受理"));
    EXPECT_FALSE(membership("M03", "2026-09-30"));
    EXPECT_EQ(branch_of("M03", "2026-10-08"), "WX-02");
}

TEST_P(CommandRosterTest, NewMemberGoesOnlyWhereTheCallerWrites)
{
    EXPECT_THAT(direct(administrator, "名册 新增 20260101 王小明 数理学院第1党支部"), StartsWith(nobody_here));
    EXPECT_THAT(direct(secretariat, "名册 新增 20260101 王小明 数理学院第1党支部"), StartsWith("已登记"));
}

TEST_P(CommandRosterTest, ChangeIsLoggedWithOldAndNew)
{
    EXPECT_EQ(direct(administrator, "名册 修改 M03 类别 教工"), "已修改 闻人听雨（M03）：类别由“其他”改为“教工”。");
    const auto entries = audit("名册 修改");
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries[0].object, "闻人听雨（M03） 类别");
    EXPECT_EQ(entries[0].before, "其他");
    EXPECT_EQ(entries[0].after, "教工");
    EXPECT_EQ(membership("M03", "2026-09-21")->category, store::Category::staff);
}

TEST_P(CommandRosterTest, EveryFieldCanBeChanged)
{
    EXPECT_THAT(direct(administrator, "名册 修改 M03 姓名 闻人听风"), HasSubstr("由“闻人听雨”改为“闻人听风”"));
    EXPECT_THAT(direct(administrator, "名册 修改 M03 政治面貌 预备"), HasSubstr("由“空”改为“预备”"));
    EXPECT_THAT(direct(administrator, "名册 修改 M03 干部 处级|支部书记"), HasSubstr("改为“处级|支部书记”"));
    EXPECT_THAT(direct(administrator, "名册 修改 M03 手机尾号 13800001234"), HasSubstr("改为“1234”"));
    EXPECT_THAT(direct(administrator, "名册 修改 M03 注册日期 九月一日"), HasSubstr("改为“2026-09-01”"));
    EXPECT_THAT(direct(administrator, "名册 修改 M03 注册日期 2026-09-01"), HasSubstr("已经是“2026-09-01”"));
}

TEST_P(CommandRosterTest, WrongValueIsExplainedAndChangesNothing)
{
    EXPECT_THAT(direct(administrator, "名册 修改 M03 类别 校友"), StartsWith("类别应为教工"));
    EXPECT_THAT(direct(administrator, "名册 修改 M03 政治面貌 群众"), StartsWith("政治面貌应为"));
    EXPECT_THAT(direct(administrator, "名册 修改 M03 干部 科级"), StartsWith("干部应为"));
    EXPECT_THAT(direct(administrator, "名册 修改 M03 注册日期 2027-01-01"), StartsWith("注册日期请写成"));
    EXPECT_THAT(direct(administrator, "名册 修改 M03 手机尾号 12"), StartsWith("手机尾号应为4位数字"));
    EXPECT_THAT(direct(administrator, "名册 修改 M03 年龄 30"), StartsWith("格式：名册 修改"));
    EXPECT_TRUE(audit("名册 修改").empty());
}

TEST_P(CommandRosterTest, MoveInsideTheUnitTakesConfirmation)
{
    const auto preview = direct(administrator, "名册 调动 M01 文学院第2党支部 9月28日");
    EXPECT_THAT(preview,
                StartsWith("将把 皇甫清扬（M01）自9月28日起由 文学院第1党支部 调至 文学院第2党支部。\n回复“确认 "));
    EXPECT_EQ(branch_of("M01", "2026-09-28"), "WX-01");
    EXPECT_EQ(confirmed(administrator, preview), "已登记：皇甫清扬（M01）自2026年9月28日起在文学院第2党支部。");
    EXPECT_EQ(branch_of("M01", "2026-09-27"), "WX-01");
    EXPECT_EQ(branch_of("M01", "2026-09-28"), "WX-02");
    const auto entries = audit("名册 调动");
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries[0].before, "文学院第1党支部");
    EXPECT_EQ(entries[0].after, "文学院第2党支部，2026-09-28起");
}

TEST_P(CommandRosterTest, MoveToAnotherUnitNeedsBothAdministrators)
{
    const auto preview = direct(administrator, "名册 调动 M01 数理学院第1党支部 9月28日");
    EXPECT_THAT(preview, HasSubstr("需要数理学院学习管理员同意，确认后登记申请。"));
    EXPECT_THAT(confirmed(administrator, preview), StartsWith("申请1已登记，7天内有效。"));
    EXPECT_EQ(branch_of("M01", "2026-09-28"), "WX-01");
    EXPECT_THAT(direct(administrator, "名册 申请"), HasSubstr("等待数理学院同意"));
    EXPECT_THAT(direct(other_administrator, "名册 申请"), HasSubstr("请发“名册 同意 1”"));
    EXPECT_THAT(direct(administrator, "名册 同意 1"), StartsWith("没有这个待同意的调动申请"));
    EXPECT_THAT(done(other_administrator, "名册 同意 1"), StartsWith("已登记："));
    EXPECT_EQ(branch_of("M01", "2026-09-27"), "WX-01");
    EXPECT_EQ(branch_of("M01", "2026-09-28"), "SL-01");
    EXPECT_EQ(audit("名册 同意").size(), 1u);
}

TEST_P(CommandRosterTest, RefusedMoveChangesNothing)
{
    done(administrator, "名册 调动 M01 数理学院第1党支部 9月28日");
    EXPECT_THAT(direct(other_administrator, "名册 不同意 1"), StartsWith("已记录：不同意申请1"));
    EXPECT_EQ(branch_of("M01", "2026-09-28"), "WX-01");
    EXPECT_EQ(direct(other_administrator, "名册 申请"), "没有待同意的调动申请。");
    EXPECT_EQ(audit("名册 不同意").size(), 1u);
}

TEST_P(CommandRosterTest, ConsentToWhatHasChangedSinceIsAConflict)
{
    done(administrator, "名册 调动 M01 数理学院第1党支部 9月28日");
    done(administrator, "名册 离岗 M01 9月25日 调离");
    EXPECT_EQ(direct(other_administrator, "名册 同意 1"), "这条记录刚被他人修改，请重新查询后再试。");
    now_ += std::chrono::days{8};
    EXPECT_THAT(direct(other_administrator, "名册 同意 1"), StartsWith("没有这个待同意的调动申请"));
}

TEST_P(CommandRosterTest, SecretariatMovesBetweenUnitsAlone)
{
    EXPECT_THAT(done(secretariat, "名册 调动 M01 数理学院第1党支部 9月28日"), StartsWith("已登记："));
    EXPECT_EQ(branch_of("M01", "2026-09-28"), "SL-01");
}

TEST_P(CommandRosterTest, UnitWithoutAdministratorIsTheSecretariatsCase)
{
    EXPECT_EQ(direct(administrator, "名册 调动 M01 直属支部 9月28日").rfind("未找到", 0), 0u); // no branch of that name
    {
        store::Connection db(file_.path);
        db.execute("DELETE FROM held_role WHERE role = 4 AND scope = (SELECT id FROM unit WHERE code = 'SL')");
    }
    EXPECT_EQ(direct(administrator, "名册 调动 M01 数理学院第1党支部 9月28日"),
              "数理学院目前没有学习管理员，请联系秘书处办理这次调动。");
}

TEST_P(CommandRosterTest, MoveThatCannotBeIsExplained)
{
    EXPECT_EQ(direct(administrator, "名册 调动 M01 文学院第1党支部 9月28日"), "皇甫清扬（M01）已经在文学院第1党支部。");
    EXPECT_THAT(direct(administrator, "名册 调动 M01 文学院第2党支部 2025-08-31"), HasSubstr("调动日期不能更早"));
    EXPECT_THAT(direct(administrator, "名册 调动 M01 文学院第2党支部"),
                StartsWith("格式：名册 调动 工号 新支部 日期。"));
    EXPECT_THAT(direct(administrator, "名册 调动 M01 第1党支部 9月28日"), StartsWith(nobody_here));
}

TEST_P(CommandRosterTest, RolesEndWithTheBranchTheyWereFor)
{
    done(administrator, "名册 调动 B01 文学院第2党支部 9月21日");
    EXPECT_THAT(direct(branch_secretary, "名册 查询"), StartsWith("此操作需"));
    done(secretariat, "名册 调动 A01 文学院第2党支部 9月21日");
    EXPECT_THAT(direct(administrator, "名册 查询"), StartsWith("文学院 在册"));
}

TEST_P(CommandRosterTest, LeavingTakesConfirmationAndEndsRights)
{
    const auto preview = direct(secretary, "名册 离岗 A01 9月21日 退休");
    EXPECT_THAT(preview, StartsWith("将登记 诸葛明月（A01） 自2026年9月21日起离开文学院第1党支部（退休）"));
    EXPECT_EQ(confirmed(secretary, preview), "已登记 诸葛明月（A01） 自2026年9月21日起离岗。");
    EXPECT_FALSE(membership("A01", "2026-09-21"));
    EXPECT_TRUE(membership("A01", "2026-09-20"));
    EXPECT_THAT(direct(administrator, "名册 查询"), StartsWith("请先私聊我"));
    EXPECT_EQ(audit("名册 离岗").at(0).after, "至2026-09-21，退休");
}

TEST_P(CommandRosterTest, LeavingTwiceOrTooEarlyIsExplained)
{
    EXPECT_THAT(direct(administrator, "名册 离岗 M03 2025-09-01 退休"), HasSubstr("离岗日期应在此之后"));
    done(administrator, "名册 离岗 M03 9月30日 退休");
    EXPECT_EQ(direct(administrator, "名册 离岗 M03 10月8日 退休"), "闻人听雨（M03）已登记自2026年9月30日起离岗。");
    EXPECT_THAT(direct(administrator, "名册 离岗 M03 9月25日 生病"), StartsWith("格式：名册 离岗"));
}

TEST_P(CommandRosterTest, PlanThatIsNoLongerTrueIsAConflict)
{
    const auto preview = direct(administrator, "名册 离岗 M03 9月30日 退休");
    direct(secretary, "名册 修改 M03 姓名 闻人听风");
    EXPECT_EQ(confirmed(administrator, preview), "这条记录刚被他人修改，请重新查询后再试。");
    EXPECT_TRUE(membership("M03", "2026-09-30"));
}

TEST_P(CommandRosterTest, ExemptionHoldsFromTodayThroughItsLastDay)
{
    EXPECT_EQ(direct(administrator, "名册 豁免 M03 病假 1月31日"),
              "已登记：闻人听雨（M03） 自今天起至2027年1月31日豁免，这些天不计入统计。");
    store::Connection db(file_.path);
    const auto found = store::exemptions_of(db, store::find_member(db, "M03")->id);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].start, day("2026-09-21"));
    EXPECT_EQ(found[0].end, day("2027-02-01"));
    EXPECT_EQ(found[0].reason, "病假");
    EXPECT_EQ(direct(administrator, "名册 豁免 M03 病假 2026-09-20"), "到期日已经过去，请重新填写。");
    EXPECT_THAT(direct(administrator, "名册 豁免 M03 感冒 10月31日"), StartsWith("格式：名册 豁免"));
}

TEST_P(CommandRosterTest, ExemptionEndsFromTodayAndItsDaysStay)
{
    only_for("AU", "名册 取消豁免 M03");
    EXPECT_EQ(direct(administrator, "名册 取消豁免 M04"), nobody_here);
    EXPECT_THAT(direct(administrator, "名册 取消豁免 M03"), StartsWith("闻人听雨（M03）目前没有用命令登记的豁免"));
    direct(administrator, "名册 豁免 M03 病假 10月31日");
    now_ += 48h;
    EXPECT_EQ(direct(administrator, "名册 取消豁免 M03"),
              "已登记：闻人听雨（M03） 从今天起不再豁免，已豁免的日子不变。");
    store::Connection db(file_.path);
    const auto found = store::exemptions_of(db, store::find_member(db, "M03")->id);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].end, local_day(now_));
    EXPECT_EQ(audit("名册 取消豁免").size(), 1u);
}
