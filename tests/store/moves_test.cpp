#include "store/moves.hpp"

#include "tests/store/organisation.hpp"

using namespace tongbao;
using namespace tongbao::store;
using std::chrono::seconds;

class MovesTest : public OrganisationTest {
protected:
    MovesTest() { roster({row("A01"), row("A02"), row("M01"), row("M02")}); }
    Instant now_{seconds{1'790'000'000}};

    MoveRequest request(const std::string& code)
    {
        return {0,    member(code),       day(2025, 9, 1), sl_, sl01_, day(2026, 9, 21), member("A01"),
                now_, now_ + seconds{600}};
    }
};

TEST_F(MovesTest, RequestWaitsUntilItExpires)
{
    const auto id = ask_for_move(db_, request("M01"));
    const auto found = waiting_move(db_, id, now_);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->member, member("M01"));
    EXPECT_EQ(found->branch, sl01_);
    EXPECT_EQ(found->day, day(2026, 9, 21));
    EXPECT_FALSE(waiting_move(db_, id, now_ + seconds{600}));
}

TEST_F(MovesTest, RequestIsDecidedOnce)
{
    const auto id = ask_for_move(db_, request("M01"));
    EXPECT_TRUE(decide_move(db_, id, true, member("A02"), now_));
    EXPECT_FALSE(decide_move(db_, id, false, member("A02"), now_));
    EXPECT_FALSE(waiting_move(db_, id, now_));
}

TEST_F(MovesTest, NewRequestForAMemberEndsTheOldOne)
{
    const auto first = ask_for_move(db_, request("M01"));
    const auto other = ask_for_move(db_, request("M02"));
    const auto second = ask_for_move(db_, request("M01"));
    EXPECT_FALSE(waiting_move(db_, first, now_));
    const auto waiting = waiting_moves(db_, now_);
    ASSERT_EQ(waiting.size(), 2u);
    EXPECT_EQ(waiting[0].id, other);
    EXPECT_EQ(waiting[1].id, second);
}
