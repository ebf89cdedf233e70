#include "tests/acceptance/faults/crash_test.hpp"

#include "store/schema.hpp"

/// kill -9 inside a commit: before each of its writes to the database's files.
namespace tongbao::acceptance {
namespace {

bool sound(const std::filesystem::path& database)
{
    store::Connection db(database.string());
    auto check = db.prepare("PRAGMA integrity_check");
    return check.step() && check.view(0) == "ok";
}

class CrashInACommit : public CrashTest {
protected:
    /// What the database says of `key` and its open attempts, in one word.
    std::string state_of(const std::string& key) const
    {
        const auto found = message(key);
        return found.state + "/" + std::to_string(found.parts.at(0).attempts);
    }
    /// Killed at the first, second, … write after `point` until a run has none left. What the database may say then:
    /// `before` or `after` the transaction, nothing between.
    void kill_at_every_write(const std::string& point, const std::string& before, const std::string& after)
    {
        Tally all;
        int kills = 0;
        for (int write = 1; write <= most_writes; ++write) {
            const auto key = point + std::to_string(write);
            place.put({text(key, true)});
            auto service = place.start({.program = failing_program(),
                                        .environment = {"TONGBAO_FAILPOINT=" + point + "+" + std::to_string(write)},
                                        .wait_until_ready = false});
            const auto ended = [&] { return service.process().wait_for(std::chrono::milliseconds(0)).has_value(); };
            ASSERT_TRUE(holds_soon([&] { return ended() || message(key).state == "sent"; })) << place.log();
            if (!service.process().wait_for(std::chrono::seconds(0)))
                service.kill(); // all its writes were made
            else
                ++kills;
            ASSERT_TRUE(sound(place.database())) << key;
            EXPECT_THAT(state_of(key), testing::AnyOf(before, after, "sent/1")) << key;
            recover();
            EXPECT_EQ(message(key).state, "sent");
        }
        EXPECT_GT(kills, 1) << "no write was hit";
        const auto seen = reconcile_and_report(5, kills);
        EXPECT_LE(seen.repeated, kills);
    }
    static constexpr int most_writes = 5;
};

TEST_F(CrashInACommit, OfAnIntentLeavesAllOrNothingOfIt)
{
    kill_at_every_write("claimed", "queued/0", "sending/1");
}

TEST_F(CrashInACommit, OfAnOutcomeLeavesAllOrNothingOfIt)
{
    kill_at_every_write("outcome_written", "sending/1", "sent/1");
}

} // namespace
} // namespace tongbao::acceptance
