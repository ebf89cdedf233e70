#include "bot/windows.hpp"
#include "store/bindings.hpp"
#include "store/roster.hpp"
#include "store/units.hpp"
#include "tests/bot/delivery/delivery_fixture.hpp"

namespace tongbao::bot {

TEST_F(DeliveryTest, WhatIsEnqueuedArrivesOnceAndIsSent)
{
    const auto id = enqueue("周通报");
    deliver_due();
    deliver_due();
    EXPECT_EQ(contents(robot.accepted()), Texts{"周通报"});
    EXPECT_EQ(state(id), "sent");
}

TEST_F(DeliveryTest, BothPlatformsAreServed)
{
    const auto id = enqueue("月报", "ding-1");
    deliver_due();
    EXPECT_EQ(contents(ding.accepted()), Texts{"月报"});
    EXPECT_EQ(state(id), "sent");
}

TEST_F(DeliveryTest, RateLimitDefersWithoutSpendingAnAttempt)
{
    robot.answer_next(R"({"errcode":45009,"errmsg":"api freq out of limit"})");
    const auto id = enqueue("周通报");
    deliver_due();
    advance(59s);
    deliver_due();
    EXPECT_EQ(robot.received().size(), 1u); // still waiting
    advance(1s);
    deliver_due();
    EXPECT_EQ(robot.received().size(), 2u);
    EXPECT_EQ(state(id), "sent");
}

TEST_F(DeliveryTest, AThrottledConversationDoesNotHoldUpTheOthersOfItsBot)
{
    robot.answer_next(R"({"errcode":45009,"errmsg":"api freq out of limit"})");
    for (const char* address : {"one", "two"}) {
        store::NewMessage reply;
        reply.dedup_key = address;
        reply.kind = "reply";
        reply.target = "group-7";
        reply.address = address;
        reply.parts = wecom->encode({"", address});
        enqueue(reply);
    }
    step_once();
    step_once();
    EXPECT_EQ(contents(robot.accepted()), Texts{"two"});
}

TEST_F(DeliveryTest, AThrottleOutlivesARestart)
{
    ding.answer_next(R"({"errcode":130101,"errmsg":"send too fast"})");
    enqueue("月报", "ding-1");
    deliver_due();
    restart_the_store();
    advance(599s);
    deliver_due();
    EXPECT_EQ(ding.received().size(), 1u);
    advance(1s);
    deliver_due();
    EXPECT_EQ(ding.accepted().size(), 1u);
}

TEST_F(DeliveryTest, NoMoreThanEighteenAMinuteAlsoOverARestart)
{
    for (int i = 0; i < 40; ++i)
        enqueue("m" + std::to_string(i));
    deliver_due();
    EXPECT_EQ(robot.received().size(), 18u);
    restart_the_store();
    deliver_due();
    EXPECT_EQ(robot.received().size(), 18u);
    advance(61s);
    deliver_due();
    EXPECT_EQ(robot.accepted().size(), 36u);
    advance(61s);
    deliver_due();
    EXPECT_EQ(robot.accepted().size(), 40u);
    EXPECT_EQ(robot.received().size(), 40u); // none was refused
}

TEST_F(DeliveryTest, AFullLaneDoesNotHoldUpAnotherGroup)
{
    for (int i = 0; i < 19; ++i)
        enqueue("m" + std::to_string(i));
    deliver_due();
    enqueue("n", "group-8");
    deliver_due();
    EXPECT_EQ(other.accepted().size(), 1u);
}

TEST_F(DeliveryTest, OrderIsKeptWithinAGroupAlsoOverRetries)
{
    robot.next(behaviour::http_error(503));
    for (const char* key : {"一", "二", "三"})
        enqueue(key);
    deliver_due();
    EXPECT_TRUE(robot.accepted().empty());
    advance(2s);
    deliver_due();
    EXPECT_EQ(contents(robot.accepted()), (Texts{"一", "二", "三"}));
}

TEST_F(DeliveryTest, TheBytesThatWereStoredAreTheBytesThatArrive)
{
    store::NewMessage message;
    message.dedup_key = "a";
    message.kind = "alert";
    message.target = "group-7";
    message.parts = {R"({"text" : {"content":"两个  空格"},"msgtype":"text"})"};
    enqueue(message);
    deliver_due();
    ASSERT_EQ(robot.received().size(), 1u);
    EXPECT_EQ(robot.received()[0].body, message.parts[0]);
}

TEST_F(DeliveryTest, ATextForWhichNobodyReadsAVerdictIsHeldInAGroup)
{
    for (const auto& lost :
         {behaviour::accept_then_reset(), behaviour::accept_then_close(), behaviour::half_answer(),
          behaviour::html_login_page(), behaviour::without_errcode(), behaviour::http_error(502, true),
          behaviour::http_error(500), behaviour::redirect("https://example.com/")}) {
        robot.next(lost);
        const auto id = enqueue("m" + std::to_string(attempts_made()));
        deliver_due();
        EXPECT_EQ(state(id), "uncertain_held");
    }
    ASSERT_EQ(troubles.size(), 8u);
    EXPECT_EQ(troubles[0].kind, Trouble::Kind::held);
}

TEST_F(DeliveryTest, AHalfAcceptedBodyIsNeverRepeated)
{
    robot.next(behaviour::accept_with_json_warning());
    store::NewMessage message;
    message.dedup_key = "a";
    message.kind = "alert";
    message.target = "group-7";
    message.on_uncertain = store::OnUncertain::resend;
    message.parts = wecom->encode({"", "a"});
    const auto id = enqueue(message);
    deliver_due();
    EXPECT_EQ(state(id), "uncertain_held");
    EXPECT_EQ(robot.received().size(), 1u);
}

TEST_F(DeliveryTest, WhereThePlatformSwallowsCopiesALostAnswerIsRepeatedAndReadOnce)
{
    ding.next(behaviour::accept_then_reset());
    const auto id = enqueue("月报", "ding-1");
    deliver_due();
    advance(2s);
    deliver_due();
    EXPECT_EQ(state(id), "sent");
    EXPECT_EQ(ding.received().size(), 2u);
    EXPECT_EQ(ding.accepted().size(), 1u);
    const auto copies = in_store([](store::Connection& c) {
        auto query = c.prepare("SELECT count(*) FROM attempt WHERE copy = 1");
        query.step();
        return query.integer(0);
    });
    EXPECT_EQ(copies, 1);
}

TEST_F(DeliveryTest, APlatformThatIsAwayIsTriedUntilItIsBack)
{
    platforms.server().stop_listening();
    const auto id = enqueue("周通报");
    for (int minute = 0; minute < 120; ++minute) {
        advance(60s);
        deliver_due();
    }
    EXPECT_EQ(state(id), "queued");
    EXPECT_TRUE(troubles.empty());
    platforms.server().listen_again();
    advance(600s);
    deliver_due();
    EXPECT_EQ(state(id), "sent");
    EXPECT_EQ(robot.received().size(), 1u);
}

TEST_F(DeliveryTest, ARemovedRobotStopsItsTargetAndIsToldOnce)
{
    robot.remove();
    const auto first = enqueue("一");
    const auto second = enqueue("二");
    enqueue("n", "group-8");
    deliver_due();
    EXPECT_EQ(state(first), "dead");
    EXPECT_EQ(state(second), "queued"); // waits, is not burnt
    EXPECT_EQ(other.accepted().size(), 1u);
    ASSERT_EQ(troubles.size(), 1u);
    EXPECT_EQ(troubles[0].kind, Trouble::Kind::target_refused);
    EXPECT_EQ(troubles[0].target, "group-7");
}

TEST_F(DeliveryTest, ARefusingTargetIsProbedWithOneMessageAfterHalfAnHour)
{
    robot.remove();
    enqueue("一");
    enqueue("二");
    enqueue("三");
    deliver_due();
    advance(1799s);
    deliver_due();
    EXPECT_EQ(attempts_made(), 1);
    advance(1s);
    deliver_due();
    EXPECT_EQ(attempts_made(), 2);
    advance(1800s);
    deliver_due();
    EXPECT_EQ(attempts_made(), 2); // the second pause is twice as long
}

TEST_F(DeliveryTest, ABodyThePlatformRefusesDiesAlone)
{
    store::NewMessage poison;
    poison.dedup_key = "poison";
    poison.kind = "alert";
    poison.target = "group-7";
    poison.parts = {"this is not JSON"};
    const auto id = enqueue(poison);
    const auto next = enqueue("周通报");
    deliver_due();
    EXPECT_EQ(state(id), "dead");
    EXPECT_EQ(state(next), "sent");
}

TEST_F(DeliveryTest, ARowWithoutPartsOrTargetDiesAlone)
{
    const auto hollow = enqueue("一");
    const auto lost = enqueue("二", "nowhere");
    const auto next = enqueue("三");
    in_store([&](store::Connection& c) {
        c.run("DELETE FROM part WHERE message = $1", hollow);
        return 0;
    });
    deliver_due();
    deliver_due();
    EXPECT_EQ(state(hollow), "dead");
    EXPECT_EQ(state(lost), "dead");
    EXPECT_EQ(field(lost, "reason"), "the target is not configured");
    EXPECT_EQ(state(next), "sent");
}

TEST_F(DeliveryTest, AfterTheDeathOfAPartTheRestIsNotSent)
{
    robot.answer_next(R"({"errcode":0,"errmsg":"ok"})");
    robot.answer_next(R"({"errcode":40058,"errmsg":"too long"})");
    const auto id = enqueue("a", "group-7", {"一", "二", "三"});
    deliver_due();
    EXPECT_EQ(state(id), "dead");
    EXPECT_EQ(robot.received().size(), 2u);
    EXPECT_NE(field(id, "reason").find("part 2 of 3"), std::string::npos);
}

TEST_F(DeliveryTest, AStaleMessageExpiresWithoutBeingSent)
{
    store::NewMessage message;
    message.dedup_key = "a";
    message.kind = "reply";
    message.target = "group-7";
    message.not_after = clock.now() + 60s;
    message.parts = wecom->encode({"", "a"});
    const auto id = enqueue(message);
    advance(60s);
    deliver_due();
    EXPECT_EQ(state(id), "expired");
    EXPECT_TRUE(robot.received().empty());
    ASSERT_EQ(troubles.size(), 1u);
    EXPECT_EQ(troubles[0].kind, Trouble::Kind::expired);
}

TEST_F(DeliveryTest, ARetryThatComesTooLateIsNotMade)
{
    robot.next(behaviour::http_error(503));
    store::NewMessage message;
    message.dedup_key = "a";
    message.kind = "reply";
    message.target = "group-7";
    message.not_after = clock.now() + 2s;
    message.parts = wecom->encode({"", "a"});
    const auto id = enqueue(message);
    deliver_due();
    advance(2s);
    deliver_due();
    EXPECT_EQ(state(id), "expired");
    EXPECT_EQ(robot.received().size(), 1u);
}

TEST_F(DeliveryTest, ThePartsThatComeTooLateAreNotSent)
{
    robot.answer_next(R"({"errcode":0,"errmsg":"ok"})");
    robot.answer_next(R"({"errcode":45009,"errmsg":"api freq out of limit"})");
    store::NewMessage message;
    message.dedup_key = "a";
    message.kind = "alert";
    message.target = "group-7";
    message.not_after = clock.now() + 30s;
    for (const char* text : {"一", "二"})
        message.parts.push_back(wecom->encode({"", text}).front());
    const auto id = enqueue(message);
    deliver_due();
    advance(60s);
    deliver_due();
    EXPECT_EQ(state(id), "expired");
    EXPECT_EQ(field(id, "reason"), "part 2 of 2: not begun in time");
    EXPECT_EQ(robot.received().size(), 2u);
}

TEST_F(DeliveryTest, AClockThatIsSetForwardMakesNoRoomInALane)
{
    for (int i = 0; i < 36; ++i)
        enqueue("m" + std::to_string(i));
    deliver_due();
    clock.set(clock.now() + 1h);
    deliver_due();
    EXPECT_EQ(robot.received().size(), 18u);
    restart_the_store();
    deliver_due();
    EXPECT_EQ(robot.received().size(), 18u);
}

TEST_F(DeliveryTest, AfterAThrottleALaneBeginsWithOneAttempt)
{
    robot.answer_next(R"({"errcode":45009,"errmsg":"api freq out of limit"})");
    robot.answer_next(R"({"errcode":45009,"errmsg":"api freq out of limit"})");
    for (const char* person : {"anna", "bert", "cara", "dora"}) {
        store::NewMessage message;
        message.dedup_key = person;
        message.kind = "alert";
        message.target = "group-7";
        message.parts = wecom->encode({"", person});
        enqueue(message);
    }
    deliver_due();
    for (int i = 0; i < 4; ++i) // another group that shares the robot
        enqueue("s" + std::to_string(i), "group-7b");
    advance(60s);
    step_once();
    EXPECT_EQ(robot.received().size(), 2u); // not one for each group
    EXPECT_TRUE(robot.accepted().empty());
}

TEST_F(DeliveryTest, AReplyOvertakesCircularsThatHaveNotBegun)
{
    for (const char* key : {"一", "二"})
        enqueue(key);
    store::NewMessage reply;
    reply.dedup_key = "reply";
    reply.kind = "reply";
    reply.target = "group-7";
    reply.priority = store::Priority::reply;
    reply.parts = wecom->encode({"", "答"});
    enqueue(reply);
    deliver_due();
    EXPECT_EQ(contents(robot.accepted()), (Texts{"答", "一", "二"}));
}

TEST_F(DeliveryTest, ASilentPlatformEndsWithTheDeadlineAndHoldsUpNobodyElse)
{
    connect_to(platforms.ca_file(), 1500ms);
    start();
    robot.next(behaviour::silence());
    const auto id = enqueue("周通报");
    enqueue("n", "group-8");
    run(delivery->step(clock.now()));
    while (other.accepted().empty())
        io.run_one();
    EXPECT_EQ(state(id), "sending");
    run(delivery->settled());
    EXPECT_EQ(state(id), "uncertain_held");
}

TEST_F(DeliveryTest, StoppingCutsOffWhatIsInFlightAndRecordsIt)
{
    robot.next(behaviour::silence());
    const auto id = enqueue("周通报");
    run(delivery->step(clock.now()));
    while (platforms.calls("/cgi-bin/webhook/send") == 0)
        io.run_one();
    const auto begun = std::chrono::steady_clock::now();
    run(delivery->stop(50ms));
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
    EXPECT_EQ(state(id), "uncertain_held");
}

TEST_F(DeliveryTest, TheLoopSendsWhatIsEnqueuedWhileItWaits)
{
    boost::asio::cancellation_signal cancel;
    bool ended = false;
    boost::asio::co_spawn(
        io, delivery->run(),
        boost::asio::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr) { ended = true; }));
    const auto id = enqueue("周通报");
    delivery->wake();
    while (robot.accepted().empty())
        io.run_one();
    run(delivery->settled());
    EXPECT_EQ(state(id), "sent");
    cancel.emit(boost::asio::cancellation_type::terminal);
    while (!ended)
        io.run_one();
}

