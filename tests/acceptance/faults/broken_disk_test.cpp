#include "tests/acceptance/faults/crash_test.hpp"

#include "store/schema.hpp"

/// A disk that refuses an operation, or that loses what it has not yet written when the power goes. At each of the
/// first operations of the two commits of an attempt; tests/store tries every one.
namespace tongbao::acceptance {
namespace {

constexpr int operations = 3; ///< each of these commits has at least so many

class BrokenDisk : public CrashTest, public testing::WithParamInterface<const char*> {
protected:
    static constexpr const char* failures[] = {"event=delivery_step_failed", "event=outcome_not_recorded"};

    Service start_with(char sign, int operation)
    {
        const auto order = std::string("TONGBAO_FAILPOINT=") + GetParam() + sign + std::to_string(operation);
        return place.start({.program = failing_program(), .environment = {order}});
    }
    static bool failed(const Service& service)
    {
        const auto said = service.process().output();
        return std::ranges::any_of(failures, [&](const char* event) { return said.find(event) != std::string::npos; });
    }
    std::string integrity() const
    {
        store::Connection db(place.database().string());
        auto check = db.prepare("PRAGMA integrity_check");
        return check.step() ? check.text(0) : "no answer";
    }
};

TEST_P(BrokenDisk, AnOperationThatFailsClaimsNoSuccessAndIsMadeUpFor)
{
    for (int operation = 1; operation <= operations; ++operation) {
        const auto key = "message " + std::to_string(operation);
        place.put({text(key, false)});
        auto service = start_with('-', operation);
        ASSERT_TRUE(holds_soon([&] { return failed(service); })) << place.log();
        ASSERT_TRUE(all_end_within(std::chrono::seconds(60))) << place.log();
        EXPECT_EQ(message(key).state, "sent");
        service.kill();
        EXPECT_EQ(integrity(), "ok");
    }
    EXPECT_EQ(reconcile_and_report(32, operations).repeated, 0);
}

TEST_P(BrokenDisk, WhatWasDurableOutlivesALossOfPower)
{
    for (int operation = 1; operation <= operations; ++operation) {
        const auto before = "before " + std::to_string(operation);
        place.put({text(before, true)});
        recover();
        const auto key = "message " + std::to_string(operation);
        place.put({text(key, true)});
        auto service = start_with('!', operation);
        ASSERT_TRUE(holds_soon([&] { return failed(service); })) << place.log();
        service.kill();
        std::filesystem::remove(place.database().string() + "-shm"); // it was memory
        EXPECT_EQ(integrity(), "ok");
        EXPECT_EQ(message(before).state, "sent") << "it was acknowledged";
        EXPECT_THAT(message(key).state, testing::AnyOf("queued", "sending"));
        recover();
        EXPECT_EQ(message(key).state, "sent");
    }
    EXPECT_LE(reconcile_and_report(33, operations).repeated, operations);
}

INSTANTIATE_TEST_SUITE_P(Commits, BrokenDisk, testing::Values("claimed", "outcome_written"),
                         [](const auto& each) { return std::string(each.param); });

} // namespace
} // namespace tongbao::acceptance
