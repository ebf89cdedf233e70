#include "bot/figures/json.hpp"
#include "bot/figures/load.hpp"
#include "store/circulars.hpp"
#include "store/occurrences.hpp"
#include "store/outbox_desk.hpp"
#include "tests/bot/commands_fixture.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

using namespace tongbao;
using namespace tongbao::bot;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class CommandExplainTest : public CommandsTest {
protected:
    /// The weekly circular of 2026-W38, sent on Monday at nine into one group. Returns the number of its message.
    std::int64_t send_circular()
    {
        store::Connection db(file_.path);
        store::Circular circular;
        circular.kind = "weekly";
        circular.period = "2026-W38";
        circular.number = "周通报〔2026〕第38期";
        circular.state = store::CircularState::sent;
        circular.basis = "名册口径";
        circular.figures = figures_json(load_figures(db, *parse_window("2026-W38"), {}).figures).dump();
        circular.drafted = at_local(day("2026-09-21"), 9h);
        const auto id = store::insert_circular(db, circular);
        const auto message = enqueue(db, "circular:2026-W38:weekly:admins", "weekly_circular");
        store::add_recipient(db, id, "管理员群", message);
        store::save_occurrence(db, {"weekly", "2026-W38", circular.drafted, store::OccurrenceState::ran, "",
                                    circular.drafted, std::nullopt});
        return message.value;
    }

    MessageId enqueue(store::Connection& db, const char* key, const char* kind)
    {
        store::NewMessage message;
        message.dedup_key = key;
        message.kind = kind;
        message.target = "管理员群";
        message.parts = {"{}"};
        return store::enqueue(db, message, at_local(day("2026-09-21"), 9h)).id;
    }

    /// Later data take ten active members of 体育学院 away.
    void correct()
    {
        store::Connection db(file_.path);
        db.run("UPDATE unit_day SET active = active - 10 WHERE day = $1 AND unit = (SELECT id FROM unit WHERE code = "
               "'TY')",
               day("2026-09-18"));
    }
};

TEST_F(CommandExplainTest, FigureHasItsFormulaWithItsNumbers)
{
    EXPECT_EQ(direct(secretariat, "为什么 文学院 第38周"),
              "文学院的数从哪里来：2026年第38周（9.14–9.20）\n"
              "【参与度】有学习的人次2058÷应计人次2940＝70.00%\n"
              "【人均积分】积分101430÷应计人次2940＝34.50分\n"
              "【注册率】已注册412÷应学420＝98.10%（9月20日）\n"
              "【口径】名册口径：应计人次是每天应学的人数之和，不算豁免的和首次入册7天内的。"
              "换成激活口径：2058÷2884＝71.36%，人均35.17分。\n"
              "【排名】参与度第1名（共5个）；人均积分第1名（共5个）；注册率第2名（共5个），前面是机关党委99.23%，"
              "差1.13个百分点。\n"
              "【变化】用印出来的数相减，比上周：参与度70.00−67.99＝+2.01个百分点，人均积分34.50−33.50＝+1.00分。\n"
              "【数据】7/7天\n"
              "9.14 应计420人，学习294人，14490分\n"
              "9.15 应计420人，学习294人，14490分\n"
              "9.16 应计420人，学习294人，14490分\n"
              "9.17 应计420人，学习294人，14490分\n"
              "9.18 应计420人，学习294人，14490分\n"
              "9.19 应计420人，学习294人，14490分\n"
              "9.20 应计420人，学习294人，14490分\n"
              "【来源】1个导入批次\n"
              "批次1：1月1日08:00导入，含9.14–9.20的数据");
}

TEST_F(CommandExplainTest, EqualUnitsAreNamed)
{
    EXPECT_THAT(direct(secretariat, "为什么 数理学院 第38周"),
                HasSubstr("参与度第2名（共5个），与机关党委相等，前面是文学院70.00%，差5.00个百分点"));
}

TEST_F(CommandExplainTest, UnrankedUnitHearsWhy)
{
    EXPECT_THAT(direct(secretariat, "为什么 直属支部 第38周"), HasSubstr("【排名】每天应计平均不足5人，不参加排名。"));
}

