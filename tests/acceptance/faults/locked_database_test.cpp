#include "store/schema.hpp"
#include "tests/acceptance/faults/monitored_test.hpp"

#include <unistd.h>

/// A database that somebody else holds or owns.
namespace tongbao::acceptance {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::HasSubstr;

class LockedDatabase : public MonitoredTest {
protected:
    static constexpr const char* group = "wecom-1";
    LockedDatabase() { place.add_group(group); }

    /// Somebody else's open transaction that writes.
    class Lock {
    public:
        explicit Lock(const fs::path& database) : db_(database.string()), held_(db_) {}

    private:
        store::Connection db_;
        store::Transaction held_;
    };
};

TEST_F(LockedDatabase, WaitsABoundedTimeSaysSoIsNotReadyAndGoesOnAfterwards)
{
    const auto service = place.start();
    ASSERT_TRUE(becomes_ready()) << ask("/readyz").body;
    {
        const Lock lock(place.database());
        ASSERT_TRUE(becomes_unready("commits_fail")) << ask("/readyz").body;
        EXPECT_EQ(ask("/healthz").status, 200);
        EXPECT_THAT(place.log(), HasSubstr("audit_not_recorded"));
        const auto refused = place.call({"outbox", "drop", "1"});
        EXPECT_EQ(refused.code, 1);
        EXPECT_THAT(refused.output, HasSubstr("locked"));
    }
    place.put_many(group, 3);
    ASSERT_TRUE(all_end_within(60s)) << place.log();
    EXPECT_TRUE(becomes_ready()) << ask("/readyz").body;
    EXPECT_EQ(reconcile_and_report(36, 1).repeated, 0);
}

/// Root's right to pass over modes is taken from the program, so that root is a user like others here.
TEST_F(LockedDatabase, OfAnotherOwnerIsRefusedWithItsNameAndNothingIsSent)
{
    place.put_many(group, 1);
    place.write_config();
    std::vector<std::string> command{program(), "serve", "--config", place.config_file().string()};
    fs::permissions(place.database(), fs::perms::none);
    if (geteuid() == 0) {
        constexpr uid_t nobody = 65534;
        const bool given_away = chown(place.database().c_str(), nobody, nobody) == 0;
        ASSERT_TRUE(given_away || errno == EINVAL); // in a namespace that knows only us the mode must do
        command.insert(command.begin(), {"/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search"});
    }
    const auto refused = run(command);
    EXPECT_EQ(refused.code, 1) << refused.output;
    EXPECT_THAT(refused.output, HasSubstr("tongbao.db"));
    EXPECT_EQ(platforms.received(group).size(), 0u);
    report(36, 1);
}

} // namespace
} // namespace tongbao::acceptance
