#pragma once

#include "tests/acceptance/faults/report.hpp"
#include "tests/acceptance/faults/until.hpp"

#include <gmock/gmock.h>

namespace tongbao::acceptance {

/// A test of the shipped service against the platforms, each a process. The operators have a group of their own, so
/// that alerts do not mix with the messages of the test.
class FaultTest : public testing::Test {
protected:
    static constexpr const char* operators = "wecom-operators";

    explicit FaultTest(const Platforms::Options& options = {}) : platforms(platforms_folder.path(), options)
    {
        place.add_group(operators);
    }

    std::vector<LedgerMessage> ledger() const { return read_ledger(place.database()); }
    LedgerMessage message(const std::string& key) const { return message_with(ledger(), key); }
    /// Waits until no message is queued or being sent.
    bool all_end_within(std::chrono::milliseconds limit) const
    {
        return holds_within(limit, [&] { return all_ended(ledger()); });
    }
    Tally tally(const std::vector<std::string>& expected = {}) const
    {
        return reconcile(ledger(), platforms.received(), expected);
    }
    /// Compares, demands what holds under every fault (P1: nothing lost; P2: no copy without its flag), and reports.
    Tally reconcile_and_report(int fault, int runs, const std::vector<std::string>& expected = {}) const
    {
        const auto seen = tally(expected);
        EXPECT_EQ(seen.lost, 0) << seen.remarks << place.log();
        EXPECT_EQ(seen.repeated, seen.flagged) << seen.remarks;
        report(fault, runs, seen);
        return seen;
    }

    Folder platforms_folder;
    Platforms platforms;
    Installation place{platforms};
};

} // namespace tongbao::acceptance