/// Messages that only one person may read.
class AddressedDeliveryTest : public DeliveryTest {
protected:
    MemberId member;

    AddressedDeliveryTest()
    {
        member = in_store([&](store::Connection& c) {
            Unit unit;
            unit.code = "WX";
            unit.name = "文学院";
            unit.kind = UnitKind::party_committee;
            unit.active_from = today() - std::chrono::days{400};
            store::RosterRow row;
            row.code = "0042";
            row.name = "王小明";
            row.unit = store::save_unit(c, unit);
            row.start = unit.active_from;
            store::apply_roster(c, {row}, {});
            const auto id = store::find_member(c, "0042")->id;
            store::bind_member(c, "wecom", "xm", id, clock.now() - 1h);
            return id;
        });
    }
    Day today() const { return local_day(clock.now()); }
    MessageId write_to_them(std::vector<std::string> texts = {"您的积分"})
    {
        store::NewMessage message;
        message.dedup_key = "reply";
        message.kind = "reply";
        message.target = "group-7";
        message.address = "xm";
        message.on_uncertain = store::OnUncertain::resend;
        message.addressee = store::Addressee{"wecom", "xm", member};
        for (const auto& text : texts)
            message.parts.push_back(wecom->encode({"", text}).front());
        return enqueue(message);
    }
    void unbind()
    {
        in_store([&](store::Connection& c) { return store::unbind_member(c, "wecom", "xm", clock.now()); });
    }
};

