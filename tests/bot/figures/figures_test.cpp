#include "example.hpp"

#include "bot/figures/json.hpp"
#include "bot/figures/rank_groups.hpp"
#include "tests/day.hpp"

#include <algorithm>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

using namespace tongbao;
using namespace tongbao::bot;
using namespace tongbao::bot::example;
using testing::ElementsAre;
using testing::Pair;

namespace {

const UnitFigures& find(const std::vector<UnitFigures>& table, std::string_view code)
{
    return *std::ranges::find(table, code, [](const UnitFigures& unit) { return unit.unit.code; });
}

const UnitFigures& in_example_2(std::string_view code)
{
    static const auto figures = figures_of(example_2(), {});
    return find(figures.units, code);
}

std::vector<std::pair<std::string, int>> list_of(const WindowFigures& figures, RankList list)
{
    std::vector<std::pair<std::string, int>> found;
    for (const auto* unit : in_rank_order(figures.units, list))
        found.emplace_back(unit->unit.code, *rank_of(unit->ranks, list));
    return found;
}

/// A school with one unit, and its rows of the window.
FiguresInput one_unit(const Window& asked, std::vector<store::UnitDay> rows)
{
    FiguresInput input{asked, {unit(1, "XX", "示例大学", 0), unit(2, "WX", "文学院", 1)}, {}, {}, {}};
    for (auto row : rows)
        for (const std::int64_t id : {1, 2}) {
            row.unit = UnitId{id};
            input.days.push_back(row);
        }
    return input;
}

/// Worked example 1 by days: base, active, points and the same without 丙.
std::vector<store::UnitDay> days_of_example_1()
{
    const int base[] = {4, 4, 4, 3, 3, 4, 4}, active[] = {3, 2, 3, 2, 1, 2, 1};
    const int points[] = {70, 50, 75, 70, 36, 74, 40};
    std::vector<store::UnitDay> rows;
    for (int i = 0; i < 7; ++i)
        rows.push_back({monday + std::chrono::days{i}, UnitId{}, base[i], base[i] - 1, base[i], active[i], points[i],
                        base[i] - 1, active[i], points[i]});
    return rows;
}

std::vector<store::UnitDay> week_with(int base, int active, int points)
{
    std::vector<store::UnitDay> rows;
    for (int i = 0; i < 7; ++i)
        rows.push_back({day("2026-09-14") + std::chrono::days{i}, UnitId{}, base, base, base, active, points, base,
                        active, points});
    return rows;
}

} // namespace

TEST(AmountTest, RoundsHalfUpInIntegers)
{
    EXPECT_EQ(text(rounded_percent(13333, 20000, 2)), "66.67");
    EXPECT_EQ(text(rounded_percent(1249, 2000, 2)), "62.45");
    EXPECT_EQ(text(rounded_percent(999995, 1000000, 2)), "100.00");
    EXPECT_EQ(text(rounded(1, 2, 0)), "1");
}

TEST(AmountTest, NothingToDivideByIsADash)
{
    EXPECT_EQ(text(rounded(0, 0, 2)), "—");
}

TEST(AmountTest, SumsOfAWholeNationDoNotOverflow)
{
    EXPECT_EQ(text(rounded_percent(90'000'000'000'000'000, 100'000'000'000'000'000, 4)), "90.0000");
}

TEST(AmountTest, DifferencesCarryTheirSignAndZeroItsWord)
{
    const Amount a{7000, 2}, b{6799, 2};
    EXPECT_EQ(signed_text(difference(a, b)), "+2.01");
    EXPECT_EQ(signed_text(difference(b, a)), "-2.01");
    EXPECT_EQ(signed_text(difference(a, a)), "持平");
    EXPECT_EQ(signed_text(difference(a, {std::nullopt, 2})), "—");
    EXPECT_EQ(signed_text({-5, 2}), "-0.05");
}

