#include "tests/store/organisation.hpp"

using namespace tongbao;
using namespace tongbao::store;

namespace {

class RosterTest : public OrganisationTest {
protected:
    /// The kinds of errors and the rows that they name.
    std::vector<std::pair<RosterError::Kind, int>> errors(const std::vector<RosterRow>& rows)
    {
        std::vector<std::pair<RosterError::Kind, int>> found;
        for (const auto& error : roster(rows).errors)
            found.emplace_back(error.kind, error.row);
        return found;
    }

    RosterRow at(int number, const std::string& code, Day start, std::optional<Day> end)
    {
        auto found = row(code);
        found.row = number;
        found.start = start;
        found.end = end;
        return found;
    }
};

using Kind = RosterError::Kind;
using Errors = std::vector<std::pair<Kind, int>>;

TEST_F(RosterTest, RowReadsBackAsRosterMember)
{
    auto stated = row("0042");
    stated.platform_id = "700006010";
    stated.phone_tail = "6142";
    stated.cadre = "院中心组|处级";
    stated.category = Category::staff;
    stated.party_status = PartyStatus::full;
    roster({stated});
    const auto found = roster_between(db_, day(2026, 9, 14), day(2026, 9, 21));
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].code, "0042");
    EXPECT_EQ(found[0].name, "成员0042");
    EXPECT_EQ(found[0].platform_id, "700006010");
    EXPECT_EQ(found[0].phone_tail, "6142");
    EXPECT_EQ(found[0].unit, wx_);
    EXPECT_EQ(found[0].branch, wx01_);
    EXPECT_EQ(found[0].cadre, "院中心组|处级");
    EXPECT_EQ(found[0].category, Category::staff);
    EXPECT_EQ(found[0].party_status, PartyStatus::full);
    EXPECT_EQ(found[0].registered_on, day(2025, 9, 10));
}

TEST_F(RosterTest, EndIsTheFirstDayOutside)
{
    roster({at(2, "1", day(2026, 9, 1), day(2026, 9, 10))});
    EXPECT_TRUE(membership_on(db_, member("1"), day(2026, 9, 9)));
    EXPECT_FALSE(membership_on(db_, member("1"), day(2026, 9, 10)));
    EXPECT_TRUE(roster_between(db_, day(2026, 9, 10), day(2026, 9, 11)).empty());
}

TEST_F(RosterTest, SameRosterAgainChangesNothing)
{
    roster({row("1"), row("2")});
    const auto version = data_version(db_);
    const auto outcome = roster({row("1"), row("2")});
    EXPECT_EQ(outcome.unchanged, 2);
    EXPECT_EQ(outcome.added + outcome.changed, 0);
    EXPECT_EQ(data_version(db_), version);
}

TEST_F(RosterTest, OverlappingRowsOfOneMemberNameTheLaterRow)
{
    EXPECT_EQ(errors({at(2, "1", day(2026, 1, 1), day(2026, 6, 2)), at(3, "1", day(2026, 6, 1), {})}),
              (Errors{{Kind::overlap, 3}}));
}

TEST_F(RosterTest, RowThatOverlapsAStoredMembershipIsAnError)
{
    roster({row("1")});
    auto moved = at(7, "1", day(2026, 6, 1), {});
    moved.unit = sl_;
    moved.branch = sl01_;
    EXPECT_EQ(errors({moved}), (Errors{{Kind::overlap, 7}}));
}

TEST_F(RosterTest, TransferEndsTheOldRowAndBeginsTheNew)
{
    roster({row("1")});
    auto old_row = row("1");
    old_row.end = day(2026, 6, 1);
    auto moved = at(3, "1", day(2026, 6, 1), {});
    moved.unit = sl_;
    moved.branch = sl01_;
    const auto outcome = roster({old_row, moved});
    EXPECT_TRUE(outcome.errors.empty());
    EXPECT_EQ(membership_on(db_, member("1"), day(2026, 5, 31))->unit, wx_);
    EXPECT_EQ(membership_on(db_, member("1"), day(2026, 6, 1))->unit, sl_);
}

TEST_F(RosterTest, LeftWithoutEndIsAnError)
{
    auto stated = row("1");
    stated.left = true;
    EXPECT_EQ(errors({stated}), (Errors{{Kind::left_without_end, 2}}));
}

TEST_F(RosterTest, EndBeforeStartIsAnError)
{
    EXPECT_EQ(errors({at(5, "1", day(2026, 6, 1), day(2026, 5, 1))}), (Errors{{Kind::end_before_start, 5}}));
}

TEST_F(RosterTest, BranchOfAnotherUnitIsAnError)
{
    auto stated = row("1");
    stated.branch = sl01_;
    EXPECT_EQ(errors({stated}), (Errors{{Kind::branch_of_other_unit, 2}}));
}

