#include "bot/delivery/selection.hpp"

#include <gtest/gtest.h>

using namespace tongbao;
using namespace tongbao::bot;
using store::Priority;

namespace {

store::DuePart part(std::int64_t message, std::string target, Priority priority = Priority::circular)
{
    store::DuePart made;
    made.message = MessageId{message};
    made.target = std::move(target);
    made.priority = priority;
    return made;
}

std::vector<std::int64_t> selected(const std::vector<store::DuePart>& due, Room room,
                                   std::map<std::string, Turn, std::less<>> turns = {{"a", {"a", 0}}, {"b", {"b", 0}}})
{
    std::vector<std::int64_t> messages;
    std::vector<Call> calls;
    for (const auto& part : due)
        calls.push_back({{part}});
    for (const auto& chosen : select(std::move(calls), std::move(room), turns))
        messages.push_back(chosen.first().message.value);
    return messages;
}

} // namespace

TEST(Selection, RepliesGoFirstThenCircularsThenReminders)
{
    EXPECT_EQ(
        selected({part(1, "a", Priority::reminder), part(2, "b", Priority::circular), part(3, "b", Priority::reply)},
                 {3, {{"a", 9}, {"b", 9}}}),
        (std::vector<std::int64_t>{3, 2, 1}));
}

TEST(Selection, AFullLaneDoesNotHoldUpAnother)
{
    EXPECT_EQ(selected({part(1, "a"), part(2, "b")}, {9, {{"a", 0}, {"b", 1}}}), std::vector<std::int64_t>{2});
}

TEST(Selection, NoMoreBeginThanThereIsRoomInAll)
{
    EXPECT_EQ(selected({part(1, "a"), part(2, "b")}, {1, {{"a", 1}, {"b", 1}}}), std::vector<std::int64_t>{1});
}

TEST(Selection, InASharedLaneTheTargetThatWaitedLongestIsNext)
{
    EXPECT_EQ(selected({part(1, "a"), part(2, "b")}, {9, {{"bot", 1}}}, {{"a", {"bot", 8}}, {"b", {"bot", 3}}}),
              std::vector<std::int64_t>{2});
}

TEST(Selection, NoTargetTakesAWholeLaneWhileAnotherWaits)
{
    EXPECT_EQ(selected({part(1, "a"), part(2, "a"), part(3, "a"), part(4, "b")}, {9, {{"bot", 2}}},
                       {{"a", {"bot", 0}}, {"b", {"bot", 0}}}),
              (std::vector<std::int64_t>{1, 4}));
}

TEST(Selection, AmongEqualsTheOldestIsFirst)
{
    EXPECT_EQ(selected({part(5, "b"), part(4, "a")}, {9, {{"a", 1}, {"b", 1}}}), (std::vector<std::int64_t>{4, 5}));
}
