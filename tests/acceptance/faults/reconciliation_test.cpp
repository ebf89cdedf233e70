#include "tests/acceptance/faults/reconciliation.hpp"

#include <gtest/gtest.h>

namespace tongbao::acceptance {
namespace {

LedgerMessage message(const std::string& body, const std::string& state, int flagged = 0)
{
    return {1, "key of " + body, "alert", "g", state, "", true, {{1, state, body, 1 + flagged, flagged}}};
}

simulator::Received receipt(const std::string& body, simulator::Fate fate = simulator::Fate::accepted)
{
    simulator::Received entry{};
    entry.body = body;
    entry.fate = fate;
    return entry;
}

TEST(Reconciliation, WhatWasSentOnceAndReceivedOnceIsInOrder)
{
    const auto tally = reconcile({message("a", "sent")}, {receipt("a")}, {"key of a"});
    EXPECT_EQ(tally.messages, 1);
    EXPECT_EQ(tally.lost + tally.repeated + tally.flagged, 0) << tally.remarks;
}

TEST(Reconciliation, SentButNotReceivedIsLost)
{
    EXPECT_EQ(reconcile({message("a", "sent")}, {receipt("a", simulator::Fate::refused)}).lost, 1);
}

TEST(Reconciliation, ExpectedButNotInTheOutboxIsLost)
{
    EXPECT_EQ(reconcile({}, {}, {"key"}).lost, 1);
}

TEST(Reconciliation, EndedWithoutReasonOrTimeIsLost)
{
    EXPECT_EQ(reconcile({message("a", "dead")}, {}).lost, 1);
    auto timeless = message("a", "dead");
    timeless.reason = "refused";
    timeless.ended = false;
    EXPECT_EQ(reconcile({timeless}, {}).lost, 1);
}

TEST(Reconciliation, ReceivedButNotInTheOutboxIsLost)
{
    EXPECT_EQ(reconcile({}, {receipt("a")}).lost, 1);
}

TEST(Reconciliation, AnUnflaggedCopyIsTold)
{
    const auto unflagged = reconcile({message("a", "sent")}, {receipt("a"), receipt("a")});
    EXPECT_EQ(unflagged.repeated, 1);
    EXPECT_EQ(unflagged.flagged, 0);
    const auto flagged = reconcile({message("a", "sent", 1)}, {receipt("a"), receipt("a")});
    EXPECT_EQ(flagged.repeated, 1);
    EXPECT_EQ(flagged.flagged, 1);
}

TEST(Reconciliation, ACopyThatThePlatformSwallowedIsNone)
{
    const auto tally = reconcile({message("a", "sent")}, {receipt("a"), receipt("a", simulator::Fate::duplicate)});
    EXPECT_EQ(tally.repeated, 0);
}

TEST(Reconciliation, ACallOfAnAppCountsOnceForEachWhomItReached)
{
    auto call = receipt(R"({"touser":"a|b|gone","msgtype":"text"})");
    call.notified = {"a", "b"};
    const auto to_one = message(R"({"msgtype":"text"})", "sent");
    EXPECT_EQ(reconcile({to_one, to_one}, {call}).lost, 0);
    EXPECT_EQ(reconcile({to_one, to_one, to_one}, {call}).lost, 1);
    EXPECT_EQ(reconcile({to_one}, {call}).repeated, 1);
}

} // namespace
} // namespace tongbao::acceptance
