#include "store/queued_rows.hpp"
#include "tests/store/organisation.hpp"

using namespace tongbao;
using namespace tongbao::store;

namespace {

class ActivityTest : public OrganisationTest {
protected:
    void SetUp() override { roster({row("1"), row("2"), row("3")}); }

    std::vector<ActivityRow> stored(const std::string& code)
    {
        return activity_of(db_, member(code), monday, monday + std::chrono::days{7});
    }
};

TEST_F(ActivityTest, NewRowsAreAddedInAnyOrder)
{
    const auto outcome = import({points("2", tuesday, 5), points("1", monday, 7), points("2", monday, 0)}, {});
    EXPECT_EQ(outcome.added, 3);
    EXPECT_EQ(stored("2"), (std::vector{points("2", monday, 0), points("2", tuesday, 5)}));
}

TEST_F(ActivityTest, MoreRowsThanOneInsertHoldsAreAllStored)
{
    std::vector<ActivityRow> rows;
    for (int i = 0; i < 200; ++i)
        rows.push_back({monday - std::chrono::days{i}, member("1"), i, std::nullopt, true});
    EXPECT_EQ(import(rows, {}).added, 200);
    EXPECT_EQ(activity_of(db_, member("1"), monday - std::chrono::days{199}, tuesday).size(), 200u);
}

TEST_F(ActivityTest, LaterBatchReplacesAndTheOldRowGoesToHistory)
{
    import({points("1", monday, 7)}, {});
    const auto outcome = import({points("1", monday, 9)}, {});
    EXPECT_EQ(outcome.replaced, 1);
    EXPECT_EQ(stored("1"), std::vector{points("1", monday, 9)});
    const auto past = history_of(db_, member("1"), monday);
    ASSERT_EQ(past.size(), 1u);
    EXPECT_EQ(past[0].row.points, 7);
    EXPECT_EQ(past[0].superseded_by.value, past[0].batch.value + 1);
    EXPECT_FALSE(past[0].outranked);
}

TEST_F(ActivityTest, EqualRowIsUnchangedAndLeavesNoHistory)
{
    import({points("1", monday, 7)}, {});
    const auto version = data_version(db_);
    EXPECT_EQ(import({points("1", monday, 7)}, {}).unchanged, 1);
    EXPECT_TRUE(history_of(db_, member("1"), monday).empty());
    EXPECT_EQ(data_version(db_), version);
}

TEST_F(ActivityTest, MemberAbsentFromALaterFileKeepsTheOldRow)
{
    import({points("1", monday, 7), points("2", monday, 8)}, {});
    import({points("1", monday, 9)}, {});
    EXPECT_EQ(stored("2"), std::vector{points("2", monday, 8)});
}

TEST_F(ActivityTest, LessTrustedSourceIsKeptInHistoryAndReported)
{
    import({points("1", monday, 7)}, {}, Source::manual);
    const auto outcome = import({points("1", monday, 9)}, {}, Source::export_file);
    EXPECT_EQ(outcome.outranked, std::vector{points("1", monday, 9)});
    EXPECT_EQ(stored("1"), std::vector{points("1", monday, 7)});
    const auto past = history_of(db_, member("1"), monday);
    ASSERT_EQ(past.size(), 1u);
    EXPECT_TRUE(past[0].outranked);
    EXPECT_EQ(past[0].row.points, 9);
}

TEST_F(ActivityTest, MoreTrustedSourceReplaces)
{
    import({points("1", monday, 7)}, {}, Source::xapi);
    EXPECT_EQ(import({points("1", monday, 9)}, {}, Source::api).replaced, 1);
    EXPECT_EQ(import({points("1", monday, 9)}, {}, Source::export_file).replaced, 1); // equal, but now trusted more
    EXPECT_EQ(import({points("1", monday, 8)}, {}, Source::api).outranked.size(), 1u);
}

TEST_F(ActivityTest, SameKeyTwiceInOneCallIsRefused)
{
    EXPECT_THROW(import({points("1", monday, 7), points("1", monday, 9)}, {}), DatabaseError);
}

TEST_F(ActivityTest, ActiveWithoutPointsIsKept)
{
    import({{ monday, member("1"), 0, 3, true }}, {});
    EXPECT_EQ(stored("1"), (std::vector<ActivityRow>{{monday, member("1"), 0, 3, true}}));
}

TEST_F(ActivityTest, CoverageIsDeclaredForTheListedUnitsAndDays)
{
    import({points("1", monday, 7)}, {{monday, wx_}, { tuesday, sl_ }});
    EXPECT_EQ(coverage(db_, {WindowKind::week, monday, monday + std::chrono::days{7}}),
              (std::vector<Covered>{{monday, wx_}, {tuesday, sl_}}));
    EXPECT_EQ(last_covered_day(db_), tuesday);
    EXPECT_EQ(last_covered_day(db_, wx_), monday);
    EXPECT_FALSE(last_covered_day(db_, school_));
}

TEST_F(ActivityTest, LastActiveIsTheLatestActiveDay)
{
    import({points("1", tuesday, 7), points("1", monday, 3), points("2", monday, 0)}, {});
    EXPECT_EQ(last_active(db_, member("1")), tuesday);
    EXPECT_FALSE(last_active(db_, member("2")));
}

TEST_F(ActivityTest, LateImportOfAnOldDayDoesNotLowerLastActive)
{
    import({points("1", tuesday, 7)}, {});
    import({points("1", monday, 7)}, {});
    EXPECT_EQ(last_active(db_, member("1")), tuesday);
}

TEST_F(ActivityTest, CorrectionToInactiveFallsBackToTheDayBefore)
{
    import({points("1", monday, 7), points("1", tuesday, 7)}, {});
    import({points("1", tuesday, 0)}, {});
    EXPECT_EQ(last_active(db_, member("1")), monday);
    import({points("1", monday, 0)}, {});
    EXPECT_FALSE(last_active(db_, member("1")));
}

TEST_F(ActivityTest, BatchIsFoundByItsContent)
{
    Batch batch;
    batch.sha256 = "abc";
    batch.file_name = "a.xlsx";
    batch.imported_at = Instant{std::chrono::seconds{1790000000}};
    const auto id = add_batch(db_, batch);
    finish_batch(db_, id, 3, 21, R"({"read":3})");
    const auto found = find_batch(db_, "abc");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, id);
    EXPECT_EQ(found->rows, 3);
    EXPECT_EQ(found->points, 21);
    EXPECT_EQ(found->report, R"({"read":3})");
    EXPECT_EQ(found->imported_at, batch.imported_at);
    EXPECT_FALSE(find_batch(db_, "abd"));
    EXPECT_THROW(add_batch(db_, batch), DatabaseError);
}

