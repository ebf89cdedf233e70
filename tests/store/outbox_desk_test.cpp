#include "store/outbox_desk.hpp"

#include "tests/store/outbox_fixture.hpp"

using namespace tongbao;
using namespace tongbao::store;

using OutboxDeskTest = OutboxTest;

TEST_F(OutboxDeskTest, ListsWhatChangedLastFirst)
{
    const auto first = add(message("a"));
    const auto second = add(message("b", "group-8"));
    now_ += 5s;
    begin(due("group-7").at(0));
    const auto rows = list_messages(*db_, {});
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].id, first);
    EXPECT_EQ(rows[0].state, MessageState::sending);
    EXPECT_EQ(rows[1].id, second);
}

TEST_F(OutboxDeskTest, FiltersByStateAndTarget)
{
    add(message("a"));
    const auto second = add(message("b", "group-8"));
    cancel(*db_, second, "anna", now_);
    EXPECT_EQ(list_messages(*db_, {MessageState::cancelled, "", 10}).size(), 1u);
    EXPECT_EQ(list_messages(*db_, {std::nullopt, "group-7", 10}).size(), 1u);
    EXPECT_TRUE(list_messages(*db_, {MessageState::dead, "", 10}).empty());
    EXPECT_EQ(count_by_state(*db_),
              (std::map<MessageState, int>{{MessageState::queued, 1}, {MessageState::cancelled, 1}}));
}

TEST_F(OutboxDeskTest, ShowsPartsAndAttempts)
{
    auto made = message("a");
    made.parts = {"一", "二"};
    const auto id = add(made);
    settle(begin_first(), After::sent, "sent");
    settle(begin_first(), After::again, "uncertain");
    const auto row = find_message(*db_, "a");
    ASSERT_TRUE(row);
    EXPECT_EQ(row->parts, 2);
    EXPECT_EQ(row->parts_out, 1);
    EXPECT_EQ(row->tries, 1);
    const auto attempts = attempts_of(*db_, id);
    ASSERT_EQ(attempts.size(), 2u);
    EXPECT_EQ(attempts[1].part, 2);
    EXPECT_EQ(attempts[1].verdict, "uncertain");
    EXPECT_EQ(bodies_of(*db_, id), made.parts);
}

TEST_F(OutboxDeskTest, CountsThePartsThatGoBefore)
{
    auto two = message("a");
    two.parts = {"一", "二"};
    add(two);
    const auto id = add(message("b"));
    auto reply = message("c");
    reply.priority = Priority::reply;
    add(reply);
    add(message("d"));
    EXPECT_EQ(parts_ahead(*db_, *find_message(*db_, id), {"group-7"}), 3);
}

TEST_F(OutboxDeskTest, TargetsOfOneLaneTakeTurns)
{
    add(message("a"));
    const auto id = add(message("b"));
    for (const char* key : {"o1", "o2", "o3", "o4"})
        add(message(key, "group-8"));
    const auto row = *find_message(*db_, id);
    EXPECT_EQ(parts_ahead(*db_, row, {"group-7"}), 1);
    EXPECT_EQ(parts_ahead(*db_, row, {"group-7", "group-8"}), 3); // two of the other's four
    auto reply = message("o5", "group-8");
    reply.priority = Priority::reply;
    add(reply);
    EXPECT_EQ(parts_ahead(*db_, row, {"group-7", "group-8"}), 4);
}

TEST_F(OutboxDeskTest, ADeadMessageIsRetriedFromItsFirstUnsentPartWithAllItsTries)
{
    auto made = message("a");
    made.parts = {"一", "二"};
    const auto id = add(made);
    settle(begin_first(), After::sent, "sent");
    settle(begin_first(), After::die, "refused");
    EXPECT_EQ(retry(*db_, id, "anna", now_), DeskResult::done);
    ASSERT_EQ(due().size(), 1u);
    EXPECT_EQ(due()[0].body, "二");
    EXPECT_EQ(due()[0].tries, 0);
    EXPECT_EQ(field(id, "reason"), "queued again by anna");
}

TEST_F(OutboxDeskTest, AHeldMessageIsReleasedAsACopyOrDropped)
{
    const auto first = add(message("a"));
    settle(begin_first(), After::hold, "uncertain");
    EXPECT_EQ(retry(*db_, first, "anna", now_), DeskResult::wrong_state);
    EXPECT_EQ(release(*db_, first, "anna", now_), DeskResult::done);
    EXPECT_TRUE(due().at(0).copy);
    settle(begin_first(), After::hold, "uncertain");
    EXPECT_EQ(drop(*db_, first, "anna", now_), DeskResult::done);
    EXPECT_EQ(field(first, "state"), "cancelled");
    EXPECT_TRUE(due().empty());
}

TEST_F(OutboxDeskTest, OnlyWhatWaitsIsCancelled)
{
    const auto id = add(message("a"));
    settle(begin_first(), After::sent, "sent");
    EXPECT_EQ(cancel(*db_, id, "anna", now_), DeskResult::wrong_state);
    EXPECT_EQ(cancel(*db_, MessageId{99}, "anna", now_), DeskResult::no_such_message);
    EXPECT_EQ(field(id, "state"), "sent");
}

TEST_F(OutboxDeskTest, AReplyWhoseAddressIsGoneCannotBeRetried)
{
    auto reply = message("a");
    reply.address = "https://oapi.dingtalk.com/session?secret";
    const auto id = add(reply);
    settle(begin_first(), After::die, "refused");
    EXPECT_EQ(retry(*db_, id, "anna", now_), DeskResult::address_erased);
    EXPECT_EQ(field(id, "state"), "dead");
}
