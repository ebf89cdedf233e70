#include "store/cards.hpp"
#include "tests/bot/commands_fixture.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::bot;
using namespace std::chrono_literals;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

/// 皇甫清扬 (M01) studied five days of 2026-W38 and one of the week before.
class CommandOwnTest : public CommandsTest {
protected:
    CommandOwnTest()
    {
        store::Connection db(file_.path);
        study(db, "2026-09-07", 17);
        for (const auto& [day, points] : {std::pair{"2026-09-14", 40},
                                          {"2026-09-15", 38},
                                          {"2026-09-16", 42},
                                          {"2026-09-17", 40},
                                          {"2026-09-18", 23}})
            study(db, day, points);
    }
    void study(store::Connection& db, std::string_view day, int points)
    {
        db.run("INSERT INTO activity (day, member, points, active, source, batch) VALUES ($1, $2, $3, 1, 1, 1)",
               tongbao::day(day), store::find_member(db, member)->id, points);
    }
};

TEST_F(CommandOwnTest, PointsOfTheWeekAndTheMonth)
{
    EXPECT_EQ(direct(member, "我的积分"), "我的积分（仅您可见）\n"
                                          "上周9月14日–20日：学习5天，累计183分，日均26.14分；本月累计200分。\n"
                                          "数据截至昨日24时。回复“帮助”查看更多。");
}

TEST_F(CommandOwnTest, EveryAliasAnswers)
{
    for (const auto* alias : {"积分", "我的", "查我", "我的积分 第38周"})
        EXPECT_THAT(direct(member, alias), HasSubstr("学习5天，累计183分")) << alias;
}

TEST_F(CommandOwnTest, MonthStandsAlone)
{
    EXPECT_THAT(direct(member, "我的积分 本月"), HasSubstr("本月9月1日–30日：学习6天，累计200分，日均14.29分。\n"));
}

TEST_F(CommandOwnTest, TodayIsAnsweredWithYesterday)
{
    EXPECT_THAT(direct(member, "我的积分 今天"),
                HasSubstr("平台数据次日更新，以下是9月20日的数据。\n9月20日：学习0天"));
}

TEST_F(CommandOwnTest, ExemptDaysAreNotDue)
{
    {
        store::Connection db(file_.path);
        db.run("INSERT INTO exemption (member, start_day, by_roster, end_day, reason) VALUES ($1, $2, 0, $3, 'ill')",
               store::find_member(db, member)->id, day("2026-09-19"), day("2026-09-21"));
    }
    EXPECT_THAT(direct(member, "我的积分 第38周"), HasSubstr("累计183分，日均36.60分"));
}

TEST_F(CommandOwnTest, DayWithoutASnapshotIsNotAZero)
{
    {
        store::Connection db(file_.path);
        db.run("DELETE FROM coverage WHERE day = $1", day("2026-09-20"));
    }
    EXPECT_THAT(direct(member, "我的积分 第38周"), HasSubstr("日均30.50分"));
    EXPECT_THAT(direct(member, "我的积分 第38周"), HasSubstr("数据截至9月19日24时"));
}

TEST_F(CommandOwnTest, PeriodWithoutDataSaysSo)
{
    EXPECT_EQ(direct(member, "我的积分 2026-W30"), "该期间暂无数据。");
}

TEST_F(CommandOwnTest, GroupsGetNone)
{
    for (const auto* text : {"我的积分", "我的趋势", "我的数据"})
        EXPECT_EQ(group("admins", member, text), "涉及个人信息，不在群里回复，请私聊我使用此命令。") << text;
}

TEST_F(CommandOwnTest, TrendHasFourWeeksWithoutComparison)
{
    EXPECT_EQ(direct(member, "我的趋势"), "我的趋势（仅您可见）\n"
                                          "2026年第35周 无数据\n"
                                          "2026年第36周 无数据\n"
                                          "2026年第37周 学习1天，累计17分，日均2.43分\n"
                                          "2026年第38周 学习5天，累计183分，日均26.14分");
}

TEST_F(CommandOwnTest, TrendOfSixMonths)
{
    EXPECT_THAT(direct(member, "我的趋势 6月"),
                EndsWith("2026年8月 无数据\n2026年9月 学习6天，累计200分，日均14.29分"));
}

TEST_F(CommandOwnTest, OwnDataAreListed)
{
    EXPECT_EQ(direct(member, "我的数据"),
              "我们保存：姓名、工号、单位支部、每日学习积分（长期保留）、提醒与活动记录、聊天账号与您的对应。\n"
              "您的登记：文学院 文学院第1党支部，工号M01；学习记录6天，打卡0次。\n"
              "近30天查看过您数据的人：没有。\n"
              "导出请发“我的数据 导出”；更正请发“我的数据 更正 内容”；注销请发“我的数据 注销”；"
              "其他请求请发“反馈 内容”。");
    rules_.activity_months = 24;
    EXPECT_THAT(direct(member, "我的数据"), HasSubstr("每日学习积分（保留24个月）"));
}

TEST_F(CommandOwnTest, ExportIsCsvOfEverythingStored)
{
    direct(member, "打卡 =1+1,\"好\"");
    const auto csv = direct(member, "我的数据 导出");
    EXPECT_THAT(csv, StartsWith("我的数据（2026年9月21日导出，仅您可见）\n姓名,皇甫清扬\n工号,M01\n手机尾号,\n\n"
                                "单位,支部,开始,结束（不含）,注册日\n文学院,文学院第1党支部,2025-09-01,,\n"));
    EXPECT_THAT(csv, HasSubstr("\n9月21日10:00,\"'=1+1,\"\"好\"\"\"\n"));
    EXPECT_THAT(csv, EndsWith("\n学习日,计入积分,是否学习\n2026-09-18,23,是\n2026-09-17,40,是\n2026-09-16,42,是\n"
                              "2026-09-15,38,是\n2026-09-14,40,是\n2026-09-07,17,是\n"));
}

TEST_F(CommandOwnTest, ExportOfAPeriodHoldsItsRecordsOnly)
{
    const auto csv = direct(member, "我的数据 导出 第37周");
    EXPECT_THAT(csv, EndsWith("\n学习日,计入积分,是否学习\n2026-09-07,17,是\n"));
}

TEST_F(CommandOwnTest, LongExportLeavesTheOldestOutAndSaysHowToGetThem)
{
    {
        store::Connection db(file_.path);
        for (auto on = day("2025-09-01"); on < day("2026-09-07"); on += std::chrono::days{1})
            study(db, iso_date(on), 1);
        for (int i = 0; i < 300; ++i)
            store::add_card(db, {{}, store::find_member(db, member)->id, now_, "一二三四五六七八九十"});
    }
    const auto csv = direct(member, "我的数据 导出");
    EXPECT_LE(csv.size(), 16'200u);
    EXPECT_THAT(csv, HasSubstr("更早的请按月发“我的数据 导出 20"));
}
