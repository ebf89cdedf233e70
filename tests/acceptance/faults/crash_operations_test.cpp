#include "tests/acceptance/faults/crash_test.hpp"

/// kill -9 during a backup and during a reload.
namespace tongbao::acceptance {
namespace {

namespace fs = std::filesystem;

class CrashInABackup : public CrashTest, public testing::WithParamInterface<const char*> {
protected:
    static constexpr std::size_t many = 2500; ///< so that the pages are copied in several steps
};

TEST_P(CrashInABackup, TheOneBeforeStaysAndTheNextRunMakesItWhole)
{
    place.put_many(group, static_cast<int>(many));
    place.write_config();
    const auto copy = (place.folder() / "copy.db").string();
    ASSERT_EQ(place.call({"backup", copy}).code, 0);
    place.put({text("later", false)});
    call_until_killed({"backup", copy}, GetParam());
    EXPECT_EQ(read_ledger(copy).size(), many);
    EXPECT_EQ(ledger().size(), many + 1);
    const auto again = place.call({"backup", copy});
    ASSERT_EQ(again.code, 0) << again.output;
    EXPECT_EQ(read_ledger(copy).size(), many + 1);
    EXPECT_FALSE(fs::exists(copy + ".part"));
    report(7, 1);
}

INSTANTIATE_TEST_SUITE_P(Places, CrashInABackup, testing::Values("backup_copying", "backup_checked"),
                         [](const auto& each) { return std::string(each.param); });

/// Where the first service of the process has ended and where the second one has begun.
class CrashInAReload : public CrashTest, public testing::WithParamInterface<std::pair<const char*, const char*>> {};

TEST_P(CrashInAReload, TheNextStartServesTheNewConfigurationAndLosesNothing)
{
    platforms.misbehave(group, "delayed", "1000");
    place.put({text("one", false), text("two", false)});
    {
        const auto order = std::string("TONGBAO_FAILPOINT=") + GetParam().second;
        auto service = place.start({.program = failing_program(), .environment = {order}});
        ASSERT_TRUE(holds_soon([&] { return message("one").state != "queued"; }));
        place.add_group("wecom-2");
        place.write_config();
        service.process().send(SIGHUP);
        ASSERT_EQ(service.process().wait_for(std::chrono::minutes(1)), killed) << place.log();
    }
    place.put({{.key = "three", .group = "wecom-2", .texts = {"新群的通报"}}});
    recover();
    for (const auto* key : {"one", "two", "three"})
        EXPECT_EQ(message(key).state, "sent") << key;
    EXPECT_EQ(reconcile_and_report(7, 1).repeated, 0);
}

INSTANTIATE_TEST_SUITE_P(Places, CrashInAReload,
                         testing::Values(std::pair("OldServiceStopped", "service_stopped"),
                                         std::pair("NewServiceMade", "service_made:2")),
                         [](const auto& each) { return std::string(each.param.first); });

} // namespace
} // namespace tongbao::acceptance