TEST_F(AddressedDeliveryTest, ReachThePersonWhoIsStillThere)
{
    const auto id = write_to_them();
    deliver_due();
    EXPECT_EQ(state(id), "sent");
}

TEST_F(AddressedDeliveryTest, AreSuppressedWhenTheAccountWasUnbound)
{
    const auto id = write_to_them();
    unbind();
    deliver_due();
    EXPECT_EQ(state(id), "suppressed");
    EXPECT_EQ(field(id, "reason"), "the account is no longer bound to the person it was written for");
    EXPECT_TRUE(robot.received().empty());
    EXPECT_EQ(attempts_made(), 0);
}

TEST_F(AddressedDeliveryTest, AreSuppressedWhenTheAccountNowIsAnother)
{
    const auto id = write_to_them();
    in_store([&](store::Connection& c) {
        store::RosterRow row;
        row.code = "0043";
        row.name = "李小红";
        row.unit = store::membership_on(c, member, today())->unit;
        row.start = today() - std::chrono::days{10};
        store::apply_roster(c, {row}, {});
        store::bind_member(c, "wecom", "xm", store::find_member(c, "0043")->id, clock.now());
        return 0;
    });
    deliver_due();
    EXPECT_EQ(state(id), "suppressed");
    EXPECT_TRUE(robot.received().empty());
}

