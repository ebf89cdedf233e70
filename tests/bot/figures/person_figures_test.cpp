#include "bot/figures/person_figures.hpp"

#include <gtest/gtest.h>

using namespace tongbao;
using namespace tongbao::bot;

namespace {

constexpr UnitId school{1}, college{2}, branch{3};

/// Points of one member from `first` day of the week on.
struct Person {
    std::int64_t id;
    int first;
    std::vector<int> points;
    bool cadre = false;
};

/// Worked example 1 of domain/metrics.md: 甲 乙 丙 丁 戊.
std::vector<Person> example_1()
{
    return {{1, 0, {40, 38, 42, 40, 36, 30, 0}, true},
            {2, 0, {20, 0, 25, 30, 0, 0, 0}, true},
            {3, 0, {0, 0, 0, 0, 0, 0, 0}},
            {4, 5, {44, 40}},
            {5, 0, {10, 12, 8}}};
}

std::unordered_map<UnitId, PersonFigures> tally(const std::vector<Person>& persons, const FiguresRules& rules = {})
{
    PersonTally counted(school, rules);
    for (const auto& person : persons)
        for (std::size_t i = 0; i < person.points.size(); ++i) {
            store::PersonDay day;
            day.member = MemberId{person.id};
            day.unit = college;
            day.branch = branch;
            day.day = Day{} + std::chrono::days{person.first + static_cast<int>(i)};
            day.due = true;
            day.registered = person.id != 3;
            day.cadre = person.cadre;
            day.points = person.points[i];
            day.active = day.points > 0;
            counted.add(day);
        }
    return counted.finish();
}

} // namespace

TEST(PersonFiguresTest, Example1CoverageStickinessAndRegularShare)
{
    const auto found = shown(tally(example_1()).at(branch), 7, {});
    EXPECT_EQ(text(found.coverage), "80.00");
    EXPECT_EQ(text(found.stickiness), "50.00");
    EXPECT_EQ(text(found.regular), "60.00");
}

TEST(PersonFiguresTest, Example1CadresBothLeadTheMedian)
{
    const auto figures = tally(example_1()).at(college);
    EXPECT_EQ(figures.cadres, 2);
    EXPECT_EQ(figures.cadres_leading, 2);
    EXPECT_EQ(text(rounded_percent(figures.cadre_active_days, figures.cadre_days, 2)), "64.29");
}

TEST(PersonFiguresTest, TwoCadresAreNotPrinted)
{
    EXPECT_FALSE(shown(tally(example_1()).at(college), 7, {}).cadres_shown);
}

TEST(PersonFiguresTest, ThreeCadresArePrinted)
{
    auto persons = example_1();
    persons[3].cadre = true;
    const auto found = shown(tally(persons).at(college), 7, {});
    EXPECT_TRUE(found.cadres_shown);
    EXPECT_EQ(text(found.cadre_participation), "68.75");
    EXPECT_EQ(text(found.cadre_leading), "100.00");
}

TEST(PersonFiguresTest, EvenMedianIsTheMeanOfTheTwoMiddleValues)
{
    // Means 10, 20, 30, 40: the median is 25, so of the cadres with 20, 30 and 40 two lead.
    const auto figures = tally({{1, 0, {10}}, {2, 0, {20}, true}, {3, 0, {30}, true}, {4, 0, {40}, true}}).at(college);
    EXPECT_EQ(figures.cadres_leading, 2);
}

TEST(PersonFiguresTest, DenominatorRegisteredLeavesOutTheUnregistered)
{
    FiguresRules rules;
    rules.denominator = Denominator::registered;
    EXPECT_EQ(tally(example_1(), rules).at(college).due_members, 4);
}

TEST(PersonFiguresTest, MemberWithoutADueDayCountsNowhere)
{
    PersonTally counted(school, {});
    store::PersonDay day;
    day.member = MemberId{1};
    day.unit = college;
    day.active = true; // active on a day on which nothing was due
    counted.add(day);
    EXPECT_TRUE(counted.finish().empty());
}

TEST(PersonFiguresTest, MemberOfTwoUnitsCountsInEachAndOnceInTheWhole)
{
    PersonTally counted(school, {});
    store::PersonDay day;
    day.member = MemberId{1};
    day.due = day.active = true;
    day.unit = college;
    counted.add(day);
    day.unit = UnitId{9};
    counted.add(day);
    const auto found = counted.finish();
    EXPECT_EQ(found.at(college).due_members, 1);
    EXPECT_EQ(found.at(UnitId{9}).due_members, 1);
    EXPECT_EQ(found.at(school).due_members, 1);
    EXPECT_EQ(found.at(school).active_days, 2);
}

TEST(PersonFiguresTest, NobodyDueIsADash)
{
    const auto found = shown({}, 7, {});
    EXPECT_EQ(text(found.coverage), "—");
    EXPECT_EQ(text(found.stickiness), "—");
}