TEST_F(ActivityTest, SpanRowsEnterNoFact)
{
    const SpanRow row{member("1"), tuesday, 3, 90};
    add_span_rows(db_, new_batch(), std::span(&row, 1));
    EXPECT_EQ(span_rows(db_, member("1"), monday, tuesday + std::chrono::days{1}), std::vector{row});
    EXPECT_TRUE(stored("1").empty());
    EXPECT_FALSE(last_covered_day(db_));
}

class QueuedRowsTest : public ActivityTest {
protected:
    const Instant now_{std::chrono::seconds{1790000000}};

    QueuedRow waiting()
    {
        QueuedRow row;
        row.batch = new_batch();
        row.row = 12;
        row.code = "NAME2";
        row.name = "张三";
        row.unit_text = "文学院";
        row.platform_id = "700";
        row.day = monday;
        row.points = 31;
        row.active = true;
        row.candidates = {member("1"), member("2")};
        return row;
    }
};

TEST_F(QueuedRowsTest, WaitUntilAPersonDecides)
{
    queue_row(db_, waiting());
    const auto rows = queued_rows(db_);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].name, "张三");
    EXPECT_EQ(rows[0].candidates, (std::vector{member("1"), member("2")}));
    EXPECT_TRUE(stored("1").empty());
}

TEST_F(QueuedRowsTest, DecisionStoresTheActivityAndLearnsThePlatformId)
{
    const auto id = queue_row(db_, waiting());
    EXPECT_TRUE(resolve_queued(db_, id, member("2"), now_, rules_));
    EXPECT_EQ(stored("2"), std::vector{points("2", monday, 31)});
    EXPECT_EQ(member_of_platform_id(db_, "700"), member("2"));
    EXPECT_TRUE(queued_rows(db_).empty());
}

TEST_F(QueuedRowsTest, RowIsDecidedOnce)
{
    const auto id = queue_row(db_, waiting());
    EXPECT_TRUE(dismiss_queued(db_, id, now_));
    EXPECT_FALSE(resolve_queued(db_, id, member("2"), now_, rules_));
    EXPECT_FALSE(dismiss_queued(db_, id, now_));
}

TEST_F(QueuedRowsTest, LaterBatchOfTheSameSourceOutranksARowThatWaited)
{
    const auto id = queue_row(db_, waiting());
    import({points("2", monday, 8)}, {});
    resolve_queued(db_, id, member("2"), now_, rules_);
    EXPECT_EQ(stored("2"), std::vector{points("2", monday, 8)});
    EXPECT_EQ(history_of(db_, member("2"), monday).size(), 1u);
}

} // namespace