TEST_F(AddressedDeliveryTest, AreSuppressedWhenThePersonLeftTheRoster)
{
    const auto id = write_to_them();
    in_store([&](store::Connection& c) {
        c.run("UPDATE membership SET end_day = $1 WHERE member = $2", today(), member);
        return 0;
    });
    deliver_due();
    EXPECT_EQ(state(id), "suppressed");
    EXPECT_EQ(field(id, "reason"), "the person has left the roster");
}

TEST_F(AddressedDeliveryTest, AreLookedAtAgainBeforeARetry)
{
    robot.next(behaviour::http_error(503));
    const auto id = write_to_them();
    deliver_due();
    unbind();
    advance(2s);
    deliver_due();
    EXPECT_EQ(state(id), "suppressed");
    EXPECT_EQ(robot.received().size(), 1u);
}

TEST_F(AddressedDeliveryTest, AreLookedAtAgainBetweenParts)
{
    const auto id = write_to_them({"一", "二"});
    step_once();
    unbind();
    deliver_due();
    EXPECT_EQ(state(id), "suppressed");
    EXPECT_EQ(contents(robot.accepted()), Texts{"一"});
}

TEST_F(AddressedDeliveryTest, GiveTheirPlaceToTheNextWhenSuppressed)
{
    write_to_them();
    unbind();
    const auto next = enqueue("周通报");
    deliver_due();
    step_once();
    EXPECT_EQ(state(next), "sent");
}

