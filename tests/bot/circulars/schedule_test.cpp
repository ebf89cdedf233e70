#include "organisation.hpp"

#include "bot/schedule.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::bot;
using namespace tongbao::bot::example;
using namespace std::chrono_literals;
using store::OccurrenceState;
using testing::IsEmpty;
using testing::SizeIs;

namespace {

Instant at(std::string_view iso, std::chrono::minutes time)
{
    return at_local(day(iso), time);
}

class ScheduleTest : public Organisation {
protected:
    ScheduleSettings schedule_;

    void step(Instant now)
    {
        const auto parts = circulars();
        const WeeklySchedule schedule(schedule_, calendar_, parts);
        store::Transaction transaction(*db_);
        events_ = schedule.step(*db_, now);
        transaction.commit();
    }

    std::optional<store::Occurrence> occurrence(const char* period = "2026-W38")
    {
        return store::find_occurrence(*db_, "weekly", period);
    }

    std::vector<ScheduleEvent> events_;
};

} // namespace

TEST(SlotTest, WeeklyIsDraftedOnMondayMorning)
{
    EXPECT_EQ(slot_of(Calendar(), window("2026-W38"), {}).due, at("2026-09-21", 9h));
    EXPECT_EQ(slot_of(Calendar(), window("2026-W38"), {}).deadline, at("2026-09-21", 16h));
}

TEST_F(ScheduleTest, WeekBeforeTheNationalHolidayIsDraftedOnTheEighth)
{
    EXPECT_EQ(slot_of(calendar_, window("2026-W40"), {}).due, at("2026-10-08", 9h));
}

TEST_F(ScheduleTest, SeptembersMonthlyIsDraftedOnTheEighth)
{
    EXPECT_EQ(drafting_day(calendar_, window("2026-09")), day("2026-10-08"));
    EXPECT_EQ(drafting_day(calendar_, window("2026-08")), day("2026-09-01"));
}

TEST_F(ScheduleTest, NothingRunsBeforeNine)
{
    step(at("2026-09-21", 8h + 59min) + 59s);
    EXPECT_FALSE(occurrence());
    EXPECT_THAT(messages_to("group-7"), IsEmpty());
}

TEST_F(ScheduleTest, CompleteWeekRunsAtNineOnce)
{
    step(at("2026-09-21", 9h));
    EXPECT_EQ(occurrence()->state, OccurrenceState::ran);
    step(at("2026-09-21", 9h) + 1s);
    step(at("2026-09-22", 9h));
    EXPECT_THAT(messages_to("group-7"), SizeIs(1));
    EXPECT_THAT(events_, IsEmpty());
}

TEST_F(ScheduleTest, RestartDoesNotRunItAgain)
{
    step(at("2026-09-21", 9h));
    open();
    step(at("2026-09-21", 9h + 5min));
    EXPECT_THAT(messages_to("group-7"), SizeIs(1));
}

TEST_F(ScheduleTest, StepUndoneBeforeItsCommitLeavesNothingAndRunsAgain)
{
    {
        const auto parts = circulars();
        store::Transaction lost(*db_);
        WeeklySchedule(schedule_, calendar_, parts).step(*db_, at("2026-09-21", 9h));
    }
    EXPECT_FALSE(occurrence());
    EXPECT_FALSE(store::find_circular(*db_, "weekly", "2026-W38"));
    step(at("2026-09-21", 9h) + 1s);
    EXPECT_THAT(messages_to("group-7"), SizeIs(1));
}

TEST_F(ScheduleTest, ClockSteppedBackDoesNotRunItAgain)
{
    step(at("2026-09-21", 9h + 30min));
    step(at("2026-09-21", 8h + 30min));
    step(at("2026-09-21", 9h));
    step(at("2026-09-20", 23h + 59min));
    step(at("2026-09-21", 9h));
    EXPECT_THAT(messages_to("group-7"), SizeIs(1));
}