TEST_F(CommandExplainTest, DayWithoutDataIsNamed)
{
    {
        store::Connection db(file_.path);
        for (const auto* table : {"unit_day", "coverage"})
            db.run(std::string("DELETE FROM ") + table + " WHERE day = $1", day("2026-09-16"));
    }
    EXPECT_THAT(direct(secretariat, "为什么 文学院 第38周"),
                AllOf(HasSubstr("【数据】6/7天；没有数据的日子不当作零分，也不计入应计人次：9.16"),
                      HasSubstr("有学习的人次1764÷应计人次2520＝70.00%"), Not(HasSubstr("9.16 应计"))));
}

TEST_F(CommandExplainTest, MonthIsNotListedDayByDay)
{
    EXPECT_THAT(direct(secretariat, "为什么 文学院 9月"),
                AllOf(HasSubstr("逐日的数请按周查。"), Not(HasSubstr("9.16 应计"))));
}

TEST_F(CommandExplainTest, BatchesOfTheMembersRecordsAreNamed)
{
    {
        store::Connection db(file_.path);
        store::Batch batch;
        batch.sha256 = "late";
        batch.file_name = "补报.xlsx";
        batch.imported_at = at_local(day("2026-09-21"), 9h + 30min);
        const auto id = store::add_batch(db, batch);
        db.run("INSERT INTO activity (day, member, points, active, source, batch) VALUES ($1, $2, 9, 1, 1, $3)",
               day("2026-09-18"), store::find_member(db, member)->id, id);
    }
    EXPECT_THAT(direct(secretariat, "为什么 文学院 第38周"),
                HasSubstr("【来源】2个导入批次\n批次1：1月1日08:00导入，含9.14–9.20的数据\n"
                          "批次2“补报.xlsx”：9月21日09:30导入，含9.18的数据"));
    EXPECT_THAT(direct(branch_secretary, "为什么 文学院第1党支部 第38周"), HasSubstr("批次2“补报.xlsx”"));
    EXPECT_THAT(direct(secretariat, "为什么 体育学院 第38周"), Not(HasSubstr("补报")));
}

TEST_F(CommandExplainTest, RankingShowsRuleAndDivisions)
{
    EXPECT_EQ(direct(secretariat, "为什么 排名 参与 第38周"),
              "参与度为什么这样排：2026年第38周（9.14–9.20）\n"
              "【规则】参与度＝有学习的人次÷应计人次；按印出来的2位小数从高到低；相等的名次相同，下一名跳过"
              "（1、2、2、4）；并列的先后只按人均积分、注册率和代码排列，不分高低。\n"
              "1 文学院 2058÷2940＝70.00%\n"
              "2 机关党委 1183÷1820＝65.00%\n"
              "2 数理学院 1729÷2660＝65.00%\n"
              "4 音乐学院 682÷1050＝64.95%\n"
              "5 体育学院 378÷840＝45.00%\n"
              "– 直属支部：每天应计平均不足5人，不参加排名\n"
              "口径：名册。名次的变化＝上一期名次−这一期名次。");
}

TEST_F(CommandExplainTest, MessageTellsRuleRunAndFate)
{
    const auto id = send_circular();
    EXPECT_EQ(direct(secretariat, "为什么 消息" + std::to_string(id)),
              "消息1：周通报〔2026〕第38期\n"
              "【为什么发】每周一期的规则：周日之后的第一个工作日起草，各单位数据到齐就发，"
              "说的是2026年第38周（9.14–9.20）的数据。这一期计划9月21日09:00执行，9月21日09:00按计划执行。\n"
              "【去向】发往“管理员群”，排队中，9月21日09:00；尝试0次。\n"
              "【依据】名册口径；发“为什么 单位 期间”可以看每个数怎么来。\n"
              "【现在】用现在的数据重算，与发出的一致。");
}

TEST_F(CommandExplainTest, MessageIsAskedForInSeveralWays)
{
    const auto id = std::to_string(send_circular());
    for (const auto& asked :
         {"为什么 " + id, "为什么 消息 " + id, "为什么 编号" + id, std::string("为什么 周通报〔2026〕第38期"),
          std::string("为什么 周通报 第38周"), std::string("为什么 周通报 2026-W38")})
        EXPECT_THAT(direct(secretariat, asked), StartsWith("消息1：周通报〔2026〕第38期")) << asked;
}