TEST(FiguresTest, Example1IsPooledOverPersonDays)
{
    const auto figures = figures_of(one_unit(window("2026-W38"), days_of_example_1()), {});
    const auto& unit = find(figures.units, "WX");
    EXPECT_EQ(unit.main.person_days, 26);
    EXPECT_EQ(text(unit.main.participation), "53.85");
    EXPECT_EQ(text(unit.main.average), "15.96");
    EXPECT_EQ(text(unit.by_registered.participation), "73.68");
    EXPECT_EQ(text(unit.by_registered.average), "21.84");
    EXPECT_EQ(text(unit.registration), "75.00");
}

TEST(FiguresTest, Example1WithoutWednesdayLeavesThatDayOut)
{
    auto rows = days_of_example_1();
    rows.erase(rows.begin() + 2);
    const auto figures = figures_of(one_unit(window("2026-W38"), rows), {});
    const auto& unit = find(figures.units, "WX");
    EXPECT_EQ(text(unit.main.participation), "50.00");
    EXPECT_EQ(text(unit.main.average), "15.45");
    EXPECT_EQ(unit.days_covered, 6);
}

TEST(FiguresTest, DenominatorRegisteredMakesTheSecondFigureTheMainOne)
{
    FiguresRules rules;
    rules.denominator = Denominator::registered;
    const auto figures = figures_of(one_unit(window("2026-W38"), days_of_example_1()), rules);
    EXPECT_EQ(text(figures.units[0].main.participation), "73.68");
    EXPECT_EQ(text(figures.units[0].by_roster.participation), "53.85");
}

TEST(FiguresTest, ConstantHeadcountMakesPooledEqualTheMeanOfDailyRates)
{
    auto rows = week_with(4, 2, 40);
    rows[0].active = 4; // rates 100, then six times 50: the mean is 57.142857
    const auto figures = figures_of(one_unit(window("2026-W38"), rows), {});
    EXPECT_EQ(text(figures.units[0].main.participation), "57.14");
}

TEST(FiguresTest, UnitWithoutAnyoneDueShowsADashAndNoRank)
{
    for (const auto roster : {0, 6}) { // nobody at all, or everybody exempt
        auto rows = week_with(0, 0, 0);
        for (auto& row : rows)
            row.roster = roster;
        const auto figures = figures_of(one_unit(window("2026-W38"), rows), {});
        EXPECT_EQ(text(figures.units[0].main.participation), "—");
        EXPECT_EQ(text(figures.units[0].main.average), "—");
        EXPECT_FALSE(figures.units[0].ranks.participation);
    }
}

TEST(FiguresTest, UncoveredWindowIsUnknownNotZero)
{
    const auto figures = figures_of(one_unit(window("2026-W38"), {}), {});
    EXPECT_EQ(text(figures.whole.main.participation), "—");
    EXPECT_EQ(figures.units[0].standing, Standing::no_data);
}

TEST(FiguresTest, Example2RatesOfUnits)
{
    EXPECT_EQ(text(in_example_2("WX").main.participation), "70.00");
    EXPECT_EQ(text(in_example_2("YY").main.participation), "64.95");
    EXPECT_EQ(text(in_example_2("ZS").main.participation), "89.29");
    EXPECT_EQ(text(in_example_2("WX").main.average), "34.50");
    EXPECT_EQ(text(in_example_2("TY").main.average), "21.00");
    EXPECT_EQ(text(in_example_2("ZS").main.average), "37.00");
}

TEST(FiguresTest, Example2TotalsOfTheWhole)
{
    const auto figures = figures_of(example_2(), {});
    EXPECT_EQ(figures.whole.roster, 1334);
    EXPECT_EQ(figures.whole.registered, 1300);
    EXPECT_EQ(text(figures.whole.registration), "97.45");
    EXPECT_EQ(text(figures.whole.main.participation), "64.84");
    EXPECT_EQ(text(figures.whole.main.average), "31.52");
    EXPECT_EQ(signed_text(figures.whole.changes.participation), "-0.11");
    EXPECT_EQ(signed_text(figures.whole.changes.average), "+0.01");
}

