#include "store/bindings.hpp"

#include "tests/store/database_file.hpp"

using namespace tongbao;
using namespace tongbao::store;

class BindingsTest : public testing::Test {
protected:
    DatabaseFile file_;
    Connection db_ = open_database(file_.path);
    MemberId first_ = member("20180001"), second_ = member("20180003");
    Instant now_{std::chrono::seconds{1'790'000'000}};

    MemberId member(const char* code)
    {
        auto query = db_.prepare("INSERT INTO member (code, name, phone_tail) VALUES ($1, '甲', '') RETURNING id");
        query.bind(code);
        query.step();
        return query.id<MemberId>(0);
    }
};

TEST_F(BindingsTest, AccountWithoutBindingIsAStranger)
{
    EXPECT_FALSE(bound_member(db_, "wecom", "u1", now_));
}

TEST_F(BindingsTest, BindingHoldsForItsPlatformFromItsStart)
{
    bind_member(db_, "wecom", "u1", first_, now_);
    EXPECT_EQ(bound_member(db_, "wecom", "u1", now_), first_);
    EXPECT_FALSE(bound_member(db_, "dingtalk", "u1", now_));
    EXPECT_FALSE(bound_member(db_, "wecom", "u1", now_ - std::chrono::seconds{1}));
}

TEST_F(BindingsTest, NewBindingEndsTheOldOne)
{
    bind_member(db_, "wecom", "u1", first_, now_);
    bind_member(db_, "wecom", "u1", second_, now_ + std::chrono::seconds{60});
    EXPECT_EQ(bound_member(db_, "wecom", "u1", now_ + std::chrono::seconds{59}), first_);
    EXPECT_EQ(bound_member(db_, "wecom", "u1", now_ + std::chrono::seconds{60}), second_);
}

TEST_F(BindingsTest, SecondBindingInTheSameSecondWins)
{
    bind_member(db_, "wecom", "u1", first_, now_);
    bind_member(db_, "wecom", "u1", second_, now_);
    EXPECT_EQ(bound_member(db_, "wecom", "u1", now_), second_);
}

TEST_F(BindingsTest, UnbindingEndsIt)
{
    bind_member(db_, "wecom", "u1", first_, now_);
    EXPECT_TRUE(unbind_member(db_, "wecom", "u1", now_ + std::chrono::seconds{1}));
    EXPECT_FALSE(bound_member(db_, "wecom", "u1", now_ + std::chrono::seconds{1}));
    EXPECT_FALSE(unbind_member(db_, "wecom", "u1", now_ + std::chrono::seconds{2}));
}

TEST_F(BindingsTest, StrangerIsNotedOnceADay)
{
    EXPECT_TRUE(note_stranger(db_, "wecom", "u1", day(2026, 9, 21)));
    EXPECT_FALSE(note_stranger(db_, "wecom", "u1", day(2026, 9, 21)));
    EXPECT_TRUE(note_stranger(db_, "wecom", "u2", day(2026, 9, 21)));
    EXPECT_TRUE(note_stranger(db_, "wecom", "u1", day(2026, 9, 22)));
}
