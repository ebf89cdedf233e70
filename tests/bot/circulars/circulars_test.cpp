#include "organisation.hpp"

#include "bot/circulars/content.hpp"
#include "bot/circulars/corrections.hpp"
#include "tests/adapters/files_support.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

using namespace tongbao;
using namespace tongbao::bot;
using namespace tongbao::bot::example;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

namespace {

class CircularsTest : public Organisation {
protected:
    const Window week_ = window("2026-W38");
    const Instant monday_ = at_local(day("2026-09-21"), 9h);

    std::string weekly_text() { return circulars().draft_weekly(*db_, week_, day("2026-09-21")).circular.text; }
    std::string refusal() { return circulars().draft_weekly(*db_, week_, day("2026-09-21")).refused; }
    void use_sample_blocks() { write_blocks("2026-W38", file_text(source() / "tests/bot/data/2026-W38.json")); }
};

} // namespace

TEST_F(CircularsTest, SampleWeekIsTheSampleCircularByteForByte)
{
    use_sample_blocks();
    EXPECT_EQ(weekly_text() + "\n", file_text(source() / "tests/bot/data/weekly-2026-W38.txt"));
}

TEST_F(CircularsTest, WithoutBlocksTheUnregisteredAreNamedByNumberAndDeadlineIsTwoWorkdaysLater)
{
    EXPECT_THAT(weekly_text(), HasSubstr("1. 全校尚有34位同志未完成注册"));
    EXPECT_THAT(weekly_text(), HasSubstr("如有出入，请于23日前联系"));
}

TEST_F(CircularsTest, DeadlineInAnotherMonthNamesIt)
{
    const auto draft = circulars().draft_weekly(*db_, week_, day("2026-09-30"));
    EXPECT_THAT(draft.circular.text, HasSubstr("请于10月9日前联系"));
}

TEST_F(CircularsTest, RankingOffPrintsNoRankAndNoRankWord)
{
    settings_.ranking = Ranking::off;
    EXPECT_THAT(weekly_text(), HasSubstr("\n机关党委 参与度65.00%（+1.98）"));
    EXPECT_THAT(weekly_text(), HasSubstr("直属支部 参与度89.29%"));
    for (const auto* word : {"排名", "名次", "第1", "1. 文学院"})
        EXPECT_THAT(weekly_text(), Not(HasSubstr(word)));
}

TEST_F(CircularsTest, RankingTopPrintsTheFirstThreePlaces)
{
    settings_.ranking = Ranking::top;
    EXPECT_THAT(weekly_text(), HasSubstr("2. 数理学院"));
    EXPECT_THAT(weekly_text(), Not(HasSubstr("音乐学院")));
}

TEST_F(CircularsTest, GroupsThatRankApartAreListsApartEachUnderItsName)
{
    rules_.rank_within_group = true;
    db_->run("UPDATE unit SET rank_group = '学院' WHERE name LIKE '%学院'");
    db_->run("UPDATE unit SET rank_group = '机关' WHERE name = '机关党委'");
    EXPECT_THAT(weekly_text(), HasSubstr("二、各单位情况\n〔学院〕\n1. 文学院 参与度70.00%"));
    EXPECT_THAT(weekly_text(), HasSubstr("4. 体育学院"));
    EXPECT_THAT(weekly_text(), HasSubstr("\n〔机关〕\n1. 机关党委 参与度65.00%"));
}

TEST_F(CircularsTest, OneGroupAloneNeedsNoHeading)
{
    rules_.rank_within_group = true;
    EXPECT_THAT(weekly_text(), HasSubstr("二、各单位情况\n1. 文学院"));
}

TEST_F(CircularsTest, RankingOwnNamesNoUnit)
{
    settings_.ranking = Ranking::own;
    EXPECT_THAT(weekly_text(), HasSubstr("本期不列各单位情况。"));
    EXPECT_THAT(weekly_text(), Not(HasSubstr("学院")));
}

