#include "store/person_days.hpp"
#include "tests/store/organisation.hpp"

using namespace tongbao;
using namespace tongbao::store;
using std::chrono::days;

namespace {

const Window w38{WindowKind::week, monday, monday + days{7}};

/// Worked example 1 of domain/metrics.md: one branch, one week. 丙 is not registered, 丁 comes on Saturday from SL, 戊
/// leaves on Thursday.
class WorkedExample : public OrganisationTest {
protected:
    void SetUp() override
    {
        auto bing = row("丙");
        bing.registered_on.reset();
        auto ding_before = row("丁");
        ding_before.unit = sl_;
        ding_before.branch = sl01_;
        ding_before.end = monday + days{5};
        auto ding = row("丁");
        ding.start = monday + days{5};
        auto wu = row("戊");
        wu.left = true;
        wu.end = monday + days{3};
        auto jia = row("甲");
        jia.cadre = "支部书记";
        ASSERT_TRUE(roster({jia, row("乙"), bing, ding_before, ding, wu}).errors.empty());
        import_all({0, 1, 2, 3, 4, 5, 6});
    }

    void import_all(const std::vector<int>& week_days)
    {
        const std::vector<std::pair<std::string, std::vector<int>>> table = {{"甲", {40, 38, 42, 40, 36, 30, 0}},
                                                                             {"乙", {20, 0, 25, 30, 0, 0, 0}},
                                                                             {"丙", {0, 0, 0, 0, 0, 0, 0}},
                                                                             {"丁", {-1, -1, -1, -1, -1, 44, 40}},
                                                                             {"戊", {10, 12, 8, -1, -1, -1, -1}}};
        std::vector<ActivityRow> rows;
        std::vector<Covered> covered;
        for (const int at : week_days) {
            covered.push_back({monday + days{at}, wx_});
            for (const auto& [code, values] : table)
                if (values[static_cast<std::size_t>(at)] >= 0)
                    rows.push_back(points(code, monday + days{at}, values[static_cast<std::size_t>(at)]));
        }
        import(rows, covered);
    }

