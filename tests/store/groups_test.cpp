#include "store/groups.hpp"

#include "tests/store/organisation.hpp"

using namespace tongbao;
using namespace tongbao::store;
using std::chrono::seconds;

class GroupsTest : public OrganisationTest {
protected:
    GroupsTest() { roster({row("A01")}); }
    Instant now_{seconds{1'790'000'000}};

    BoundGroup group(const std::string& chat, const std::string& target = "")
    {
        return {"wecom", chat, GroupKind::unit, wx_, target, member("A01"), now_};
    }
    GroupCode code(const std::string& digest)
    {
        return {digest, GroupKind::branch, wx01_, "robot", now_, now_ + seconds{60}};
    }
};

TEST_F(GroupsTest, BindingHoldsForItsPlatformAndChat)
{
    bind_group(db_, group("chat-1"));
    EXPECT_EQ(bound_group(db_, "wecom", "chat-1"), group("chat-1"));
    EXPECT_FALSE(bound_group(db_, "dingtalk", "chat-1"));
    EXPECT_FALSE(bound_group(db_, "wecom", "chat-2"));
}

TEST_F(GroupsTest, NewBindingEndsTheOldOne)
{
    bind_group(db_, group("chat-1"));
    auto newer = group("chat-1");
    newer.kind = GroupKind::administrators;
    newer.since = now_ + seconds{60};
    bind_group(db_, newer);
    EXPECT_EQ(bound_groups(db_), std::vector{newer});
}

TEST_F(GroupsTest, BindingTwiceInOneSecondKeepsTheLastWord)
{
    bind_group(db_, group("chat-1"));
    bind_group(db_, group("chat-1", "robot"));
    EXPECT_EQ(bound_groups(db_), std::vector{group("chat-1", "robot")});
}

TEST_F(GroupsTest, RobotIsLinkedWithOneChat)
{
    bind_group(db_, group("chat-1", "robot"));
    bind_group(db_, group("chat-2", "robot"));
    EXPECT_EQ(bound_group(db_, "wecom", "chat-1")->target, "");
    EXPECT_EQ(bound_group(db_, "wecom", "chat-2")->target, "robot");
}

TEST_F(GroupsTest, UnbindingEndsItOnce)
{
    bind_group(db_, group("chat-1"));
    EXPECT_TRUE(unbind_group(db_, "wecom", "chat-1", now_ + seconds{1}));
    EXPECT_FALSE(bound_group(db_, "wecom", "chat-1"));
    EXPECT_FALSE(unbind_group(db_, "wecom", "chat-1", now_ + seconds{2}));
}

TEST_F(GroupsTest, CodeIsGoodUntilItIsSpentOrExpires)
{
    issue_group_code(db_, code("digest-1"));
    const auto found = find_group_code(db_, "digest-1", now_);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->unit, wx01_);
    EXPECT_EQ(found->kind, GroupKind::branch);
    EXPECT_EQ(found->target, "robot");
    EXPECT_FALSE(find_group_code(db_, "digest-1", now_ + seconds{60}));
    EXPECT_FALSE(find_group_code(db_, "digest-2", now_));
    spend_group_code(db_, "digest-1");
    EXPECT_FALSE(find_group_code(db_, "digest-1", now_));
}
