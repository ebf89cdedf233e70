#include "bot/commands/table.hpp"

#include <gtest/gtest.h>

using namespace tongbao;
using namespace tongbao::bot;

class CommandRightsTest : public testing::Test {
protected:
    static constexpr UnitId school{1}, literature{2}, mathematics{3}, branch{4};
    static Unit unit(UnitId id, UnitKind kind, UnitId parent)
    {
        Unit made;
        made.id = id;
        made.kind = kind;
        made.parent = parent;
        made.name = id == school        ? "示例大学"
                    : id == literature  ? "文学院"
                    : id == mathematics ? "数理学院"
                                        : "文学院第1党支部";
        return made;
    }
    UnitTree tree_{{unit(school, UnitKind::school, {}), unit(literature, UnitKind::party_committee, school),
                    unit(mathematics, UnitKind::party_committee, school), unit(branch, UnitKind::branch, literature)}};
    RightsRules rules_;
    Command figures_{.name = "查单位",
                     .aliases = {},
                     .arguments = {},
                     .summary = "",
                     .example = "",
                     .roles = "SA",
                     .in_group = GroupUse::figures};
    Command ranking_{.name = "查排行",
                     .aliases = {},
                     .arguments = {},
                     .summary = "",
                     .example = "",
                     .roles = "SA",
                     .ranking = true,
                     .in_group = GroupUse::figures};

    static Caller caller(std::vector<Grant> grants, Place place = {})
    {
        return {"wecom", "u1", MemberId{7}, std::move(grants), place, {}};
    }
    static Place group(GroupKind kind, UnitId unit) { return {ChannelKind::group, kind, unit}; }
    const Unit& named(UnitId id) const { return *tree_.find(id); }
};

TEST_F(CommandRightsTest, RoleOfTheRowAllows)
{
    EXPECT_EQ(right_to(figures_, caller({{RoleCode::administrator, literature}}), rules_), Right::allowed);
    EXPECT_EQ(right_to(figures_, caller({{RoleCode::leadership, school}}), rules_), Right::role);
    EXPECT_EQ(right_to(figures_, caller({}), rules_), Right::role);
}

TEST_F(CommandRightsTest, OneOfSeveralRolesIsEnough)
{
    EXPECT_EQ(
        right_to(figures_, caller({{RoleCode::leadership, school}, {RoleCode::administrator, literature}}), rules_),
        Right::allowed);
}

TEST_F(CommandRightsTest, StrangerMustBindFirst)
{
    auto stranger = caller({{RoleCode::secretariat, school}});
    stranger.member = {};
    EXPECT_EQ(right_to(figures_, stranger, rules_), Right::bind);
}

TEST_F(CommandRightsTest, UnboundGroupGivesNothingButWhatTheRowSays)
{
    const auto there = caller({{RoleCode::secretariat, school}}, {ChannelKind::group, std::nullopt, {}});
    EXPECT_EQ(right_to(figures_, there, rules_), Right::unbound_group);
    auto help = figures_;
    help.in_unbound_group = true;
    EXPECT_EQ(right_to(help, there, rules_), Right::allowed);
}

TEST_F(CommandRightsTest, DirectCommandIsRefusedInGroupsOnlyToThoseWhoHaveTheRole)
{
    auto direct = figures_;
    direct.in_group = GroupUse::never;
    const auto place = group(GroupKind::administrators, school);
    EXPECT_EQ(right_to(direct, caller({{RoleCode::secretariat, school}}, place), rules_), Right::direct_only);
    EXPECT_EQ(right_to(direct, caller({}, place), rules_), Right::role);
}

TEST_F(CommandRightsTest, GroupCommandIsRefusedInDirectChats)
{
    auto in_groups = figures_;
    in_groups.in_direct = false;
    EXPECT_EQ(right_to(in_groups, caller({{RoleCode::secretariat, school}}), rules_), Right::group_only);
    EXPECT_EQ(right_to(in_groups, caller({}), rules_), Right::role);
}

TEST_F(CommandRightsTest, OrganiserOfAUnitReachesPersonsOfTheOwnBranchOnly)
{
    auto of_literature = caller({{RoleCode::organiser, literature}});
    EXPECT_FALSE(grant_over_persons(of_literature, "O", branch, tree_));
    of_literature.branch = branch;
    EXPECT_EQ(grant_over_persons(of_literature, "O", branch, tree_), (Grant{RoleCode::organiser, branch}));
    EXPECT_FALSE(grant_over_persons(of_literature, "O", literature, tree_));
    EXPECT_TRUE(grant_over_persons(caller({{RoleCode::administrator, literature}}), "AO", literature, tree_));
}

