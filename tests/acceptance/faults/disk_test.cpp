#include "tests/acceptance/faults/monitored_test.hpp"
#include "tests/acceptance/faults/small_disk.hpp"

/// A disk that is full or cannot be written: configuration, database, its log, the service's own log and a backup lie
/// on it.
namespace tongbao::acceptance {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class DiskTest : public MonitoredTest {
protected:
    static constexpr const char* group = "wecom-1";

    DiskTest() { place.add_group(group); }
    /// Runs `serve` to its end, which must be a refusal.
    Finished refused_start()
    {
        auto ended = place.call({"serve"});
        EXPECT_EQ(ended.code, 1) << ended.output;
        return ended;
    }
    SmallDisk disk{place.folder(), "8m"};
};

TEST_F(DiskTest, AnOutcomeLearnedWhileItIsFullIsRecordedOnceThereIsRoomAndNothingIsSentTwice)
{
    if (!disk.mounted())
        SKIP_FAULT(31, disk.why_not());
    platforms.misbehave(group, "delayed", "3000");
    place.put_many(group, 3);
    const auto service = place.start();
    ASSERT_TRUE(becomes_ready()) << place.log();
    ASSERT_TRUE(holds_soon([&] { return count_in(ledger(), "sending") == 1; }));
    disk.fill();
    ASSERT_TRUE(becomes_unready("commits_fail")) << ask("/readyz").body;
    EXPECT_EQ(ask("/healthz").status, 200);
    EXPECT_EQ(count_in(ledger(), "sent"), 0);
    EXPECT_EQ(platforms.received(group).size(), 1u) << "sent without a durable intent";
    disk.empty();
    ASSERT_TRUE(all_end_within(120s)) << place.log();
    EXPECT_TRUE(becomes_ready()) << ask("/readyz").body;
    for (int number = 1; number <= 3; ++number)
        EXPECT_EQ(message(group + (":" + std::to_string(number))).state, "sent");
    EXPECT_EQ(reconcile_and_report(31, 1).repeated, 0);
}

TEST_F(DiskTest, AStartOnAFullDiskIsRefusedWithItsReasonAndWorksOnceThereIsRoom)
{
    if (!disk.mounted())
        SKIP_FAULT(31, disk.why_not());
    place.put_many(group, 3);
    place.write_config();
    disk.fill();
    EXPECT_THAT(refused_start().output, HasSubstr("No space left on device"));
    EXPECT_EQ(platforms.received(group).size(), 0u);
    disk.empty();
    const auto service = place.start();
    ASSERT_TRUE(all_end_within(60s)) << place.log();
    EXPECT_EQ(reconcile_and_report(31, 1).repeated, 0);
    EXPECT_EQ(platforms.received(group).size(), 3u);
}

TEST_F(DiskTest, ABackupWithoutRoomLeavesTheOneBeforeAndNothingElse)
{
    if (!disk.mounted())
        SKIP_FAULT(31, disk.why_not());
    place.put_many(group, 3);
    place.write_config();
    const auto copy = (place.folder() / "copy.db").string();
    ASSERT_EQ(place.call({"backup", copy}).code, 0);
    place.put({{.key = "later", .group = group, .texts = {"备份之后"}}});
    disk.fill();
    const auto refused = place.call({"backup", copy});
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.output, HasSubstr("No space left on device"));
    EXPECT_EQ(read_ledger(copy).size(), 3u) << "the backup before is gone";
    EXPECT_FALSE(std::filesystem::exists(copy + ".part"));
    disk.empty();
    EXPECT_EQ(place.call({"backup", copy}).code, 0);
    EXPECT_EQ(read_ledger(copy).size(), 4u);
    report(31, 1, tally());
}

TEST_F(DiskTest, AReadOnlyFileSystemIsNamedAndNothingIsSent)
{
    if (!disk.mounted())
        SKIP_FAULT(36, disk.why_not());
    place.put_many(group, 1);
    place.write_config();
    disk.make_read_only();
    EXPECT_THAT(refused_start().output, HasSubstr("Read-only file system"));
    EXPECT_EQ(platforms.received(group).size(), 0u);
    report(36, 1);
}

} // namespace
} // namespace tongbao::acceptance