TEST_F(ScheduleTest, ClockSteppedForwardRunsItOnceEarly)
{
    step(at("2026-09-21", 8h + 30min));
    step(at("2026-09-21", 9h + 30min));
    step(at("2026-09-21", 8h + 31min));
    step(at("2026-09-21", 9h));
    EXPECT_THAT(messages_to("group-7"), SizeIs(1));
}

TEST_F(ScheduleTest, DownForTenMinutesRunsOnReturn)
{
    step(at("2026-09-18", 12h));
    step(at("2026-09-21", 9h + 10min));
    EXPECT_EQ(occurrence()->state, OccurrenceState::ran);
}

TEST_F(ScheduleTest, DownForADayRunsLateWithItsReason)
{
    step(at("2026-09-22", 9h + 10min));
    EXPECT_EQ(occurrence()->state, OccurrenceState::late);
    EXPECT_EQ(occurrence()->reason, "程序当时未运行");
    EXPECT_THAT(messages_to("group-7"), SizeIs(1));
}

TEST_F(ScheduleTest, DownForTenDaysAccountsForEveryWeek)
{
    for (int i = 0; i < 7; ++i) // the data of the next week came by another way
        for (std::int64_t id = 1; id <= 7; ++id) {
            store::UnitDay row{day("2026-09-21") + std::chrono::days{i}, UnitId{id}, 10, 10, 10, 5, 90, 10, 5, 90};
            add(row);
        }
    step(at("2026-09-14", 9h)); // the week before runs
    step(at("2026-09-28", 9h));
    EXPECT_EQ(occurrence("2026-W37")->state, OccurrenceState::ran);
    EXPECT_EQ(occurrence("2026-W38")->state, OccurrenceState::skipped);
    EXPECT_EQ(occurrence("2026-W38")->reason, "错过发送时间");
    EXPECT_EQ(occurrence("2026-W39")->state, OccurrenceState::ran);
    EXPECT_THAT(messages_to("operators"), testing::ElementsAre("周通报〔2026〕第38期未发出：错过发送时间。"));
}

TEST_F(ScheduleTest, NewInstallationDoesNotSendWhatExpiredBeforeIt)
{
    step(at("2026-09-25", 9h));
    EXPECT_FALSE(occurrence());
    step(at("2026-09-24", 8h + 59min));
    EXPECT_EQ(occurrence()->state, OccurrenceState::waiting); // before 9:00 the group is quiet
}

TEST_F(ScheduleTest, MissingDataWaitUntilTheDeadlineThenHoldAndAlertOnce)
{
    remove_day(6, "2026-09-20");
    step(at("2026-09-21", 9h));
    EXPECT_EQ(occurrence()->state, OccurrenceState::waiting);
    EXPECT_EQ(occurrence()->reason, "体育学院9月20日数据未到");
    EXPECT_THAT(messages_to("operators"), IsEmpty());
    step(at("2026-09-21", 16h));
    step(at("2026-09-21", 16h + 1min));
    open();
    step(at("2026-09-22", 9h));
    EXPECT_THAT(messages_to("operators"),
                testing::ElementsAre("周通报〔2026〕第38期暂缓：体育学院9月20日数据未到。问题解决后自动发出；"
                                     "至9月24日9时仍未解决，本期不再发送。"));
    EXPECT_THAT(messages_to("group-7"), IsEmpty());
}

TEST_F(ScheduleTest, DataThatArriveBeforeTheDeadlineLetItRun)
{
    remove_day(6, "2026-09-20");
    step(at("2026-09-21", 9h));
    bring_day(6, "2026-09-20");
    step(at("2026-09-21", 11h));
    EXPECT_EQ(occurrence()->state, OccurrenceState::ran);
}

TEST_F(ScheduleTest, HeldCircularRunsLateOnceTheDataArrive)
{
    remove_day(6, "2026-09-20");
    step(at("2026-09-21", 16h));
    bring_day(6, "2026-09-20");
    step(at("2026-09-21", 18h)); // after 17:00 no circular goes out
    EXPECT_EQ(occurrence()->state, OccurrenceState::waiting);
    step(at("2026-09-22", 9h));
    EXPECT_EQ(occurrence()->state, OccurrenceState::late);
    EXPECT_EQ(occurrence()->reason, "体育学院9月20日数据未到");
    EXPECT_THAT(messages_to("group-7"), SizeIs(1));
}