TEST_F(RosterTest, PlatformIdOfAnotherMemberIsAnError)
{
    auto first = row("1");
    first.platform_id = "700";
    roster({first});
    auto second = row("2");
    second.platform_id = "700";
    EXPECT_EQ(errors({second}), (Errors{{Kind::platform_id_taken, 2}}));
}

TEST_F(RosterTest, ErrorsLeaveEverythingAsItWas)
{
    auto wrong = row("2");
    wrong.left = true;
    roster({row("1"), wrong});
    EXPECT_FALSE(find_member(db_, "1"));
}

TEST_F(RosterTest, EndEqualToStartWithdrawsAWrongRow)
{
    roster({row("1")});
    auto withdrawn = row("1");
    withdrawn.end = withdrawn.start;
    EXPECT_TRUE(roster({withdrawn, at(3, "1", day(2025, 10, 1), {})}).errors.empty());
    EXPECT_FALSE(membership_on(db_, member("1"), day(2025, 9, 15)));
    EXPECT_TRUE(membership_on(db_, member("1"), day(2025, 10, 1)));
}

TEST_F(RosterTest, ExemptRowExemptsThroughItsLastDay)
{
    auto stated = row("1");
    stated.exempt = true;
    stated.exempt_until = day(2026, 3, 31);
    stated.exempt_reason = "SICK";
    roster({stated});
    const Exemption expected{member("1"), stated.start, day(2026, 4, 1), "SICK"};
    EXPECT_EQ(exemptions_of(db_, member("1")), std::vector{expected});
}

TEST_F(RosterTest, ExemptionInsideAMembershipIsASecondRowOfTheSameMembership)
{
    auto stated = at(3, "1", day(2026, 3, 1), {});
    stated.exempt = true;
    stated.exempt_until = day(2026, 3, 31);
    EXPECT_TRUE(roster({row("1"), stated}).errors.empty());
    EXPECT_EQ(memberships_of(db_, member("1")).size(), 1u);
    EXPECT_EQ(exemptions_of(db_, member("1")).at(0).start, day(2026, 3, 1));
}

TEST_F(RosterTest, RowNoLongerExemptEndsTheExemption)
{
    auto stated = row("1");
    stated.exempt = true;
    roster({stated});
    roster({row("1")});
    EXPECT_TRUE(exemptions_of(db_, member("1")).empty());
}

TEST_F(RosterTest, RosterLeavesExemptionsByCommandAlone)
{
    roster({row("1")});
    const Exemption by_command{member("1"), day(2026, 3, 1), day(2026, 4, 1), "ABROAD"};
    add_exemption(db_, by_command, rules_);
    roster({row("1")});
    EXPECT_EQ(exemptions_of(db_, member("1")), std::vector{by_command});
}

TEST_F(RosterTest, ExemptionByCommandCanBeTakenBack)
{
    roster({row("1")});
    add_exemption(db_, {member("1"), day(2026, 3, 1), day(2026, 4, 1), ""}, rules_);
    EXPECT_TRUE(end_exemption(db_, member("1"), day(2026, 3, 1), rules_));
    EXPECT_TRUE(exemptions_of(db_, member("1")).empty());
}

TEST_F(RosterTest, EndedExemptionKeepsItsDays)
{
    roster({row("1")});
    add_exemption(db_, {member("1"), day(2026, 3, 1), day(2026, 4, 1), ""}, rules_);
    EXPECT_FALSE(end_exemption(db_, member("1"), day(2026, 4, 1), rules_)) << "it is over";
    EXPECT_TRUE(end_exemption(db_, member("1"), day(2026, 3, 20), rules_));
    ASSERT_EQ(exemptions_of(db_, member("1")).size(), 1u);
    EXPECT_EQ(exemptions_of(db_, member("1"))[0].end, day(2026, 3, 20));
    EXPECT_FALSE(end_exemption(db_, member("1"), day(2026, 3, 20), rules_));
}

TEST_F(RosterTest, RolesHoldOverTheSchoolTheUnitOrTheBranch)
{
    auto stated = row("1");
    stated.roles = {Role::branch_secretary, Role::secretariat, Role::organiser};
    roster({stated});
    EXPECT_EQ(
        roles_of(db_, member("1"), day(2026, 1, 1)),
        (std::vector<HeldRole>{{Role::secretariat, school_}, {Role::organiser, wx_}, {Role::branch_secretary, wx01_}}));
}

TEST_F(RosterTest, RolesEndWithTheRowThatStatesThem)
{
    auto until_june = at(2, "1", day(2025, 9, 1), day(2026, 6, 1));
    until_june.roles = {Role::secretary};
    roster({until_june, at(3, "1", day(2026, 6, 1), {})});
    EXPECT_EQ(roles_of(db_, member("1"), day(2026, 5, 31)).size(), 1u);
    EXPECT_TRUE(roles_of(db_, member("1"), day(2026, 6, 1)).empty());
    EXPECT_TRUE(holders_of(db_, Role::secretary, wx_, day(2026, 6, 1)).empty());
    EXPECT_EQ(holders_of(db_, Role::secretary, wx_, day(2026, 5, 31)), std::vector{member("1")});
}

