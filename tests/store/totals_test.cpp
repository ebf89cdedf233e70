#include "store/queued_rows.hpp"
#include "tests/store/organisation.hpp"

using namespace tongbao;
using namespace tongbao::store;

namespace {

Day after_monday(int days)
{
    return monday + std::chrono::days{days};
}

class TotalsTest : public OrganisationTest {
protected:
    void SetUp() override { roster({row("1")}); }

    RunningTotal total(Day on, std::int64_t value, Series series = Series::all_time)
    {
        return {member("1"), series, on, value};
    }
    QueuedId wait(Day on, int value, Series series = Series::all_time)
    {
        QueuedRow queued;
        queued.batch = new_batch();
        queued.code = "NAME0";
        queued.day = on;
        queued.points = value;
        queued.active = true;
        queued.series = series;
        return queue_row(db_, queued);
    }
    void decide(QueuedId id) { resolve_queued(db_, id, member("1"), Instant{}, rules_); }

    std::vector<ActivityRow> facts() { return activity_of(db_, member("1"), monday, after_monday(7)); }
    std::vector<SpanRow> spans() { return span_rows(db_, member("1"), monday, after_monday(7)); }
};

TEST_F(TotalsTest, FirstTotalOfAllTimeSaysNothing)
{
    EXPECT_FALSE(increase_of(total(monday, 1000), std::nullopt));
}

TEST_F(TotalsTest, TotalOfTheMonthBeginsAtZeroOnTheFirst)
{
    const auto first =
        increase_of(total(day(2026, 10, 1), 30, Series::month), total(day(2026, 9, 30), 900, Series::month));
    EXPECT_EQ(first->points, 30);
    EXPECT_EQ(first->span, 1);
    EXPECT_FALSE(first->fell);
    const auto third = increase_of(total(day(2026, 10, 3), 70, Series::month), std::nullopt);
    EXPECT_EQ(third->points, 70);
    EXPECT_EQ(third->span, 3);
}

TEST_F(TotalsTest, ATotalOfAllTimeThatFellIsTakenWholeOneOfTheMonthNot)
{
    const auto all = increase_of(total(after_monday(1), 12), total(monday, 1000));
    EXPECT_TRUE(all->fell);
    EXPECT_EQ(all->points, 12);
    const auto month = increase_of(total(after_monday(1), 490, Series::month), total(monday, 500, Series::month));
    EXPECT_TRUE(month->fell);
    EXPECT_EQ(month->points, 0);
}

TEST_F(TotalsTest, DecidedTotalBecomesItsDifferenceAndNotOneDaysPoints)
{
    save_totals(db_, std::vector{total(monday, 1000)});
    decide(wait(after_monday(1), 1025));
    EXPECT_EQ(facts(), std::vector{points("1", after_monday(1), 25)});
}

TEST_F(TotalsTest, DecidedTotalWithoutAnEarlierOneIsOnlyABeginning)
{
    decide(wait(monday, 1000));
    EXPECT_TRUE(facts().empty());
    EXPECT_EQ(totals_before(db_, Series::all_time, after_monday(1)), std::vector{total(monday, 1000)});
}

TEST_F(TotalsTest, DecidedTotalSplitsTheDaysThatWereOneRowMeanwhile)
{
    save_totals(db_, std::vector{total(monday, 1000), total(after_monday(2), 1060)});
    derive_from_totals(db_, new_batch(), Source::export_file, std::vector{total(after_monday(2), 1060)}, false, rules_);
    ASSERT_EQ(spans().size(), 1u);
    decide(wait(after_monday(1), 1020));
    EXPECT_EQ(facts(), (std::vector{points("1", after_monday(1), 20), points("1", after_monday(2), 40)}));
    EXPECT_TRUE(spans().empty());
}

TEST_F(TotalsTest, SeriesDoNotMix)
{
    save_totals(db_, std::vector{total(monday, 1000)});
    decide(wait(after_monday(1), 80, Series::month));
    EXPECT_TRUE(facts().empty());
    EXPECT_EQ(spans(), (std::vector{SpanRow{member("1"), after_monday(1), 15, 80}}));
}

TEST_F(TotalsTest, OnlyTotalsThatAreNotGivenFollow)
{
    const std::vector given = {total(monday, 1), total(after_monday(1), 2)};
    save_totals(db_, given);
    EXPECT_TRUE(following(db_, given).empty());
    save_totals(db_, std::vector{total(after_monday(3), 9)});
    EXPECT_EQ(following(db_, given), std::vector{total(after_monday(3), 9)});
}

TEST_F(TotalsTest, AStoredTotalBetweenTwoNewOnesMakesBothThatFollowOutOfDate)
{
    save_totals(db_, std::vector{total(after_monday(1), 5)});
    const std::vector given = {total(monday, 1), total(after_monday(2), 9)};
    save_totals(db_, given);
    EXPECT_EQ(following(db_, given), (std::vector{total(after_monday(1), 5), total(after_monday(2), 9)}));
}

} // namespace
