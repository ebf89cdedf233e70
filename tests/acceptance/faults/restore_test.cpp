#include "tests/acceptance/faults/machine_clock.hpp"
#include "tests/acceptance/faults/monitored_test.hpp"

/// Yesterday's backup in the place of today's database.
namespace tongbao::acceptance {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class RestoreDrill : public MonitoredTest {
protected:
    static constexpr const char* group = "wecom-1";

    RestoreDrill() : MonitoredTest(on_the_machines_clock())
    {
        place.add_group(group);
        place.put_many(group, 3);
    }
    std::string backup() const { return (place.folder() / "backup.db").string(); }
    /// Makes a backup, lets the service send all that waits, and puts the backup back.
    void restore_what_was_sent_since()
    {
        place.write_config();
        ASSERT_EQ(place.call({"backup", backup()}).code, 0);
        auto service = place.start();
        ASSERT_TRUE(all_end_within(60s)) << place.log();
        EXPECT_EQ(service.stop(), 0);
        const auto restored = place.call({"restore", backup()});
        ASSERT_EQ(restored.code, 0) << restored.output;
        EXPECT_THAT(restored.output, HasSubstr("3 waiting messages are held"));
    }
    /// A circular of the gap, made again by the service under the key it had.
    void make_again(const std::string& key) { place.put({{.key = key, .group = group, .texts = {"补发 " + key}}}); }
};

TEST_F(RestoreDrill, NothingIsSentAgainByItselfUntilAPersonDropsIt)
{
    restore_what_was_sent_since();
    const auto service = place.start();
    ASSERT_TRUE(becomes_unready("restore_unconfirmed")) << ask("/readyz").body;
    make_again("of the gap");
    place.put({{.key = "last", .group = operators, .texts = {"另一个群"}}});
    ASSERT_TRUE(becomes_unready("restore_unconfirmed")); // a later look, and a step of delivery in between
    EXPECT_EQ(count_in(ledger(), "uncertain_held"), 5);
    EXPECT_EQ(platforms.received(group).size(), 3u) << "sent again by itself";
    const auto held = nlohmann::json::parse(place.call({"outbox", "list", "--restored", "--json"}).output);
    EXPECT_EQ(held.size(), 5u);
    ASSERT_EQ(place.call({"outbox", "drop", "--restored"}).code, 0);
    EXPECT_TRUE(becomes_ready()) << ask("/readyz").body;
    EXPECT_EQ(platforms.received(group).size(), 3u);
    make_again("after");
    EXPECT_TRUE(holds_within(100s, [&] { return message("after").state == "sent"; })) << place.log();
    EXPECT_EQ(place.call({"outbox", "drop", "--restored"}).code, 4) << "decided twice";
    EXPECT_EQ(reconcile_and_report(37, 1).repeated, 0);
}

TEST_F(RestoreDrill, WhatAPersonReleasesGoesAsFlaggedCopies)
{
    restore_what_was_sent_since();
    ASSERT_EQ(place.call({"outbox", "release", "--restored"}).code, 0);
    const auto service = place.start();
    ASSERT_TRUE(all_end_within(60s)) << place.log();
    EXPECT_EQ(platforms.received(group).size(), 6u);
    const auto seen = reconcile_and_report(37, 1);
    EXPECT_EQ(seen.repeated, 3);
    EXPECT_EQ(seen.flagged, 3);
}

TEST_F(RestoreDrill, IsRefusedWhileTheServiceRunsAndNamesIt)
{
    place.write_config();
    ASSERT_EQ(place.call({"backup", backup()}).code, 0);
    const auto service = place.start();
    const auto refused = place.call({"restore", backup()});
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.output, HasSubstr("already served by process " + std::to_string(service.process().pid())));
    ASSERT_TRUE(all_end_within(60s)) << place.log();
    EXPECT_EQ(reconcile_and_report(37, 1).repeated, 0);
}

TEST_F(RestoreDrill, ABackupOfARunningServiceIsOfOneMomentAndWhole)
{
    place.put_many(group, 30, {.key = "more"});
    const auto service = place.start();
    ASSERT_TRUE(holds_soon([&] { return count_in(ledger(), "sent") > 0; }));
    ASSERT_EQ(place.call({"backup", backup()}).code, 0);
    const auto copied = read_ledger(backup());
    EXPECT_EQ(copied.size(), 33u);
    for (const auto& message : copied)
        EXPECT_EQ(message.ended, message.state == "sent") << message.key;
}

} // namespace
} // namespace tongbao::acceptance
