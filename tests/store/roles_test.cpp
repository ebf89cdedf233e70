#include "store/roles.hpp"

#include "tests/store/organisation.hpp"

using namespace tongbao;
using namespace tongbao::store;

class RolesTest : public OrganisationTest {
protected:
    RolesTest() { roster({administrator("A01"), row("M01")}); }

    const Day monday_ = day(2026, 9, 14), tuesday_ = day(2026, 9, 15);
    const HeldRole administers_{Role::study_administrator, wx_};
    const HeldRole organises_{Role::organiser, wx_};

    RosterRow administrator(const std::string& code) const
    {
        auto found = row(code);
        found.roles = {Role::study_administrator};
        return found;
    }
    std::vector<HeldRole> held(const std::string& code, Day on) { return roles_of(db_, member(code), on); }
};

TEST_F(RolesTest, RoleGivenHoldsFromItsDayOn)
{
    EXPECT_TRUE(grant_role(db_, member("M01"), organises_, tuesday_));
    EXPECT_TRUE(held("M01", monday_).empty());
    EXPECT_EQ(held("M01", tuesday_), std::vector{organises_});
    EXPECT_EQ(holders_of(db_, Role::organiser, wx_, tuesday_), std::vector{member("M01")});
    EXPECT_TRUE(holders_of(db_, Role::organiser, wx_, monday_).empty());
}

TEST_F(RolesTest, RoleHeldAlreadyIsNotGivenAgain)
{
    EXPECT_FALSE(grant_role(db_, member("A01"), administers_, monday_));
    EXPECT_TRUE(grant_role(db_, member("M01"), organises_, monday_));
    EXPECT_FALSE(grant_role(db_, member("M01"), organises_, tuesday_));
}

TEST_F(RolesTest, RoleGivenCanBeTaken)
{
    grant_role(db_, member("M01"), organises_, monday_);
    EXPECT_TRUE(revoke_role(db_, member("M01"), organises_, tuesday_));
    EXPECT_EQ(held("M01", monday_), std::vector{organises_});
    EXPECT_TRUE(held("M01", tuesday_).empty());
    EXPECT_FALSE(revoke_role(db_, member("M01"), organises_, tuesday_));
}

TEST_F(RolesTest, RoleOfTheRosterThatWasTakenSurvivesTheSameRoster)
{
    EXPECT_TRUE(revoke_role(db_, member("A01"), administers_, tuesday_));
    roster({administrator("A01")});
    EXPECT_EQ(held("A01", monday_), std::vector{administers_});
    EXPECT_TRUE(held("A01", tuesday_).empty());
    EXPECT_TRUE(holders_of(db_, Role::study_administrator, wx_, tuesday_).empty());
}

TEST_F(RolesTest, RoleGivenSurvivesTheSameRoster)
{
    grant_role(db_, member("M01"), organises_, monday_);
    roster({administrator("A01"), row("M01")});
    EXPECT_EQ(held("M01", tuesday_), std::vector{organises_});
}

TEST_F(RolesTest, RosterRoleThatWasTakenComesBackWhenGiven)
{
    revoke_role(db_, member("A01"), administers_, monday_);
    EXPECT_TRUE(grant_role(db_, member("A01"), administers_, tuesday_));
    EXPECT_EQ(held("A01", tuesday_), std::vector{administers_});
    EXPECT_TRUE(held("A01", monday_).empty());
}

TEST_F(RolesTest, LaterMembershipStatesItsRolesAnew)
{
    revoke_role(db_, member("A01"), administers_, monday_);
    auto ended = administrator("A01");
    ended.end = day(2026, 10, 1);
    auto again = administrator("A01");
    again.start = day(2026, 10, 1);
    again.branch = wx02_;
    roster({ended, again});
    EXPECT_EQ(held("A01", day(2026, 10, 1)), std::vector{administers_});
}

TEST_F(RolesTest, RoleGivenEndsWhenTheHolderLeavesTheUnit)
{
    grant_role(db_, member("M01"), organises_, monday_);
    auto ended = row("M01");
    ended.end = day(2026, 10, 1);
    auto moved = row("M01");
    moved.start = day(2026, 10, 1);
    moved.unit = sl_;
    moved.branch = sl01_;
    roster({ended, moved});
    EXPECT_EQ(held("M01", day(2026, 9, 30)), std::vector{organises_});
    EXPECT_TRUE(held("M01", day(2026, 10, 1)).empty());
}

TEST_F(RolesTest, NobodyOutsideTheRosterGetsARole)
{
    EXPECT_FALSE(grant_role(db_, member("M01"), organises_, day(2025, 8, 31)));
}

TEST_F(RolesTest, GivenAndTakenOnOneDayLeavesNothing)
{
    grant_role(db_, member("M01"), organises_, monday_);
    revoke_role(db_, member("M01"), organises_, monday_);
    EXPECT_TRUE(held("M01", monday_).empty());
    EXPECT_TRUE(grant_role(db_, member("M01"), organises_, monday_));
    EXPECT_EQ(held("M01", monday_), std::vector{organises_});
}