TEST_F(CommandRightsTest, RankingInAGroupIsForAdministratorsUnlessPublic)
{
    const std::vector<Grant> grants{{RoleCode::secretariat, school}};
    EXPECT_EQ(right_to(ranking_, caller(grants, group(GroupKind::administrators, school)), rules_), Right::allowed);
    EXPECT_EQ(right_to(ranking_, caller(grants, group(GroupKind::unit, literature)), rules_), Right::direct_only);
    rules_.ranking_public = true;
    EXPECT_EQ(right_to(ranking_, caller(grants, group(GroupKind::unit, literature)), rules_), Right::allowed);
}

TEST_F(CommandRightsTest, PublicRankingIsForAllMembers)
{
    EXPECT_EQ(right_to(ranking_, caller({}), rules_), Right::role);
    rules_.ranking_public = true;
    EXPECT_EQ(right_to(ranking_, caller({}), rules_), Right::allowed);
    EXPECT_EQ(right_to(figures_, caller({}), rules_), Right::role);
}

TEST_F(CommandRightsTest, RankingsCanBeOffForEverybody)
{
    rules_.ranking_enabled = false;
    rules_.ranking_public = true;
    EXPECT_EQ(right_to(ranking_, caller({{RoleCode::secretariat, school}}), rules_), Right::switched_off);
    EXPECT_EQ(right_to(figures_, caller({{RoleCode::secretariat, school}}), rules_), Right::allowed);
    EXPECT_FALSE(may_show_ranking({}, rules_));
}

TEST_F(CommandRightsTest, ScopeReachesTheUnitAndAllBelowIt)
{
    const auto of_literature = caller({{RoleCode::administrator, literature}});
    EXPECT_TRUE(grant_over(of_literature, "SA", literature, tree_));
    EXPECT_TRUE(grant_over(of_literature, "SA", branch, tree_));
    EXPECT_FALSE(grant_over(of_literature, "SA", mathematics, tree_));
    EXPECT_FALSE(grant_over(of_literature, "SA", school, tree_));
    EXPECT_FALSE(grant_over(of_literature, "S", literature, tree_));
}

TEST_F(CommandRightsTest, NarrowestGrantIsTheOneUsed)
{
    const auto both = caller({{RoleCode::secretariat, school}, {RoleCode::administrator, literature}});
    EXPECT_EQ(grant_over(both, "SA", literature, tree_)->role, RoleCode::administrator);
    EXPECT_EQ(grant_over(both, "SA", mathematics, tree_)->role, RoleCode::secretariat);
}

TEST_F(CommandRightsTest, ScopeUsedIsNamedOnlyToHoldersOfSeveral)
{
    const Grant of_literature{RoleCode::administrator, literature};
    EXPECT_EQ(scope_note(caller({of_literature}), of_literature, tree_), "");
    EXPECT_EQ(scope_note(caller({of_literature, {RoleCode::secretariat, school}}), of_literature, tree_),
              "查询范围：文学院（学习管理员）");
    EXPECT_EQ(
        scope_note(caller({of_literature, {RoleCode::secretariat, school}}), {RoleCode::secretariat, school}, tree_),
        "查询范围：全校（秘书处）");
}

TEST_F(CommandRightsTest, GroupOfAUnitShowsThatUnitAndTheUniversity)
{
    const auto place = group(GroupKind::unit, literature);
    EXPECT_TRUE(may_show_unit(place, named(literature), tree_, rules_));
    EXPECT_TRUE(may_show_unit(place, named(school), tree_, rules_));
    EXPECT_FALSE(may_show_unit(place, named(mathematics), tree_, rules_));
    EXPECT_FALSE(may_show_unit(place, named(branch), tree_, rules_));
}

TEST_F(CommandRightsTest, AdministratorsGroupShowsEveryUnitButNoBranch)
{
    const auto place = group(GroupKind::administrators, school);
    EXPECT_TRUE(may_show_unit(place, named(mathematics), tree_, rules_));
    EXPECT_FALSE(may_show_unit(place, named(branch), tree_, rules_));
}

TEST_F(CommandRightsTest, BranchIsShownInItsOwnGroupOnly)
{
    EXPECT_TRUE(may_show_unit(group(GroupKind::branch, branch), named(branch), tree_, rules_));
    EXPECT_FALSE(may_show_unit(group(GroupKind::branch, literature), named(branch), tree_, rules_));
    EXPECT_TRUE(may_show_unit({}, named(branch), tree_, rules_));
}

TEST_F(CommandRightsTest, UnboundGroupShowsNothing)
{
    rules_.ranking_public = true;
    EXPECT_FALSE(may_show_unit({ChannelKind::group, std::nullopt, {}}, named(literature), tree_, rules_));
    EXPECT_FALSE(may_show_ranking({ChannelKind::group, std::nullopt, {}}, rules_));
}
