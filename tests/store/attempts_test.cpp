#include "tests/store/outbox_fixture.hpp"

using namespace tongbao;
using namespace tongbao::store;

using AttemptsTest = OutboxTest;

TEST_F(AttemptsTest, OrderIsKeptWithinATarget)
{
    add(message("a"));
    add(message("b"));
    ASSERT_EQ(due().size(), 1u);
    EXPECT_EQ(due()[0].dedup_key, "a");
    settle(begin_first(), After::again, "retry");
    EXPECT_TRUE(due().empty()); // b does not overtake a
    now_ += 10s;
    EXPECT_EQ(due().at(0).dedup_key, "a");
}

TEST_F(AttemptsTest, RepliesGoBeforeCircularsAndCircularsBeforeReminders)
{
    for (const auto priority : {Priority::reminder, Priority::circular, Priority::reply}) {
        auto made = message("p" + std::to_string(static_cast<int>(priority)));
        made.priority = priority;
        add(made);
    }
    for (const char* key : {"p0", "p1", "p2"}) {
        EXPECT_EQ(due().at(0).dedup_key, key);
        settle(begin_first(), After::sent, "sent");
    }
}

TEST_F(AttemptsTest, NothingComesBetweenThePartsOfAMessage)
{
    auto circular = message("circular");
    circular.parts = {"一", "二"};
    add(circular);
    settle(begin_first(), After::sent, "sent");
    auto reply = message("reply");
    reply.priority = Priority::reply;
    add(reply);
    EXPECT_EQ(due().at(0).body, "二");
}

TEST_F(AttemptsTest, AddressesOfATargetDoNotWaitForEachOther)
{
    for (const char* person : {"anna", "bert"}) {
        auto made = message(person);
        made.address = person;
        add(made);
    }
    begin_first();
    ASSERT_EQ(due().size(), 1u);
    EXPECT_EQ(due()[0].address, "bert");
}

TEST_F(AttemptsTest, APartIsSentOnceAndTheMessageEndsWithTheLast)
{
    auto made = message("a");
    made.parts = {"一", "二"};
    const auto id = add(made);
    settle(begin_first(), After::sent, "sent");
    EXPECT_EQ(field(id, "state"), "queued");
    settle(begin_first(), After::sent, "sent");
    EXPECT_EQ(field(id, "state"), "sent");
    EXPECT_TRUE(targets_with_work(*db_).empty());
}

TEST_F(AttemptsTest, AMessageThatAPartOfWhichReachedOnlySomeWasSentToSome)
{
    auto made = message("a");
    made.parts = {"一", "二"};
    const auto id = add(made);
    settle(begin_first(), After::sent_to_some, "sent_to_some");
    settle(begin_first(), After::sent, "sent");
    EXPECT_EQ(field(id, "state"), "sent_to_some");
}

TEST_F(AttemptsTest, ARefusedPartEndsTheMessageAndNamesThePart)
{
    auto made = message("a");
    made.parts = {"一", "二", "三"};
    const auto id = add(made);
    settle(begin_first(), After::sent, "sent");
    settle(begin_first(), After::die, "refused");
    EXPECT_EQ(field(id, "state"), "dead");
    EXPECT_EQ(field(id, "reason"), "part 2 of 3: because");
}

TEST_F(AttemptsTest, AThrottleSpendsNoTry)
{
    add(message("a"));
    settle(begin_first(), After::again, "deferred");
    now_ += 10s;
    EXPECT_EQ(due().at(0).tries, 0);
    settle(begin_first(), After::again, "retry");
    now_ += 10s;
    EXPECT_EQ(due().at(0).tries, 1);
}

TEST_F(AttemptsTest, AfterAnUncertainAttemptTheNextIsACopy)
{
    add(message("a"));
    settle(begin_first(), After::again, "uncertain");
    now_ += 10s;
    EXPECT_TRUE(due().at(0).copy);
}

TEST_F(AttemptsTest, AnAttemptIsSettledOnce)
{
    const auto id = add(message("a"));
    const auto attempt = begin_first();
    settle(attempt, After::sent, "sent");
    settle(attempt, After::die, "refused");
    EXPECT_EQ(field(id, "state"), "sent");
}

TEST_F(AttemptsTest, ACancelledMessageGetsNoIntent)
{
    const auto id = add(message("a"));
    const auto part = due().at(0);
    end_waiting(*db_, id, MessageState::cancelled, "", now_);
    EXPECT_FALSE(record_intent(*db_, {part.message, part.part, "lane-7", "boot-1", false}, now_));
}

TEST_F(AttemptsTest, WhatWasNotBegunByItsTimeExpires)
{
    auto made = message("a");
    made.not_after = now_ + 1min;
    add(made);
    EXPECT_TRUE(expire(*db_, now_ + 59s).empty());
    const auto ended = expire(*db_, now_ + 1min);
    ASSERT_EQ(ended.size(), 1u);
    EXPECT_EQ(ended[0].dedup_key, "a");
    EXPECT_EQ(field(ended[0].message, "state"), "expired");
    EXPECT_EQ(field(ended[0].message, "reason"), "not begun in time");
}