TEST_F(RosterTest, PlatformIdIsLearnedOnce)
{
    roster({row("1"), row("2")});
    EXPECT_EQ(learn_platform_id(db_, "700", member("1")), Learned::now);
    EXPECT_EQ(learn_platform_id(db_, "700", member("1")), Learned::already);
    EXPECT_EQ(learn_platform_id(db_, "700", member("2")), Learned::taken_by_other);
    EXPECT_EQ(learn_platform_id(db_, "701", member("1")), Learned::other_id_known);
    EXPECT_EQ(member_of_platform_id(db_, "700"), member("1"));
}

/// What a command changes on the roster leaves the same rollups as counting everything anew.
class RosterByCommandTest : public RosterTest {
protected:
    RosterByCommandTest()
    {
        auto first = row("1");
        first.roles = {Role::study_administrator, Role::branch_secretary, Role::secretariat};
        roster({first, row("2")});
        std::vector<ActivityRow> rows;
        std::vector<Covered> covered;
        for (Day on = day(2026, 9, 14); on < day(2026, 9, 21); on += std::chrono::days{1}) {
            rows.push_back(points("1", on, 30));
            covered.push_back({on, wx_});
            covered.push_back({on, sl_});
        }
        import(rows, covered);
    }

    const Day thursday_ = day(2026, 9, 17);
    Membership current() { return *membership_on(db_, member("1"), day(2026, 9, 14)); }
    std::vector<UnitDay> all_days() { return unit_days(db_, {WindowKind::week, day(2026, 9, 14), day(2026, 9, 21)}); }
    void expect_exact_rollups()
    {
        const auto kept = all_days();
        rebuild_rollups(db_, rules_);
        EXPECT_EQ(kept, all_days());
    }
};

TEST_F(RosterByCommandTest, MoveCountsInTheNewBranchFromItsDay)
{
    const auto version = data_version(db_);
    move_membership(db_, current(), sl_, sl01_, thursday_, rules_);
    EXPECT_EQ(unit_day(wx01_, thursday_ - std::chrono::days{1})->active, 1);
    EXPECT_EQ(unit_day(wx01_, thursday_)->active, 0);
    EXPECT_EQ(unit_day(sl01_, thursday_)->active, 1);
    EXPECT_GT(data_version(db_), version);
    expect_exact_rollups();
}

TEST_F(RosterByCommandTest, MoveOnTheFirstDayCorrectsThePlace)
{
    move_membership(db_, current(), sl_, sl01_, current().start, rules_);
    EXPECT_EQ(memberships_of(db_, member("1")).size(), 1u);
    EXPECT_EQ(unit_day(sl_, day(2026, 9, 14))->active, 1);
    expect_exact_rollups();
}

TEST_F(RosterByCommandTest, RolesBeyondWhatIsLeftGoAlong)
{
    using Roles = std::vector<HeldRole>;
    const HeldRole of_the_school{Role::secretariat, school_}, of_the_unit{Role::study_administrator, wx_};
    move_membership(db_, current(), wx_, wx02_, thursday_, rules_);
    EXPECT_EQ(roles_of(db_, member("1"), thursday_), (Roles{of_the_school, of_the_unit}));
    const auto later = *membership_on(db_, member("1"), thursday_);
    move_membership(db_, later, sl_, sl01_, day(2026, 9, 19), rules_);
    EXPECT_EQ(roles_of(db_, member("1"), day(2026, 9, 19)), (Roles{of_the_school}));
    EXPECT_EQ(roles_of(db_, member("1"), thursday_), (Roles{of_the_school, of_the_unit}));
}

TEST_F(RosterByCommandTest, EndedMembershipCountsUntilItsDay)
{
    auto ended = current();
    ended.end = thursday_;
    save_membership(db_, ended, rules_);
    EXPECT_EQ(unit_day(wx_, thursday_ - std::chrono::days{1})->roster, 2);
    EXPECT_EQ(unit_day(wx_, thursday_)->roster, 1);
    expect_exact_rollups();
}

TEST_F(RosterByCommandTest, FirstPartyStatusChangesWhomTheFiguresCount)
{
    auto stated = current();
    stated.party_status = PartyStatus::full;
    save_membership(db_, stated, rules_);
    EXPECT_EQ(unit_day(wx_, thursday_)->roster, 1);
    expect_exact_rollups();
}

TEST_F(RosterByCommandTest, PersonIsRenamedWithoutTouchingTheRest)
{
    save_person(db_, {member("1"), "1", "新名", "1234"});
    EXPECT_EQ(find_member(db_, "1")->name, "新名");
    EXPECT_EQ(find_member(db_, "1")->phone_tail, "1234");
}

} // namespace
