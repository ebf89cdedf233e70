#include "tests/acceptance/faults/crash_test.hpp"

#include "store/schema.hpp"

#include <set>

/// kill -9 in the middle of work that is done in one transaction: a digest, an import, a migration.
namespace tongbao::acceptance {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class CrashInBatchWork : public CrashTest {
protected:
    explicit CrashInBatchWork(const Platforms::Options& options = {}) : CrashTest(options) {}

    static fs::path samples() { return std::getenv("TONGBAO_SAMPLES"); }

    void import_organisation()
    {
        place.write_config();
        ASSERT_EQ(place.call({"import", "units", (samples() / "units.csv").string(), "--yes"}).code, 0);
        ASSERT_EQ(place.call({"import", "roster", (samples() / "roster.csv").string(), "--yes"}).code, 0);
    }
    static std::vector<std::string> import_of_activity()
    {
        std::set<std::string> files;
        for (const auto& file : fs::directory_iterator(samples() / "exports"))
            files.insert(file.path().string());
        std::vector<std::string> words{"import", "activity", "--yes"};
        words.insert(words.end(), files.begin(), files.end());
        return words;
    }
    std::int64_t number(const std::string& query) const
    {
        store::Connection db(place.database().string(), store::Access::read_only);
        auto statement = db.prepare(query);
        return statement.step() ? statement.integer(0) : -1;
    }
};

TEST_F(CrashInBatchWork, AnImportIsThereWholeOrNotAtAllAndConvergesWhenRunAgain)
{
    import_organisation();
    const auto batches = number("SELECT count(*) FROM batch");
    call_until_killed(import_of_activity(), "import_written");
    EXPECT_EQ(number("SELECT count(*) FROM activity"), 0);
    EXPECT_EQ(number("SELECT count(*) FROM batch"), batches);
    ASSERT_EQ(place.call(import_of_activity()).code, 0);
    const auto rows = number("SELECT count(*) FROM activity");
    EXPECT_GT(rows, 0);
    EXPECT_THAT(place.call(import_of_activity()).output, HasSubstr("已导入")); // nothing twice
    EXPECT_EQ(number("SELECT count(*) FROM activity"), rows);
    report(7, 1);
}

/// Makes `database` as the version before this one left it, with one message that waits.
void make_older_database(const fs::path& database, const std::string& group)
{
    store::Connection db(database.string());
    const auto& migrations = store::migrations();
    for (const auto& migration : migrations)
        if (&migration != &migrations.back())
            db.execute(std::string(migration.sql));
    db.execute("PRAGMA application_id = " + std::to_string(store::application_id) +
               "; PRAGMA user_version = " + std::to_string(migrations.at(migrations.size() - 2).number));
    db.run(
        "INSERT INTO message (id, dedup_key, kind, target, address, priority, state, reason, created_at, changed_at, "
        "next_at) VALUES (1, 'old', 'alert', $1, '', 1, 'queued', '', 1, 1, 1)",
        group);
    db.run("INSERT INTO part (message, number, body, state) VALUES (1, 1, $1, 'queued')",
           R"({"msgtype":"text","text":{"content":"旧"}})");
}

TEST_F(CrashInBatchWork, AMigrationIsDoneWholeOrNotAtAll)
{
    make_older_database(place.database(), group);
    const auto version = number("PRAGMA user_version");
    const auto things = number("SELECT count(*) FROM sqlite_master");
    run_until_killed("migrated");
    EXPECT_EQ(number("PRAGMA user_version"), version);
    EXPECT_EQ(number("SELECT count(*) FROM sqlite_master"), things);
    recover();
    EXPECT_EQ(number("PRAGMA user_version"), store::migrations().back().number);
    EXPECT_THAT(read_in(group), testing::ElementsAre("旧"));
    reconcile_and_report(7, 1);
}

/// On the Monday on which the samples' circular is due.
class CrashInADigest : public CrashInBatchWork {
protected:
    CrashInADigest() : CrashInBatchWork({.starting_at = "2026-09-21T09:00:30"})
    {
        place.config()["circular"]["grace_hours"] = 6;
        place.config()["circular"]["weekly"] = {operators, group};
    }
    const std::string key = std::string("circular:2026-W38:weekly:") + group;
};

TEST_F(CrashInADigest, NothingOfItIsThereAndTheNextRunMakesItOnce)
{
    import_organisation();
    ASSERT_EQ(place.call(import_of_activity()).code, 0);
    run_until_killed("circular_kept");
    EXPECT_EQ(number("SELECT count(*) FROM circular"), 0);
    EXPECT_EQ(number("SELECT count(*) FROM occurrence"), 0);
    EXPECT_EQ(number("SELECT count(*) FROM message"), 0);
    const auto service = place.start();
    ASSERT_TRUE(holds_soon([&] { return !read_in(group).empty() && !read_in(operators).empty(); })) << place.log();
    ASSERT_TRUE(all_end_within(std::chrono::seconds(60))) << place.log();
    EXPECT_EQ(number("SELECT count(*) FROM circular"), 1);
    EXPECT_EQ(reconcile_and_report(7, 1, {key}).repeated, 0);
}

} // namespace
} // namespace tongbao::acceptance