TEST_F(CommandExplainTest, ChangedDataAreNamed)
{
    const auto id = std::to_string(send_circular());
    correct();
    EXPECT_THAT(direct(secretariat, "为什么 消息" + id),
                HasSubstr("【现在】用现在的数据重算，有1处与发出的不同：\n体育学院参与度：发出时45.00%，现在43.81%\n"
                          "稍后会自动记入更正。"));
    EXPECT_THAT(direct(secretariat, "为什么 体育学院 第38周"),
                HasSubstr("【已发】周通报〔2026〕第38期发出后数据有变：\n参与度：发出时45.00%，现在43.81%"));
    EXPECT_THAT(direct(secretariat, "为什么 文学院 第38周"),
                HasSubstr("【已发】周通报〔2026〕第38期里的数与现在一致。"));
}

TEST_F(CommandExplainTest, ReaderOfOneUnitHearsNoOtherUnitsChanges)
{
    const auto id = std::to_string(send_circular());
    correct();
    EXPECT_THAT(direct(administrator, "为什么 消息" + id), AllOf(StartsWith("消息1"), Not(HasSubstr("体育学院"))));
}

TEST_F(CommandExplainTest, OtherPeoplesAnswersAreTheSecretariatsOnly)
{
    std::string id;
    {
        store::Connection db(file_.path);
        id = std::to_string(enqueue(db, "reply:7", "reply").value);
    }
    EXPECT_THAT(direct(secretariat, "为什么 消息" + id), HasSubstr("问和答的内容都不对别人显示"));
    EXPECT_EQ(direct(administrator, "为什么 消息" + id), "未找到，或不在您的管理范围内。");
    EXPECT_EQ(direct(administrator, "为什么 消息999"), "未找到，或不在您的管理范围内。");
}

TEST_F(CommandExplainTest, ScopeIsThatOfTheFigures)
{
    EXPECT_EQ(direct(administrator, "为什么 体育学院 第38周"), "未找到，或不在您的管理范围内。");
    EXPECT_THAT(direct(branch_secretary, "为什么 文学院第2党支部"), StartsWith("未找到，或不在您的管理范围内。"));
    EXPECT_EQ(direct(branch_secretary, "为什么 排名"), "未找到，或不在您的管理范围内。");
    EXPECT_THAT(direct(member, "为什么 文学院"), HasSubstr("权限"));
    EXPECT_THAT(direct(stranger, "为什么 文学院"), HasSubstr("绑定"));
    EXPECT_THAT(direct(branch_secretary, "为什么 文学院第1党支部 第38周"), StartsWith("文学院第1党支部的数从哪里来"));
}

TEST_F(CommandExplainTest, AmbiguousUnitIsAskedFor)
{
    EXPECT_EQ(direct(secretariat, "为什么 理体"), "有2个匹配：数理学院、体育学院。请写全称或代码。");
}

TEST_F(CommandExplainTest, EmptyPeriodSaysSo)
{
    EXPECT_EQ(direct(secretariat, "为什么 文学院 2026-W30"), "该期间暂无数据。");
}

TEST_F(CommandExplainTest, GroupHearsOwnUnitWithoutRanksAndFileNames)
{
    EXPECT_THAT(group("literature", administrator, "为什么 文学院 第38周"),
                AllOf(StartsWith("文学院的数从哪里来"), Not(HasSubstr("【排名】"))));
    EXPECT_EQ(group("literature", secretariat, "为什么 体育学院"), "请私聊我使用此命令。");
    EXPECT_EQ(group("literature", secretariat, "为什么 排名"), "请私聊我使用此命令。");
    EXPECT_THAT(group("admins", secretariat, "为什么 排名"), StartsWith("参与度为什么这样排"));
    const auto id = std::to_string(send_circular());
    EXPECT_EQ(group("admins", secretariat, "为什么 消息" + id), "请私聊我使用此命令。");
}

TEST_F(CommandExplainTest, WithoutRankingsNoRankIsExplained)
{
    rules_.rights.ranking_enabled = false;
    EXPECT_EQ(direct(secretariat, "为什么 排名"), "目前不提供排行，其他查询照常使用。发“帮助”看全部。");
    EXPECT_THAT(direct(secretariat, "为什么 文学院 第38周"), AllOf(HasSubstr("＝70.00%"), Not(HasSubstr("【排名】"))));
}