TEST(FiguresTest, Example2ParticipationRanksShareATie)
{
    EXPECT_THAT(list_of(figures_of(example_2(), {}), RankList::participation),
                ElementsAre(Pair("WX", 1), Pair("JG", 2), Pair("SL", 2), Pair("YY", 4), Pair("TY", 5)));
}

TEST(FiguresTest, Example2PointRanksGo1222And5)
{
    EXPECT_THAT(list_of(figures_of(example_2(), {}), RankList::points),
                ElementsAre(Pair("WX", 1), Pair("JG", 2), Pair("SL", 2), Pair("YY", 2), Pair("TY", 5)));
}

TEST(FiguresTest, Example2RegistrationRanks)
{
    EXPECT_THAT(list_of(figures_of(example_2(), {}), RankList::registration),
                ElementsAre(Pair("JG", 1), Pair("WX", 2), Pair("YY", 3), Pair("SL", 4), Pair("TY", 5)));
}

TEST(FiguresTest, Example2RankChangesArePreviousMinusCurrent)
{
    EXPECT_EQ(in_example_2("JG").changes.ranks.participation, 2);
    EXPECT_EQ(in_example_2("YY").changes.ranks.participation, -1);
    EXPECT_EQ(in_example_2("WX").changes.ranks.participation, 0);
}

TEST(FiguresTest, ChangesAreDifferencesOfDisplayedValues)
{
    EXPECT_EQ(signed_text(in_example_2("WX").changes.participation), "+2.01");
    EXPECT_EQ(signed_text(in_example_2("SL").changes.participation), "-1.99");
    EXPECT_EQ(signed_text(in_example_2("JG").changes.average), "+1.50");
}

TEST(FiguresTest, SmallUnitIsNotRankedButItsFiguresShow)
{
    EXPECT_EQ(in_example_2("ZS").standing, Standing::small);
    EXPECT_FALSE(in_example_2("ZS").hidden);
}

TEST(FiguresTest, UnitBelowShowMinIsHidden)
{
    const auto figures = figures_of(one_unit(window("2026-W38"), week_with(2, 1, 10)), {});
    EXPECT_TRUE(figures.units[0].hidden);
}

TEST(FiguresTest, DampingPullsAShortListTowardsTheWhole)
{
    EXPECT_EQ(text(in_example_2("ZS").damped), "71.83");
    EXPECT_EQ(text(in_example_2("WX").damped), "69.88");
}

TEST(FiguresTest, ValueEqualAfterRoundingIsATie)
{
    FiguresInput input{window("2026-W38"), units_of_example_2(), {}, {}, {}};
    add_week(input.days, window("2026-W38"), {2, 100000, 100000, 455001, 7000000});
    add_week(input.days, window("2026-W38"), {3, 100000, 100000, 455000, 7000000});
    const auto figures = figures_of(input, {});
    EXPECT_EQ(find(figures.units, "WX").ranks.participation, 1);
    EXPECT_EQ(find(figures.units, "SL").ranks.participation, 1);
}

TEST(FiguresTest, UnitWithThreeCoveredDaysHasFiguresButNoRank)
{
    auto input = example_2();
    std::erase_if(input.days, [](const store::UnitDay& row) {
        return row.unit == UnitId{6} && row.day >= day("2026-09-14") && row.day < day("2026-09-18");
    });
    const auto figures = figures_of(input, {});
    EXPECT_EQ(find(figures.units, "TY").standing, Standing::few_days);
    EXPECT_EQ(text(find(figures.units, "TY").main.participation), "45.00");
    EXPECT_EQ(find(figures.units, "WX").ranks.participation, 1);
}

TEST(FiguresTest, MonthOf31DaysNeeds19CoveredDaysForRanks)
{
    const auto month = window("2026-10");
    for (const auto covered : {18, 19}) {
        std::vector<store::UnitDay> rows;
        for (int i = 0; i < covered; ++i)
            rows.push_back({month.from + std::chrono::days{i}, UnitId{}, 10, 10, 10, 5, 100, 10, 5, 100});
        const auto figures = figures_of(one_unit(month, rows), {});
        EXPECT_EQ(figures.units[0].standing, covered == 19 ? Standing::ranked : Standing::few_days);
    }
}