    template <class Field>
    std::vector<int> of_branch(Field field)
    {
        std::vector<int> values;
        for (const auto& counts : unit_days(db_, wx01_, w38))
            values.push_back(static_cast<int>(counts.*field));
        return values;
    }
};

TEST_F(WorkedExample, BaseOfEachDay)
{
    EXPECT_EQ(of_branch(&UnitDay::base), (std::vector{4, 4, 4, 3, 3, 4, 4}));
}

TEST_F(WorkedExample, ActiveOfEachDay)
{
    EXPECT_EQ(of_branch(&UnitDay::active), (std::vector{3, 2, 3, 2, 1, 2, 1}));
}

TEST_F(WorkedExample, PointsOfEachDay)
{
    EXPECT_EQ(of_branch(&UnitDay::points), (std::vector{70, 50, 75, 70, 36, 74, 40}));
}

TEST_F(WorkedExample, RegisteredBaseLeavesOutTheUnregistered)
{
    EXPECT_EQ(of_branch(&UnitDay::base_registered), (std::vector{3, 3, 3, 2, 2, 3, 3}));
    EXPECT_EQ(of_branch(&UnitDay::active_registered), (std::vector{3, 2, 3, 2, 1, 2, 1}));
    EXPECT_EQ(of_branch(&UnitDay::points_registered), (std::vector{70, 50, 75, 70, 36, 74, 40}));
}

TEST_F(WorkedExample, RegisteredOnSundayAreThreeOfFour)
{
    const auto sunday = unit_day(wx01_, monday + days{6});
    ASSERT_TRUE(sunday);
    EXPECT_EQ(sunday->registered, 3);
    EXPECT_EQ(sunday->roster, 4);
}

TEST_F(WorkedExample, ExemptMemberLeavesTheBaseAndStaysOnTheRoster)
{
    add_exemption(db_, {member("丙"), monday, monday + days{30}, "ABROAD"}, rules_);
    EXPECT_EQ(of_branch(&UnitDay::base), (std::vector{3, 3, 3, 2, 2, 3, 3}));
    EXPECT_EQ(of_branch(&UnitDay::roster), (std::vector{4, 4, 4, 3, 3, 4, 4}));
}

TEST_F(WorkedExample, UnitAndWholeCountTheSameMembersAsTheOnlyBranch)
{
    for (const auto& branch : unit_days(db_, wx01_, w38))
        for (const UnitId above : {wx_, school_}) {
            auto counts = unit_day(above, branch.day);
            ASSERT_TRUE(counts);
            counts->unit = wx01_;
            EXPECT_EQ(*counts, branch);
        }
}

TEST_F(WorkedExample, PersonDaysAddUpToTheTotals)
{
    int due = 0;
    int active = 0;
    std::int64_t sum = 0;
    for_each_person_day(db_, w38, rules_, [&](const PersonDay& person) {
        due += person.due;
        active += person.due && person.active;
        sum += person.due ? person.points : 0;
    });
    EXPECT_EQ(due, 26);
    EXPECT_EQ(active, 14);
    EXPECT_EQ(sum, 415);
}

TEST_F(WorkedExample, PersonDaysComeByMemberThenDayAndKnowCadres)
{
    std::vector<std::pair<MemberId, Day>> order;
    int cadre_days = 0;
    for_each_person_day(db_, w38, rules_, [&](const PersonDay& person) {
        order.emplace_back(person.member, person.day);
        cadre_days += person.cadre;
    });
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
    EXPECT_EQ(order.size(), 26u);
    EXPECT_EQ(cadre_days, 7);
}

class RollupsTest : public OrganisationTest {};

TEST_F(RollupsTest, UncoveredDayHasNoRow)
{
    roster({row("1")});
    import({points("1", monday, 5)}, {});
    EXPECT_FALSE(unit_day(wx_, monday));
    EXPECT_FALSE(unit_day(school_, monday));
}

TEST_F(RollupsTest, MemberWithoutARowOnACoveredDayScoredNothing)
{
    roster({row("1")});
    import({}, {{ monday, wx_ }});
    const auto counts = unit_day(wx_, monday);
    ASSERT_TRUE(counts);
    EXPECT_EQ(counts->base, 1);
    EXPECT_EQ(counts->active, 0);
}

TEST_F(RollupsTest, CoveredUnitWithoutMembersHasARowOfZeros)
{
    import({}, {{ monday, sl_ }});
    const auto counts = unit_day(sl_, monday);
    ASSERT_TRUE(counts);
    EXPECT_EQ(counts->roster, 0);
}

TEST_F(RollupsTest, WholeCountsCoveredUnitsOnly)
{
    auto other = row("2");
    other.unit = sl_;
    other.branch = sl01_;
    roster({row("1"), other});
    import({points("1", monday, 5), points("2", monday, 9)}, {{ monday, wx_ }});
    EXPECT_EQ(unit_day(school_, monday)->points, 5);
    import({}, {{ monday, sl_ }});
    EXPECT_EQ(unit_day(school_, monday)->points, 14);
}

TEST_F(RollupsTest, BranchThatIsTheUnitItselfHasTheUnitsRow)
{
    auto direct = row("1");
    direct.branch = wx_;
    roster({direct});
    import({points("1", monday, 5)}, {{ monday, wx_ }});
    EXPECT_EQ(unit_day(wx_, monday)->base, 1);
}

TEST_F(RollupsTest, TransferMidMonthSplitsPointsByDay)
{
    auto before = row("1");
    before.end = monday + days{2};
    auto after = row("1");
    after.start = monday + days{2};
    after.unit = sl_;
    after.branch = sl01_;
    roster({before, after});
    import({points("1", monday + days{1}, 5), points("1", monday + days{2}, 7)}, {{monday + days{1}, wx_},
                                                                                  {monday + days{1}, sl_},
                                                                                  {monday + days{2}, wx_},
                                                                                  { monday + days{2},
                                                                                    sl_ }});
    EXPECT_EQ(unit_day(wx_, monday + days{1})->points, 5);
    EXPECT_EQ(unit_day(wx_, monday + days{2})->roster, 0);
    EXPECT_EQ(unit_day(sl_, monday + days{2})->points, 7);
}

TEST_F(RollupsTest, JoiningAndLeavingOnOneDayLeavesNoDueDay)
{
    auto guest = row("1");
    guest.start = monday;
    guest.end = monday;
    roster({guest});
    import({}, {{ monday, wx_ }});
    EXPECT_EQ(unit_day(wx_, monday)->roster, 0);
}

TEST_F(RollupsTest, LateRosterChangeRecomputesCoveredDays)
{
    roster({row("1")});
    import({points("1", monday, 5)}, {{ monday, wx_ }});
    const auto version = data_version(db_);
    auto ended = row("1");
    ended.end = monday;
    roster({ended, row("2")});
    EXPECT_EQ(unit_day(wx_, monday)->points, 0);
    EXPECT_EQ(unit_day(wx_, monday)->base, 1);
    EXPECT_GT(data_version(db_), version);
}

TEST_F(RollupsTest, LateRegistrationCountsFromItsDay)
{
    auto late = row("1");
    late.registered_on.reset();
    roster({late});
    import({points("1", monday, 5)}, {{monday, wx_}, { monday + days{1}, wx_ }});
    late.registered_on = monday + days{1};
    roster({late});
    EXPECT_EQ(unit_day(wx_, monday)->registered, 0);
    EXPECT_EQ(unit_day(wx_, monday + days{1})->registered, 1);
    EXPECT_EQ(unit_day(wx_, monday + days{1})->base_registered, 1);
}

TEST_F(RollupsTest, FirstStatedPartyStatusChangesWhomTheFiguresCount)
{
    roster({row("1"), row("2")});
    import({}, {{ monday, wx_ }});
    EXPECT_EQ(unit_day(wx_, monday)->roster, 2);
    auto full = row("1");
    full.party_status = PartyStatus::full;
    roster({full});
    EXPECT_EQ(unit_day(wx_, monday)->roster, 1);
}

TEST_F(RollupsTest, OtherRulesRebuildAtStart)
{
    auto fresh = row("1");
    fresh.start = monday;
    roster({fresh});
    import({}, {{ monday, wx_ }});
    EXPECT_TRUE(rebuild_rollups_if_rules_changed(db_, rules_));
    EXPECT_FALSE(rebuild_rollups_if_rules_changed(db_, rules_));
    EXPECT_EQ(unit_day(wx_, monday)->base, 0);
    EXPECT_TRUE(rebuild_rollups_if_rules_changed(db_, {.grace_days = 0}));
    EXPECT_EQ(unit_day(wx_, monday)->base, 1);
}

TEST_F(RollupsTest, BranchThatChangesHandsKeepsBothParts)
{
    auto old_hand = row("1");
    old_hand.branch = wx02_;
    roster({old_hand});
    auto branch = *find_unit(db_, "WX-02");
    branch.parent = sl_;
    save_unit(db_, branch);
    auto new_hand = row("2");
    new_hand.unit = sl_;
    new_hand.branch = wx02_;
    roster({new_hand});
    import({}, {{monday, wx_}, { monday, sl_ }});
    EXPECT_EQ(unit_day(wx02_, monday)->roster, 2);
    EXPECT_EQ(unit_day(sl_, monday)->roster, 1);
    EXPECT_EQ(unit_days(db_, {WindowKind::week, monday, monday + days{1}}).size(), 4u); // WX, WX-02, SL, XX
}

} // namespace