TEST_F(CircularsTest, UnitWithFewDaysStandsBelowTheTableWithItsDays)
{
    for (const auto* date : {"2026-09-14", "2026-09-15", "2026-09-16", "2026-09-17"})
        remove_day(6, date);
    EXPECT_THAT(weekly_text(), HasSubstr("不参与排名（数据不足）：体育学院（数据3/7天）。"));
}

TEST_F(CircularsTest, UncoveredUnitIsNamed)
{
    remove_day(6, "2026-09-16");
    EXPECT_THAT(weekly_text(), HasSubstr("数据不全：体育学院（数据6/7天）。"));
}

TEST_F(CircularsTest, WeekWithoutComparableOneSaysSo)
{
    const auto draft = circulars().draft_weekly(*db_, window("2026-W37"), day("2026-09-14"));
    EXPECT_THAT(draft.circular.text, HasSubstr("（上周无可比数据）"));
    EXPECT_THAT(draft.circular.text, HasSubstr("（—）"));
}

TEST_F(CircularsTest, HolidayWeekCountsListedOffDays)
{
    const auto content =
        weekly_content(figures_of(example_2(), {}), calendar_, settings_, rules_, {}, day("2026-09-21"));
    EXPECT_EQ(content["holiday_note"], "9月20日（周日）为调休上班日");
    auto input = example_2();
    input.window = window("2026-W39");
    EXPECT_EQ(
        weekly_content(figures_of(input, {}), calendar_, settings_, rules_, {}, day("2026-09-28"))["holiday_note"],
        "含法定节假日3天");
}

TEST_F(CircularsTest, WeekOfAnUnpublishedYearSaysSo)
{
    auto input = example_2();
    input.window = window("2027-W10");
    EXPECT_EQ(
        weekly_content(figures_of(input, {}), calendar_, settings_, rules_, {}, day("2027-03-15"))["holiday_note"],
        "节假日安排待更新");
}

TEST_F(CircularsTest, RosterNameInAGroupTextIsRefused)
{
    add_member("新生支", 2);
    use_sample_blocks();
    EXPECT_EQ(refusal(), "文中有人名，不能发到群里");
    settings_.allowed_names = {"新生支"};
    EXPECT_EQ(refusal(), "");
}

TEST_F(CircularsTest, UnitNameThatHoldsAMembersNameIsNotRefused)
{
    add_member("文学", 2);
    EXPECT_EQ(refusal(), "");
}

TEST_F(CircularsTest, UnusableBlocksAreRefusedWithTheirFile)
{
    write_blocks("2026-W38", "{");
    EXPECT_THAT(refusal(), HasSubstr("2026-W38.json第1行附近不是有效的JSON"));
    write_blocks("2026-W38", "{\n  \"task1\": \"甲\"\n  \"task2\": \"乙\"\n}");
    EXPECT_THAT(refusal(), HasSubstr("第3行附近"));
    write_blocks("2026-W38", R"({"task1":7})");
    EXPECT_EQ(refusal(), "2026-W38.json中的“task1”应写成引号里的文字");
    write_blocks("2026-W38", R"({"part":"99.99"})");
    EXPECT_EQ(refusal(), "2026-W38.json中的“part”不认识，可以写：story、task1、task2、task3、deadline、contact、org");
}

TEST_F(CircularsTest, ForbiddenWordInTheBlocksIsRefused)
{
    write_blocks("2026-W38", R"({"story":"某学院垫底"})");
    EXPECT_THAT(refusal(), HasSubstr("不宜出现的词"));
}

