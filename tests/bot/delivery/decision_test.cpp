#include "bot/delivery/decision.hpp"

#include <gtest/gtest.h>

using namespace tongbao;
using namespace tongbao::bot;
using adapters::Outcome;
using adapters::Scope;
using store::After;
using store::OnUncertain;
using namespace std::chrono_literals;

namespace {

const Instant decided_at{std::chrono::sys_days{std::chrono::year{2026} / 9 / 21} + 1h};

store::AttemptResult decided(const Outcome& outcome, const Tried& tried = {})
{
    return decide(outcome, tried, {}, 1, decided_at);
}

Tried with_policy(std::optional<OnUncertain> policy)
{
    Tried tried;
    tried.on_uncertain = policy;
    return tried;
}

} // namespace

TEST(Decision, SentIsSent)
{
    EXPECT_EQ(decided(Outcome::sent()).after, After::sent);
}

TEST(Decision, AThrottleWaitsAsLongAsItSaysAndSpendsNoTry)
{
    Tried tried;
    tried.tries = 29;
    const auto result = decided(Outcome::deferred(60s, "45009"), tried);
    EXPECT_EQ(result.after, After::again);
    EXPECT_EQ(result.next_at, decided_at + 60s);
    EXPECT_FALSE(result.spends_try);
}

TEST(Decision, ARetryWaitsLongerEachTimeUntilTheTriesAreSpent)
{
    Tried tried;
    EXPECT_EQ(decided(Outcome::retry("refused"), tried).next_at, decided_at + 2s);
    tried.tries = 4;
    EXPECT_EQ(decided(Outcome::retry("refused"), tried).next_at, decided_at + 32s);
    tried.tries = 29;
    EXPECT_EQ(decided(Outcome::retry("refused"), tried).after, After::die);
}

TEST(Decision, AnAnswerThatAllowsThreeTriesCountsOnlyItsOwnKind)
{
    Tried tried;
    tried.tries = 7; // of a network that was away
    tried.limited_tries = 1;
    EXPECT_EQ(decided(Outcome::retry("busy", 3), tried).after, After::again);
    EXPECT_TRUE(decided(Outcome::retry("busy", 3), tried).limited);
    tried.limited_tries = 2;
    EXPECT_EQ(decided(Outcome::retry("busy", 3), tried).after, After::die);
}

TEST(Decision, ARefusalIsFinal)
{
    EXPECT_EQ(decided(Outcome::refused(Scope::message, "40058")).after, After::die);
}

TEST(Decision, WhatWasOnItsWayWhenAnotherWasRefusedWaitsForTheWayToOpen)
{
    Tried tried;
    tried.left_alone = true;
    for (const auto scope : {Scope::configuration, Scope::target}) {
        const auto result = decided(Outcome::refused(scope, "40001"), tried);
        EXPECT_EQ(result.after, After::again);
        EXPECT_EQ(result.next_at, decided_at);
        EXPECT_FALSE(result.alone);
    }
    EXPECT_EQ(decided(Outcome::refused(Scope::message, "40058"), tried).after, After::die);
}

TEST(Decision, APersonWhoCannotBeReachedIsNobodyElsesTrouble)
{
    Tried tried;
    tried.left_alone = true;
    tried.own_address = true;
    EXPECT_EQ(decided(Outcome::refused(Scope::target, "60111"), tried).after, After::die);
    EXPECT_EQ(decided(Outcome::refused(Scope::configuration, "40001"), tried).after, After::again);
}

TEST(Decision, AnUncertainCircularIsHeldForAPerson)
{
    EXPECT_EQ(decided(Outcome::uncertain("reset")).after, After::hold);
}

TEST(Decision, AnUncertainReplyIsSentOnceMore)
{
    Tried tried;
    tried.own_address = true;
    const auto result = decided(Outcome::uncertain("reset"), tried);
    EXPECT_EQ(result.after, After::again);
    EXPECT_TRUE(result.maybe_sent);
    tried.copy = true;
    EXPECT_EQ(decided(Outcome::uncertain("reset"), tried).after, After::hold);
}

TEST(Decision, WhereThePlatformSwallowsCopiesAnUncertainPartIsSentAgain)
{
    Tried tried;
    tried.deduplicates = true;
    tried.copy = true;
    EXPECT_EQ(decided(Outcome::uncertain("reset"), tried).after, After::again);
}

TEST(Decision, AnExplicitPolicyOutweighsTheRule)
{
    auto tried = with_policy(OnUncertain::hold);
    tried.deduplicates = true;
    EXPECT_EQ(decided(Outcome::uncertain("reset"), tried).after, After::hold);
    EXPECT_EQ(decided(Outcome::uncertain("reset"), with_policy(OnUncertain::resend)).after, After::again);
}

TEST(Decision, AnAnswerThatAllowsNoRepeatIsHeldWhateverThePolicy)
{
    EXPECT_EQ(decided(Outcome::uncertain("half accepted", 1), with_policy(OnUncertain::resend)).after, After::hold);
}

TEST(Decision, OutcomesOfRecipientsAreKept)
{
    Outcome outcome;
    outcome.verdict = adapters::Verdict::sent_to_some;
    outcome.recipients = {{"anna", adapters::Verdict::refused, "invalid"}};
    const auto result = decided(outcome);
    EXPECT_EQ(result.after, After::sent_to_some);
    ASSERT_EQ(result.recipients.size(), 1u);
    EXPECT_EQ(result.recipients[0].verdict, "refused");
}