TEST(FiguresTest, HeadcountChangeOver20PercentBlanksAllChangesOfThatUnit)
{
    auto input = example_2();
    for (auto& row : input.days)
        if (row.unit == UnitId{2} && row.day < day("2026-09-14"))
            row.roster = 350; // 420 is exactly 20 % more
    EXPECT_EQ(find(figures_of(input, {}).units, "WX").changes.why, NoChange::comparable);
    for (auto& row : input.days)
        if (row.unit == UnitId{2} && row.day < day("2026-09-14"))
            row.roster = 349;
    const auto figures = figures_of(input, {});
    EXPECT_EQ(find(figures.units, "WX").changes.why, NoChange::headcount);
    EXPECT_EQ(signed_text(find(figures.units, "WX").changes.average), "—");
    EXPECT_EQ(find(figures.units, "SL").changes.why, NoChange::comparable);
}

TEST(FiguresTest, OtherDenominatorThanLastTimeLeavesNothingToCompare)
{
    auto input = example_2();
    input.previous_denominator = Denominator::registered;
    EXPECT_EQ(figures_of(input, {}).whole.changes.why, NoChange::basis);
}

TEST(FiguresTest, UnitThatWasMergedHasNoPreviousWindow)
{
    auto input = example_2();
    input.units.push_back(unit(8, "HB", "合并学院", 1));
    input.units.back().active_from = day("2026-09-14");
    add_week(input.days, window("2026-W38"), {8, 20, 20, 70, 700});
    const auto figures = figures_of(input, {});
    EXPECT_EQ(find(figures.units, "HB").changes.why, NoChange::no_previous);
    EXPECT_EQ(signed_text(find(figures.units, "HB").changes.participation), "—");
}

TEST(FiguresTest, RenamedUnitWithTheSameCodeKeepsItsPreviousWindow)
{
    auto input = example_2();
    input.units[1].name = "人文学院";
    EXPECT_EQ(signed_text(find(figures_of(input, {}).units, "WX").changes.participation), "+2.01");
}

TEST(FiguresTest, UnitThatNoLongerExistsIsNotListed)
{
    auto input = example_2();
    input.units[6].active_to = day("2026-09-14");
    const auto figures = figures_of(input, {});
    EXPECT_EQ(figures.units.size(), 5u);
}

TEST(FiguresTest, WholeCountsAUnitMissingOnTheLastDayWithItsOwnLastDay)
{
    auto input = example_2();
    std::erase_if(input.days,
                  [](const store::UnitDay& row) { return row.unit == UnitId{6} && row.day == day("2026-09-20"); });
    EXPECT_EQ(figures_of(input, {}).whole.roster, 1334);
}

TEST(FiguresTest, TransferInTheMiddleOfAMonthSplitsDaysAndPointsByDay)
{
    FiguresInput input{window("2026-10"), units_of_example_2(), {}, {}, {}};
    for (int i = 0; i < 31; ++i) { // one member, 20 points a day, in WX for 15 days and in SL for 16
        store::UnitDay row{day("2026-10-01") + std::chrono::days{i}, UnitId{i < 15 ? 2 : 3}, 1, 1, 1, 1, 20, 1, 1, 20};
        input.days.push_back(row);
    }
    const auto figures = figures_of(input, {});
    EXPECT_EQ(find(figures.units, "WX").main.person_days, 15);
    EXPECT_EQ(find(figures.units, "WX").main.points, 300);
    EXPECT_EQ(find(figures.units, "SL").main.person_days, 16);
    EXPECT_EQ(find(figures.units, "SL").main.points, 320);
}

TEST(FiguresTest, RanksWithinGroupsCompeteOnlyThere)
{
    auto input = example_2();
    input.units[3].rank_group = "机关";
    FiguresRules rules;
    rules.rank_within_group = true;
    const auto figures = figures_of(input, rules);
    EXPECT_EQ(find(figures.units, "JG").ranks.participation, 1);
    EXPECT_EQ(find(figures.units, "SL").ranks.participation, 2);
    EXPECT_EQ(find(figures.units, "YY").ranks.participation, 3);
}

