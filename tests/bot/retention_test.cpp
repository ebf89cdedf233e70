#include "bot/retention.hpp"

#include "bot/windows.hpp"
#include "store/activity.hpp"
#include "store/audit.hpp"
#include "store/cards.hpp"
#include "store/erasure.hpp"
#include "tests/bot/figures/example.hpp"
#include "tests/store/organisation.hpp"

using namespace tongbao;
using namespace tongbao::bot;
using namespace std::chrono_literals;

/// "Now" is Monday 2026-09-21 03:00.
class RetentionTest : public store::OrganisationTest {
protected:
    void SetUp() override { ASSERT_TRUE(roster({row("甲")}).errors.empty()); }

    void study(std::string_view on)
    {
        const store::Covered covered{day(on), wx_};
        import({points("甲", day(on), 30)}, {covered});
    }

    std::optional<Retention::Step> step() { return Retention(settings_).step(db_, now_); }
    void run_through()
    {
        while (const auto taken = step())
            if (taken->done)
                return;
    }

    RetentionSettings settings_;
    Instant now_ = at_local(day("2026-09-21"), 3h);
};

TEST_F(RetentionTest, NothingHappensBeforeThreeOrWhenSwitchedOff)
{
    study("2024-01-01");
    now_ = at_local(day("2026-09-21"), 2h + 59min);
    EXPECT_FALSE(step());
    now_ += 1min;
    settings_.enabled = false;
    EXPECT_FALSE(step());
}

TEST_F(RetentionTest, RecordsGoAfterTwentyFourMonthsAndCountsStay)
{
    study("2025-09-22");
    study("2025-09-20");
    settings_.activity_months = 12;
    run_through();
    EXPECT_TRUE(store::activity_of(db_, member("甲"), day("2025-09-20"), day("2025-09-21")).empty());
    EXPECT_EQ(store::activity_of(db_, member("甲"), day("2025-09-22"), day("2025-09-23")).size(), 1u);
    EXPECT_EQ(unit_day(wx_, day("2025-09-20"))->points, 30);
}

TEST_F(RetentionTest, DayRunsOnceAndTheNextDayRunsAgain)
{
    EXPECT_TRUE(step()->done);
    EXPECT_FALSE(step());
    EXPECT_EQ(store::find_occurrence(db_, "retention", "2026-09-21")->state, store::OccurrenceState::ran);
    now_ += 24h;
    EXPECT_TRUE(step());
}

TEST_F(RetentionTest, RunAfterDowntimeIsLate)
{
    now_ += 5h;
    run_through();
    EXPECT_EQ(store::find_occurrence(db_, "retention", "2026-09-21")->state, store::OccurrenceState::late);
}

TEST_F(RetentionTest, MuchIsRemovedInSeveralBites)
{
    for (const auto* on : {"2024-01-01", "2024-02-01", "2024-03-01"})
        study(on);
    int bites = 0;
    while (!step()->done)
        ++bites;
    EXPECT_EQ(bites, 3) << "seven days a bite";
    EXPECT_FALSE(store::find_occurrence(db_, "retention", "2026-09-20"));
}

TEST_F(RetentionTest, WhoLeftHalfAYearAgoLosesTheName)
{
    auto left = row("乙");
    left.left = true;
    left.end = day("2026-03-21");
    auto recent = row("丙");
    recent.left = true;
    recent.end = day("2026-03-22");
    ASSERT_TRUE(roster({left, recent}).errors.empty());
    run_through();
    EXPECT_FALSE(store::find_member(db_, "乙"));
    EXPECT_TRUE(store::find_member(db_, "丙"));
    EXPECT_TRUE(store::find_member(db_, "甲"));
}

TEST_F(RetentionTest, LogOfCommandsGoesAfterTwelveMonths)
{
    store::AuditEntry entry;
    entry.command = "查个人";
    for (const auto* on : {"2025-09-20", "2025-09-21"}) {
        entry.at = at_local(day(on), 0h);
        store::record_audit(db_, entry);
    }
    EXPECT_EQ(step()->removed.command_log, 1);
    ASSERT_EQ(store::audit_entries(db_, {}).size(), 1u);
    EXPECT_EQ(store::audit_entries(db_, {})[0].at, entry.at);
}

TEST_F(RetentionTest, MonthsAreCountedToTheSameDayOrTheLastOne)
{
    EXPECT_EQ(months_before(day("2026-09-21"), 24), day("2024-09-21"));
    EXPECT_EQ(months_before(day("2026-03-31"), 1), day("2026-02-28"));
    EXPECT_EQ(months_before(day("2026-01-15"), 3), day("2025-10-15"));
}
