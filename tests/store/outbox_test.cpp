#include "tests/store/outbox_fixture.hpp"

using namespace tongbao;
using namespace tongbao::store;

TEST_F(OutboxTest, OneKeyMakesOneMessage)
{
    const auto first = enqueue(*db_, message("circular:2026-W38:weekly:group-7"), now_);
    const auto second = enqueue(*db_, message("circular:2026-W38:weekly:group-7"), now_ + 1h);
    EXPECT_TRUE(first.created);
    EXPECT_FALSE(second.created);
    EXPECT_EQ(second.id, first.id);
    EXPECT_EQ(due().size(), 1u);
}

TEST_F(OutboxTest, WhatWasCommittedIsThereAfterARestart)
{
    auto made = message("a");
    made.parts = {"一", "二"};
    add(made);
    reopen();
    ASSERT_EQ(due().size(), 1u);
    EXPECT_EQ(due()[0].body, "一");
    EXPECT_EQ(due()[0].parts, 2);
}

TEST_F(OutboxTest, AMessageOfATransactionThatFailedWasNeverThere)
{
    {
        Transaction transaction(*db_);
        add(message("a"));
    }
    EXPECT_TRUE(due().empty());
}

TEST_F(OutboxTest, EveryStateHasAName)
{
    for (int i = 0; i <= static_cast<int>(MessageState::cancelled); ++i)
        EXPECT_EQ(state_of(name_of(static_cast<MessageState>(i))), static_cast<MessageState>(i));
    EXPECT_THROW(state_of("lost"), DatabaseError);
}

TEST_F(OutboxTest, EndingErasesAReplyAddressButNotAPerson)
{
    auto reply = message("a");
    reply.address = "https://qyapi.weixin.qq.com/response?code=secret";
    auto reminder = message("b");
    reminder.address = "staff0001";
    const auto ended = add(reply);
    const auto kept = add(reminder);
    EXPECT_TRUE(end_waiting(*db_, ended, MessageState::cancelled, "by the secretary", now_ + 5s));
    EXPECT_TRUE(end_waiting(*db_, kept, MessageState::cancelled, "by the secretary", now_ + 5s));
    EXPECT_EQ(field(ended, "address"), erased_address);
    EXPECT_EQ(field(kept, "address"), "staff0001");
    EXPECT_EQ(field(ended, "state"), "cancelled");
    EXPECT_EQ(field(ended, "reason"), "by the secretary");
    EXPECT_EQ(field(ended, "ended_at"), std::to_string((now_ + 5s).time_since_epoch().count()));
}

TEST_F(OutboxTest, WhatIsBeingSentCannotBeEndedByAPerson)
{
    const auto id = add(message("a"));
    begin_first();
    EXPECT_FALSE(end_waiting(*db_, id, MessageState::cancelled, "", now_));
}
