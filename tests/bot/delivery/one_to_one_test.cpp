#include "tests/bot/delivery/one_to_one_fixture.hpp"

namespace tongbao::bot {

TEST_F(OneToOneTest, EqualTextsFillOneCallAndEachHasItsOwnAttempt)
{
    tell_all({"a", "b", "c"});
    deliver_due();
    EXPECT_EQ(states(), (Texts{"sent", "sent", "sent"}));
    ASSERT_EQ(app.received().size(), 1u);
    EXPECT_EQ(app.received().front().notified, (Texts{"a", "b", "c"}));
    EXPECT_EQ(attempts_made(), 3);
}

TEST_F(OneToOneTest, TheOrderForOnePersonIsKept)
{
    tell("a", "第一");
    tell("b", "第二");
    tell("a", "第二");
    deliver_due();
    std::vector<std::string> heard_by_a;
    for (const auto& received : app.received())
        if (std::ranges::find(received.notified, "a") != received.notified.end())
            heard_by_a.push_back(received.content);
    EXPECT_EQ(heard_by_a, (Texts{"第一", "第二"}));
}

TEST_F(OneToOneTest, WhoIsNotReachedDoesNotHarmTheOthers)
{
    tell_all({"a", "nobody", "b"});
    deliver_due();
    EXPECT_EQ(states(), (Texts{"sent", "dead", "sent"}));
    EXPECT_EQ(app.received().size(), 1u);
    ASSERT_EQ(troubles.size(), 1u);
    EXPECT_EQ(troubles.front().kind, Trouble::Kind::dead);
}

TEST_F(OneToOneTest, AThrottledPersonIsTriedAgainAlone)
{
    ding_app.throttle({"b"});
    for (const char* who : {"a", "b"})
        ids.push_back(tell(who, "请完成学习", "ding-app"));
    deliver_due();
    EXPECT_EQ(states(), (Texts{"sent", "queued"}));
    ding_app.throttle({});
    advance(61s);
    deliver_due();
    EXPECT_EQ(states(), (Texts{"sent", "sent"}));
    ASSERT_EQ(ding_app.received().size(), 2u);
    EXPECT_EQ(ding_app.received().back().notified, Texts{"b"});
}

TEST_F(OneToOneTest, AnUncertainCallIsRepeatedByteForByteSoThatThePlatformSwallowsIt)
{
    app.next(behaviour::accept_then_reset());
    tell_all({"a", "b"});
    deliver_due();
    tell_all({"c"}); // with the same text, and yet it must not join the repetition
    advance(300s);
    deliver_due();
    EXPECT_EQ(states(), (Texts{"sent", "sent", "sent"}));
    const auto received = app.received();
    ASSERT_EQ(received.size(), 3u);
    EXPECT_EQ(received[0].body == received[1].body || received[0].body == received[2].body, true);
    EXPECT_EQ(app.accepted().size(), 2u); // the first call and that to c
}

TEST_F(OneToOneTest, AnUncertainCallIsRepeatedByteForByteAfterAKill)
{
    app.next(behaviour::silence());
    tell_all({"b", "a"});
    run(delivery->step(clock.now()));
    io.restart();
    while (app.received().empty())
        io.run_one();
    run(delivery->stop(0ms)); // the outcome is recorded as uncertain
    delivery.reset();
    begin();
    advance(300s);
    deliver_due();
    EXPECT_EQ(states(), (Texts{"sent", "sent"}));
    ASSERT_EQ(app.accepted().size(), 1u);
    EXPECT_EQ(app.accepted().front().notified, (Texts{"b", "a"}));
}

TEST_F(OneToOneTest, ACallRefusedForOneOfItsRecipientsIsRepeatedOneByOne)
{
    app.next(behaviour::answer(R"({"errcode":40031,"errmsg":"invalid user list"})"));
    tell_all({"a", "b"});
    deliver_due();
    EXPECT_EQ(states(), (Texts{"sent", "sent"}));
    EXPECT_EQ(app.received().size(), 3u);
    EXPECT_EQ(app.accepted().size(), 2u);
}

TEST_F(OneToOneTest, ACallRefusedForItsCredentialWaitsForItAndOneTriesFirst)
{
    app.trust_caller(false);
    tell_all({"a", "b"});
    deliver_due();
    EXPECT_EQ(states(), (Texts{"queued", "queued"}));
    ASSERT_EQ(troubles.size(), 1u);
    EXPECT_EQ(troubles.front().kind, Trouble::Kind::target_refused);
    app.trust_caller(true);
    advance(31min);
    deliver_due();
    EXPECT_EQ(states(), (Texts{"sent", "sent"}));
}

TEST_F(OneToOneTest, NobodyGetsMoreThanThePlatformShows)
{
    for (int i = 0; i < 40; ++i)
        tell("a", "第" + std::to_string(i) + "条");
    deliver_due();
    advance(61s);
    deliver_due();
    EXPECT_EQ(app.accepted().size(), 40u);
    EXPECT_EQ(app.dropped(), 0);
}

TEST_F(OneToOneTest, APersonsPaceOutlivesARestart)
{
    for (int i = 0; i < 40; ++i)
        tell("a", "第" + std::to_string(i) + "条");
    deliver_due();
    const auto before = app.accepted().size();
    EXPECT_LT(before, 30u);
    delivery.reset();
    begin();
    deliver_due();
    EXPECT_EQ(app.accepted().size(), before);
}

TEST_F(OneToOneTest, ATokenThatExpiresUnderManyMessagesIsFetchedOnceAndNoAttemptIsSpent)
{
    tell("a", "先来一条");
    deliver_due();
    app.expire_token();
    for (int i = 0; i < 10; ++i)
        ids.push_back(tell("b", "第" + std::to_string(i) + "条"));
    ids.push_back(tell("c", "另一条"));
    ids.push_back(tell("d", "又一条"));
    deliver_due();
    for (const auto& state : states())
        EXPECT_EQ(state, "sent");
    EXPECT_EQ(platforms.calls("/cgi-bin/gettoken"), 2);
    EXPECT_EQ(attempts_made(), 13);
}

} // namespace tongbao::bot