TEST_F(AttemptsTest, WhatWasTriedInVainExpiresToo)
{
    auto made = message("a");
    made.not_after = now_ + 1min;
    const auto id = add(made);
    settle(begin_first(), After::again, "retry");
    EXPECT_EQ(expire(*db_, now_ + 1min).size(), 1u);
    EXPECT_EQ(field(id, "state"), "expired");
}

TEST_F(AttemptsTest, AnIntentOfAnEarlierRunIsFoundAfterARestart)
{
    const auto id = add(message("a"));
    const auto attempt = begin_first();
    reopen();
    EXPECT_TRUE(open_attempts(*db_, "boot-1").empty());
    const auto open = open_attempts(*db_, "boot-2");
    ASSERT_EQ(open.size(), 1u);
    EXPECT_EQ(open[0].attempt, attempt);
    EXPECT_EQ(open[0].lane, "lane-7");
    EXPECT_EQ(open[0].part.message, id);
}

TEST_F(AttemptsTest, ALanesPaceAndThrottleSurviveARestart)
{
    add(message("a"));
    settle(begin_first(), After::sent, "sent");
    block_lane(*db_, "lane-7", now_ + 60s, "45009");
    reopen();
    const auto ends = newest_ends(*db_, "lane-7", 10);
    ASSERT_EQ(ends.size(), 1u);
    EXPECT_EQ(ends[0].at, now_);
    EXPECT_FALSE(ends[0].machine);
    EXPECT_EQ(lane_blocked_until(*db_, "lane-7"), now_ + 60s);
    EXPECT_FALSE(lane_blocked_until(*db_, "lane-8"));
}

TEST_F(AttemptsTest, TheNewestEndsOfALaneComeWithTheMachinesTime)
{
    for (const char* key : {"a", "b", "c"})
        add(message(key));
    AttemptResult result;
    result.verdict = "sent";
    result.after = After::sent;
    for (const auto up : {1s, 2s, 3s})
        record_outcome(*db_, begin_first(), result, now_, MachineTime{7, up});
    const auto ends = newest_ends(*db_, "lane-7", 2);
    ASSERT_EQ(ends.size(), 2u);
    EXPECT_EQ(ends[0].machine.value().up, 3s);
    EXPECT_EQ(ends[1].machine.value().up, 2s);
    EXPECT_EQ(ends[1].machine.value().run, 7);
}

TEST_F(AttemptsTest, NoAttemptBeginsOnceItsTimeIsOver)
{
    auto made = message("a");
    made.not_after = now_ + 5s;
    add(made);
    const auto part = due().at(0);
    now_ += 5s;
    EXPECT_FALSE(record_intent(*db_, {part.message, part.part, "lane-7", "boot-1", false}, now_));
}

TEST_F(AttemptsTest, AMessageExpiresAlsoBetweenItsPartsAndSaysWhatIsOut)
{
    auto made = message("a");
    made.parts = {"一", "二"};
    made.not_after = now_ + 5s;
    const auto id = add(made);
    settle(begin_first(), After::sent, "sent");
    EXPECT_FALSE(anything_stale(*db_, now_));
    now_ += 5s;
    EXPECT_TRUE(anything_stale(*db_, now_));
    EXPECT_EQ(expire(*db_, now_).size(), 1u);
    EXPECT_EQ(field(id, "state"), "expired");
    EXPECT_EQ(field(id, "reason"), "part 2 of 2: not begun in time");
}

TEST_F(AttemptsTest, AMessageExpiresAlsoBeforeAnotherTryAndSaysThatItMayHaveArrived)
{
    auto made = message("a");
    made.not_after = now_ + 5s;
    const auto id = add(made);
    settle(begin_first(), After::again, "uncertain");
    now_ += 10s;
    expire(*db_, now_);
    EXPECT_EQ(field(id, "state"), "expired");
    EXPECT_EQ(field(id, "reason"), "not tried again in time; it may have arrived");
}

TEST_F(AttemptsTest, TheNextDueInstantIsTheEarliestOfWaitingAndExpiring)
{
    EXPECT_FALSE(next_due(*db_, now_));
    auto made = message("a");
    made.not_after = now_ + 5s;
    add(made);
    EXPECT_EQ(next_due(*db_, now_), now_ + 5s);
    add(message("b", "group-8"));
    settle(begin(due("group-8").at(0)), After::again, "retry");
    EXPECT_EQ(next_due(*db_, now_ + 6s), now_ + 10s);
}

TEST_F(AttemptsTest, AMessageWithoutPartsIsSeenAsDamaged)
{
    const auto id = add(message("a"));
    db_->run("DELETE FROM part WHERE message = $1", id);
    ASSERT_EQ(due().size(), 1u);
    EXPECT_FALSE(due()[0].part);
}