TEST_F(CircularsTest, TemplateWordsInTheBlocksArePrintedAsTheyAre)
{
    write_blocks("2026-W38", R"({"story":"{{roster}}与{{#units}}"})");
    EXPECT_THAT(weekly_text(), HasSubstr("{{roster}}与{{#units}}"));
}

TEST_F(CircularsTest, WindowIsReadyWhenEveryUnitHasItsLastDay)
{
    EXPECT_TRUE(circulars().readiness(*db_, week_).complete);
    remove_day(6, "2026-09-16");
    EXPECT_TRUE(circulars().readiness(*db_, week_).complete);
    remove_day(6, "2026-09-20");
    remove_day(7, "2026-09-20");
    const auto ready = circulars().readiness(*db_, week_);
    EXPECT_FALSE(ready.complete);
    EXPECT_EQ(ready.missing, "体育学院、直属支部9月20日数据未到");
}

TEST_F(CircularsTest, UnitWithoutMembersIsNotWaitedFor)
{
    store::save_unit(*db_, unit(0, "KY", "空学院", 1));
    EXPECT_TRUE(circulars().readiness(*db_, week_).complete);
}

TEST_F(CircularsTest, WindowWithoutAnyDataIsNotReady)
{
    EXPECT_FALSE(circulars().readiness(*db_, window("2026-W10")).any_data);
}

TEST_F(CircularsTest, IssuedCircularKeepsTextFiguresHashAndRecipients)
{
    auto draft = circulars().draft_weekly(*db_, week_, day("2026-09-21"));
    circulars().issue(*db_, draft.circular, monday_);
    const auto kept = store::find_circular(*db_, "weekly", "2026-W38").value();
    EXPECT_EQ(kept.number, "周通报〔2026〕第38期");
    EXPECT_EQ(kept.state, store::CircularState::sent);
    EXPECT_EQ(kept.text, draft.circular.text);
    EXPECT_EQ(kept.sha256.size(), 64u);
    EXPECT_EQ(nlohmann::json::parse(kept.figures)["whole"]["participation"], "64.84");
    EXPECT_THAT(messages_to("group-7"), ElementsAre(kept.text));
}

TEST_F(CircularsTest, ApprovalByPersonKeepsADraftAndSendsNothing)
{
    settings_.approval = Approval::by_person;
    circulars().issue(*db_, circulars().draft_weekly(*db_, week_, day("2026-09-21")).circular, monday_);
    EXPECT_EQ(store::find_circular(*db_, "weekly", "2026-W38")->state, store::CircularState::draft);
    EXPECT_THAT(messages_to("group-7"), IsEmpty());
}

TEST_F(CircularsTest, TheListOfUnitsFollowsAsAFileWhereItIsWanted)
{
    settings_.tables = {"group-7"};
    const auto draft = circulars().draft_weekly(*db_, week_, day("2026-09-21"));
    circulars().issue(*db_, draft.circular, monday_);
    circulars().issue_table(*db_, draft, monday_);
    const auto messages = messages_to("group-7");
    ASSERT_EQ(messages.size(), 2u);
    EXPECT_EQ(messages[1], "周通报〔2026〕第38期各单位情况.xlsx\n" + draft.table);
    const auto rows = adapters::read_rows("a.xlsx", draft.table).rows;
    EXPECT_THAT(rows.at(1), ElementsAre("名次", "单位", "参与度（%）", "参与度较上周（个百分点）", "人均积分",
                                        "人均较上周（分）", "注册率（%）"));
    // The last is 98.10, which the format rounds: a spreadsheet holds the nearest binary number.
    EXPECT_THAT(rows.at(2), ElementsAre("1", "文学院", "70", "+2.01", "34.5", "+1.00", StartsWith("98.")));
    EXPECT_EQ(rows.size(), 6u) << "five ranked units: the small one is named in the text only";
}

TEST_F(CircularsTest, TheFileSaysNoMoreThanTheTextDoes)
{
    settings_.tables = {"group-7"};
    settings_.ranking = Ranking::off;
    const auto rows =
        adapters::read_rows("a.xlsx", circulars().draft_weekly(*db_, week_, day("2026-09-21")).table).rows;
    EXPECT_EQ(rows.at(1).front(), "单位");
    settings_.ranking = Ranking::own;
    EXPECT_EQ(circulars().draft_weekly(*db_, week_, day("2026-09-21")).table, "");
}

TEST_F(CircularsTest, NoFileIsMadeWhereNobodyWantsItAndNoneIsSentBeforeAPersonApproved)
{
    EXPECT_EQ(circulars().draft_weekly(*db_, week_, day("2026-09-21")).table, "");
    settings_.tables = {"group-7"};
    settings_.approval = Approval::by_person;
    circulars().issue_table(*db_, circulars().draft_weekly(*db_, week_, day("2026-09-21")), monday_);
    EXPECT_THAT(messages_to("group-7"), IsEmpty());
}

TEST_F(CircularsTest, SamePeriodCannotBeIssuedTwice)
{
    const auto draft = circulars().draft_weekly(*db_, week_, day("2026-09-21"));
    circulars().issue(*db_, draft.circular, monday_);
    EXPECT_THROW(circulars().issue(*db_, draft.circular, monday_), store::DatabaseError);
}

TEST_F(CircularsTest, ImportAfterSendingThatChangesADisplayedFigureIsRecordedOnce)
{
    circulars().issue(*db_, circulars().draft_weekly(*db_, week_, day("2026-09-21")).circular, monday_);
    db_->run("UPDATE unit_day SET active = active + 10 WHERE unit = 6 AND day = $1", day("2026-09-16"));
    raise_version();
    EXPECT_EQ(circulars().record_corrections(*db_, monday_ + 1h), 1);
    EXPECT_EQ(circulars().record_corrections(*db_, monday_ + 2h), 0);
    const auto kept = store::find_circular(*db_, "weekly", "2026-W38").value();
    EXPECT_EQ(kept.state, store::CircularState::corrected);
    EXPECT_THAT(kept.text, HasSubstr("体育学院 参与度45.00%")); // as sent
    const auto corrections = store::corrections_of(*db_, kept.id);
    ASSERT_EQ(corrections.size(), 1u);
    EXPECT_EQ(corrections[0].path, "TY/participation");
    EXPECT_EQ(corrections[0].text,
              "更正：周通报〔2026〕第38期中体育学院参与度应为46.19%（原45.00%），系数据补录，谨致歉意。");
    EXPECT_THAT(messages_to("operators"), ElementsAre(corrections[0].text));
}

TEST_F(CircularsTest, ImportThatChangesNoDisplayedFigureNeedsNoCorrection)
{
    circulars().issue(*db_, circulars().draft_weekly(*db_, week_, day("2026-09-21")).circular, monday_);
    raise_version();
    EXPECT_EQ(circulars().record_corrections(*db_, monday_ + 1h), 0);
    EXPECT_THAT(messages_to("operators"), IsEmpty());
}

TEST_F(CircularsTest, AlertWithANameOfTheRosterIsNotSaidInTheGroup)
{
    add_member("欧阳问渠", 3);
    circulars().alert(*db_, "key", "“欧阳问渠的数据.xlsx”无法读取", monday_);
    EXPECT_THAT(messages_to("operators"),
                ElementsAre("有一条运行提醒含有人名，不在群里显示。请在服务器上用 tongbao status 查看。"));
}

TEST_F(CircularsTest, OtherDenominatorThanTheLastCircularLeavesNothingToCompare)
{
    circulars().issue(*db_, circulars().draft_weekly(*db_, window("2026-W37"), day("2026-09-14")).circular, monday_);
    rules_.denominator = Denominator::registered;
    EXPECT_THAT(weekly_text(), HasSubstr("（上周无可比数据）"));
}

TEST_F(CircularsTest, MonthlyTextIsForOneUnitAndItsBranches)
{
    const auto draft = circulars().draft_monthly(*db_, window("2026-09"), "WX", day("2026-10-08"));
    EXPECT_EQ(draft.refused, "");
    EXPECT_THAT(draft.circular.text, HasSubstr("月通报〔2026〕第9期\n文学院党组织书记："));
    EXPECT_THAT(draft.circular.text, HasSubstr("覆盖14/30天"));
    EXPECT_THAT(draft.circular.text, Not(HasSubstr("数理学院")));
    EXPECT_EQ(circulars().draft_monthly(*db_, window("2026-09"), "ZZ", day("2026-10-08")).refused,
              "没有代码为ZZ的二级单位");
}

TEST(CircularNumberTest, WeekTakesTheIsoYear)
{
    EXPECT_EQ(circular_number(window("2026-W53")), "周通报〔2026〕第53期");
    EXPECT_EQ(circular_number(window("2027-01")), "月通报〔2027〕第1期");
}
