#include "bot/calendar_watch.hpp"
#include "circulars/organisation.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::bot;
using namespace tongbao::bot::example;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

namespace {

/// The shipped calendar: 2026 is published, 2027 provisional.
class CalendarWatchTest : public Organisation {
protected:
    void look(std::string_view iso, std::chrono::minutes time)
    {
        const auto parts = circulars();
        const CalendarWatch watch(calendar_, parts);
        store::Transaction transaction(*db_);
        watch.step(*db_, at_local(day(iso), time));
        transaction.commit();
    }
    std::vector<std::string> reminders() { return messages_to("operators"); }
};

} // namespace

TEST_F(CalendarWatchTest, NothingIsSaidBeforeNovember)
{
    look("2026-10-30", 10h);
    EXPECT_THAT(reminders(), IsEmpty());
}

TEST_F(CalendarWatchTest, TheOperatorsAreRemindedOnceAWeekAlsoAfterARestart)
{
    look("2026-11-02", 10h);
    ASSERT_THAT(reminders(), SizeIs(1));
    EXPECT_THAT(reminders()[0], HasSubstr("2027年节假日安排尚未写入"));
    look("2026-11-02", 10h + 1min);
    open();
    look("2026-11-06", 10h);
    EXPECT_THAT(reminders(), SizeIs(1));
    look("2026-11-09", 10h);
    EXPECT_THAT(reminders(), SizeIs(2));
}

TEST_F(CalendarWatchTest, ASundayWaitsForTheHoursOfTheGroup)
{
    look("2026-11-01", 10h);
    look("2026-11-02", 8h);
    EXPECT_THAT(reminders(), IsEmpty());
}

TEST_F(CalendarWatchTest, APublishedYearEndsTheReminders)
{
    calendar_ = parse_calendar(R"({"version":1,"years":{
        "2026":{"status":"published","off":{"元旦":["2026-01-01"]},"work":[]},
        "2027":{"status":"published","off":{"元旦":["2027-01-01"]},"work":[]}}})")
                    .calendar.value();
    look("2026-11-02", 10h);
    EXPECT_THAT(reminders(), IsEmpty());
}

TEST_F(CalendarWatchTest, AYearThatBeganUnpublishedIsStillAskedFor)
{
    EXPECT_EQ(year_to_publish(calendar_, day("2027-01-12")), 2027);
    EXPECT_EQ(year_to_publish(calendar_, day("2026-12-31")), 2027);
    EXPECT_EQ(year_to_publish(calendar_, day("2026-10-31")), std::nullopt);
}
