#include "tests/store/outbox_fixture.hpp"

namespace tongbao::store {

/// Calls that carry several messages, each to an address of its own.
class CallsTest : public OutboxTest {
protected:
    void add_to(const std::vector<std::string>& addresses)
    {
        for (const auto& address : addresses) {
            auto made = message("reminder:" + address, "app");
            made.address = address;
            add(made);
        }
    }
    std::vector<AttemptId> begin_all()
    {
        std::vector<AttemptId> attempts;
        for (const auto& part : due("app"))
            attempts.push_back(begin(part));
        record_call(*db_, attempts);
        return attempts;
    }
    void settle_all(const std::vector<AttemptId>& attempts, After after, const std::string& verdict)
    {
        for (const auto attempt : attempts)
            settle(attempt, after, verdict);
    }
    static std::vector<std::string> addresses(const std::vector<DuePart>& parts)
    {
        std::vector<std::string> found;
        for (const auto& part : parts)
            found.push_back(part.address);
        return found;
    }
    using Names = std::vector<std::string>;
};

TEST_F(CallsTest, TheFirstAtEveryAddressIsDueAtOnce)
{
    add_to({"b", "a"});
    auto second = message("second", "app");
    second.address = "b";
    add(second);
    EXPECT_EQ(addresses(due("app")), (Names{"b", "a"}));
}

TEST_F(CallsTest, AnUncertainCallIsKnownByItsPartsInItsOrderAlsoAfterARestart)
{
    add_to({"b", "a", "c"});
    const auto attempts = begin_all();
    settle_all(attempts, After::again, "uncertain");
    now_ += 10s;
    reopen();
    const auto parts = due("app");
    ASSERT_EQ(parts.size(), 3u);
    EXPECT_EQ(parts[0].call, attempts.front());
    const auto past = past_call(*db_, parts[0].call, now_);
    EXPECT_EQ(past.size, 3);
    EXPECT_EQ(addresses(past.due), (Names{"b", "a", "c"}));
    EXPECT_EQ(past.due[0].body, "body");
}

TEST_F(CallsTest, WhoEndedMeanwhileIsMissingInTheCall)
{
    add_to({"a", "b"});
    const auto attempts = begin_all();
    settle(attempts[0], After::again, "uncertain");
    settle(attempts[1], After::sent, "sent");
    now_ += 10s;
    const auto past = past_call(*db_, attempts.front(), now_);
    EXPECT_EQ(past.size, 2);
    EXPECT_EQ(addresses(past.due), Names{"a"});
}

TEST_F(CallsTest, ACallThatWasNotProcessedIsForgotten)
{
    add_to({"a", "b"});
    settle_all(begin_all(), After::again, "retry");
    now_ += 10s;
    EXPECT_FALSE(due("app").at(0).call);
}

TEST_F(CallsTest, ARepetitionThatWasNotProcessedLeavesTheUncertainCallInMind)
{
    add_to({"a", "b"});
    const auto first = begin_all();
    settle_all(first, After::again, "uncertain");
    now_ += 10s;
    settle_all(begin_all(), After::again, "retry");
    now_ += 10s;
    EXPECT_EQ(due("app").at(0).call, first.front());
}

TEST_F(CallsTest, APartThatShallGoByItselfForgetsItsCall)
{
    add_to({"a", "b"});
    const auto attempts = begin_all();
    AttemptResult result;
    result.verdict = "refused";
    result.after = After::again;
    result.alone = true;
    result.next_at = now_;
    record_outcome(*db_, attempts[0], result, now_);
    const auto parts = due("app");
    ASSERT_EQ(parts.size(), 1u);
    EXPECT_TRUE(parts[0].alone);
    EXPECT_FALSE(parts[0].call);
}

TEST_F(CallsTest, ALaneCountsCallsAndAnAddressItsMessages)
{
    add_to({"a", "b", "c"});
    settle_all(begin_all(), After::sent, "sent");
    EXPECT_EQ(newest_ends(*db_, "lane-7", 9).size(), 1u);
    EXPECT_EQ(recent_addresses(*db_, "lane-7", now_ - 60s).size(), 3u);
}

} // namespace tongbao::store