TEST(FiguresTest, GroupsAreListedApartWithTheNamelessOneLast)
{
    auto input = example_2();
    input.units[3].rank_group = "机关";
    FiguresRules rules;
    rules.rank_within_group = true;
    const auto figures = figures_of(input, rules);
    const auto groups = ranked_groups(figures.units, RankList::participation, true);
    ASSERT_EQ(groups.size(), 2u);
    EXPECT_EQ(groups[0].heading(), "机关");
    EXPECT_EQ(groups[0].units.size(), 1u);
    EXPECT_EQ(groups[1].heading(), "其他单位");
    EXPECT_EQ(groups[1].units.front()->unit.code, "WX");
    EXPECT_EQ(ranked_groups(figures.units, RankList::participation, false).size(), 1u);
}

TEST(FiguresTest, BranchesRankInsideTheirUnit)
{
    auto input = example_2();
    input.units.push_back(unit(11, "WX-01", "文学院第1党支部", 2));
    input.units.push_back(unit(12, "SL-01", "数理学院第1党支部", 3));
    add_week(input.days, window("2026-W38"), {11, 20, 20, 70, 700});
    add_week(input.days, window("2026-W38"), {12, 20, 20, 60, 700});
    const auto figures = figures_of(input, {});
    EXPECT_EQ(find(figures.branches, "WX-01").ranks.participation, 1);
    EXPECT_EQ(find(figures.branches, "SL-01").ranks.participation, 1);
    EXPECT_EQ(find(figures.branches, "WX-01").days_covered, 7);
}

TEST(FiguresTest, StrictTieOfAMonthGoesToTheBetterWorstWeek)
{
    FiguresInput input{window("2026-09"), units_of_example_2(), {}, {}, {}};
    for (int i = 0; i < 30; ++i)
        for (const std::int64_t id : {2, 3}) {
            // Both 150 active days of 300; WX the same every day, SL 4 a day in the first half and 6 in the second.
            const int active = id == 2 ? 5 : i < 15 ? 4 : 6;
            input.days.push_back(
                {day("2026-09-01") + std::chrono::days{i}, UnitId{id}, 10, 10, 10, active, 100, 10, active, 100});
        }
    EXPECT_EQ(find(figures_of(input, {}).units, "SL").ranks.participation, 1);
    FiguresRules rules;
    rules.tie = Tie::strict;
    EXPECT_EQ(find(figures_of(input, rules).units, "WX").ranks.participation, 1);
    EXPECT_EQ(find(figures_of(input, rules).units, "SL").ranks.participation, 2);
}

TEST(FiguresTest, StrictTieNeedsTheWholeWeeksOfTheMonth)
{
    FiguresRules rules;
    rules.tie = Tie::strict;
    const auto needed = days_needed(window("2026-10"), rules);
    EXPECT_EQ(needed.from, day("2026-08-31"));
    EXPECT_EQ(needed.until, day("2026-11-02"));
}

TEST(FiguresTest, CompositeWeighsTheThreeRates)
{
    FiguresRules rules;
    rules.composite = CompositeWeights{1, 2, 1, 40};
    const auto figures = figures_of(example_2(), rules);
    // (98.10 + 2 * 70.00 + 100 * 34.50 / 40) / 4
    EXPECT_EQ(text(find(figures.units, "WX").composite), "81.09");
    EXPECT_EQ(find(figures.units, "WX").ranks.composite, 1);
}

TEST(FiguresJsonTest, PrintsEveryFigureAsDisplayed)
{
    const auto json = figures_json(figures_of(example_2(), {}));
    EXPECT_EQ(json["window"], "2026-W38");
    EXPECT_EQ(json["whole"]["participation"], "64.84");
    EXPECT_EQ(json["units"].size(), 6u);
    EXPECT_EQ(json["units"][0]["code"], "JG");
    EXPECT_EQ(json["units"][0]["changes"]["average"], "+1.50");
    EXPECT_EQ(json["units"][0]["ranks"]["registration"], 1);
}