TEST_F(ScheduleTest, DataThatNeverArriveSkipItWithItsReason)
{
    remove_day(6, "2026-09-20");
    step(at("2026-09-21", 9h));
    step(at("2026-09-24", 9h));
    EXPECT_EQ(occurrence()->state, OccurrenceState::skipped);
    EXPECT_EQ(occurrence()->reason, "体育学院9月20日数据未到");
    bring_day(6, "2026-09-20");
    step(at("2026-09-24", 10h));
    EXPECT_THAT(messages_to("group-7"), IsEmpty());
}

TEST_F(ScheduleTest, OnMissingPartialSendsWhatThereIsAtTheDeadline)
{
    schedule_.on_missing = OnMissing::partial;
    remove_day(6, "2026-09-20");
    step(at("2026-09-21", 15h + 59min));
    EXPECT_THAT(messages_to("group-7"), IsEmpty());
    step(at("2026-09-21", 16h) + 5s);
    EXPECT_EQ(occurrence()->state, OccurrenceState::ran);
    EXPECT_EQ(occurrence()->reason, "体育学院9月20日数据未到");
    ASSERT_THAT(messages_to("group-7"), SizeIs(1));
    EXPECT_THAT(messages_to("group-7")[0], testing::HasSubstr("数据不全：体育学院（数据6/7天）"));
}

TEST_F(ScheduleTest, RefusedTextIsHeldWithOneAlertAndRunsOnceMended)
{
    write_blocks("2026-W38", "{");
    step(at("2026-09-21", 9h));
    step(at("2026-09-21", 9h) + 5s);
    EXPECT_EQ(occurrence()->state, OccurrenceState::waiting);
    EXPECT_THAT(messages_to("operators"), SizeIs(1));
    write_blocks("2026-W38", "{}");
    step(at("2026-09-21", 9h + 30min));
    EXPECT_EQ(occurrence()->state, OccurrenceState::ran);
}

TEST_F(ScheduleTest, VacationWeekIsSkippedUnlessConfigured)
{
    calendar_ = parse_calendar(R"({"version":1,"school":[
        {"name":"秋假","type":"vacation","from":"2026-09-14","to":"2026-09-20"}]})")
                    .calendar.value();
    step(at("2026-09-21", 9h));
    EXPECT_EQ(occurrence()->state, OccurrenceState::skipped);
    EXPECT_EQ(occurrence()->reason, "假期不发周通报");
}

TEST_F(ScheduleTest, ChangedCalendarMovesWhatIsNotYetSent)
{
    step(at("2026-09-18", 12h));
    calendar_ = parse_calendar(R"({"version":1,"school":[
        {"name":"停课","type":"off","from":"2026-09-21","to":"2026-09-21"}]})")
                    .calendar.value();
    step(at("2026-09-21", 10h));
    EXPECT_FALSE(occurrence());
    step(at("2026-09-22", 9h));
    EXPECT_EQ(occurrence()->state, OccurrenceState::ran);
}

TEST(ScheduleDecisionTest, EmptyOrganisationIsLeftAlone)
{
    const auto path = testing::TempDir() + "empty_organisation_" + std::to_string(getpid()) + ".db";
    std::filesystem::remove(path);
    store::Connection db(path);
    store::migrate(db);
    const CircularSettings settings;
    const FiguresRules rules;
    const Calendar calendar;
    const auto templates = std::move(Templates::load(source() / "templates/zh-CN").templates.value());
    const Circulars circulars(settings, rules, calendar, templates, {});
    const ScheduleSettings schedule;
    EXPECT_THAT(WeeklySchedule(schedule, calendar, circulars).step(db, at("2026-09-21", 9h)), IsEmpty());
}