/// A run of the program that ended between its intent and its outcome.
class DeliveryRecoveryTest : public DeliveryTest {
protected:
    void die_after_the_intent(MessageId id)
    {
        in_store([&](store::Connection& c) {
            auto query =
                c.prepare("SELECT id FROM part WHERE message = $1 AND state = 'queued' ORDER BY number LIMIT 1");
            query.bind(id);
            query.step();
            return store::record_intent(c, {id, query.id<PartId>(0), "wecom-7", "an earlier boot", false}, clock.now());
        });
        restart_the_store();
    }
};

TEST_F(DeliveryRecoveryTest, ACircularThatMayBeOutIsHeld)
{
    const auto id = enqueue("周通报");
    die_after_the_intent(id);
    deliver_due();
    EXPECT_EQ(state(id), "uncertain_held");
    EXPECT_TRUE(robot.received().empty());
    ASSERT_EQ(troubles.size(), 1u);
}

TEST_F(DeliveryRecoveryTest, AMessageThatMayBeRepeatedIsSentOnceMoreAndFlagged)
{
    store::NewMessage message;
    message.dedup_key = "a";
    message.kind = "alert";
    message.target = "group-7";
    message.on_uncertain = store::OnUncertain::resend;
    message.parts = wecom->encode({"", "a"});
    const auto id = enqueue(message);
    die_after_the_intent(id);
    deliver_due();
    advance(2s);
    deliver_due();
    EXPECT_EQ(state(id), "sent");
    const auto flagged = in_store([](store::Connection& c) {
        auto query = c.prepare("SELECT copy FROM attempt ORDER BY id DESC LIMIT 1");
        query.step();
        return query.integer(0);
    });
    EXPECT_EQ(flagged, 1);
}

TEST_F(DeliveryRecoveryTest, PartsThatAreOutAreNotRepeated)
{
    store::NewMessage message;
    message.dedup_key = "a";
    message.kind = "alert";
    message.target = "group-7";
    message.on_uncertain = store::OnUncertain::resend;
    for (const char* text : {"一", "二", "三"})
        message.parts.push_back(wecom->encode({"", text}).front());
    const auto id = enqueue(message);
    step_once();
    die_after_the_intent(id);
    deliver_due();
    advance(2s);
    deliver_due();
    EXPECT_EQ(contents(robot.accepted()), (Texts{"一", "二", "三"}));
}

} // namespace tongbao::bot
