#include "store/standings.hpp"

#include <gtest/gtest.h>

using namespace tongbao;
using namespace tongbao::store;

namespace {

constexpr UnitId unit_a{1};
constexpr UnitId unit_b{2};

Day on(int number)
{
    return Day{std::chrono::days{20000 + number}};
}

class StandingsTest : public testing::Test {
protected:
    std::vector<Stay> stays_{{on(0), forever, unit_a, {}, PartyStatus::unknown, false, on(0)}};
    std::vector<Exempted> exempted_;
    StandingRules rules_{.grace_days = 7, .party_only = false};

    std::optional<Standing> at(Day day)
    {
        std::vector<Standing> found;
        standings(stays_, exempted_, rules_, day, day + std::chrono::days{1}, found);
        EXPECT_LE(found.size(), 1u);
        return found.empty() ? std::nullopt : std::optional(found.front());
    }
};

TEST_F(StandingsTest, NobodyStandsOutsideAMembership)
{
    stays_[0].end = on(30);
    EXPECT_FALSE(at(on(-1)));
    EXPECT_TRUE(at(on(0)));
    EXPECT_TRUE(at(on(29)));
    EXPECT_FALSE(at(on(30)));
}

TEST_F(StandingsTest, GraceIsTheFirstSevenDays)
{
    EXPECT_FALSE(at(on(6))->due);
    EXPECT_TRUE(at(on(7))->due);
}

TEST_F(StandingsTest, TransferStartsNoGrace)
{
    stays_[0].end = on(30);
    stays_.push_back({on(30), forever, unit_b, {}, PartyStatus::unknown, false, {}});
    EXPECT_TRUE(at(on(30))->due);
    EXPECT_EQ(at(on(30))->unit, unit_b);
}

TEST_F(StandingsTest, ComingBackStartsNoGrace)
{
    stays_[0].end = on(30);
    stays_.push_back({on(90), forever, unit_a, {}, PartyStatus::unknown, false, {}});
    EXPECT_TRUE(at(on(90))->due);
}

TEST_F(StandingsTest, ExemptMemberIsOnTheRosterAndNotDue)
{
    exempted_ = {{on(10), on(13)}};
    EXPECT_TRUE(at(on(9))->due);
    EXPECT_FALSE(at(on(10))->due);
    EXPECT_FALSE(at(on(12))->due);
    EXPECT_TRUE(at(on(13))->due);
}

TEST_F(StandingsTest, RegisteredFromTheDayOfRegistration)
{
    stays_[0].registered_on = on(20);
    EXPECT_FALSE(at(on(19))->registered);
    EXPECT_TRUE(at(on(20))->registered);
}

TEST_F(StandingsTest, RegistrationStaysAcrossATransfer)
{
    stays_[0].end = on(30);
    stays_.push_back({on(30), forever, unit_b, {}, PartyStatus::unknown, false, {}});
    EXPECT_TRUE(at(on(30))->registered);
}

TEST_F(StandingsTest, PartyPopulationIsFullAndProbationaryMembers)
{
    rules_.party_only = true;
    std::vector<bool> counted;
    for (const auto status : {PartyStatus::unknown, PartyStatus::full, PartyStatus::probationary, PartyStatus::activist,
                              PartyStatus::none}) {
        stays_[0].party_status = status;
        counted.push_back(at(on(10)).has_value());
    }
    EXPECT_EQ(counted, (std::vector{false, true, true, false, false}));
}

TEST_F(StandingsTest, StretchesMeetWithoutGapOrOverlap)
{
    exempted_ = {{on(5), on(12)}, {on(10), on(20)}};
    stays_[0].registered_on = on(15);
    std::vector<Standing> found;
    standings(stays_, exempted_, rules_, always, forever, found);
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found.front().from, on(0));
    EXPECT_EQ(found.back().until, forever);
    for (std::size_t i = 1; i < found.size(); ++i)
        EXPECT_EQ(found[i].from, found[i - 1].until);
}

TEST_F(StandingsTest, DifferenceTouchesOnlyTheDaysThatCountDifferently)
{
    std::vector<Standing> before;
    std::vector<Standing> after;
    standings(stays_, exempted_, rules_, always, forever, before);
    exempted_ = {{on(10), on(13)}};
    standings(stays_, exempted_, rules_, always, forever, after);
    std::vector<Touched> touched;
    add_differences(before, after, touched);
    for (const auto& stretch : touched) {
        EXPECT_EQ(stretch.unit, unit_a);
        EXPECT_EQ(stretch.from, on(10));
        EXPECT_EQ(stretch.until, on(13));
    }
    EXPECT_FALSE(touched.empty());
}

TEST_F(StandingsTest, TransferTouchesBothUnits)
{
    std::vector<Standing> before;
    std::vector<Standing> after;
    standings(stays_, exempted_, rules_, always, forever, before);
    stays_[0].end = on(30);
    stays_.push_back({on(30), forever, unit_b, {}, PartyStatus::unknown, false, {}});
    standings(stays_, exempted_, rules_, always, forever, after);
    std::vector<Touched> touched;
    add_differences(before, after, touched);
    ASSERT_EQ(touched.size(), 2u);
    EXPECT_EQ(touched[0].unit, unit_a);
    EXPECT_EQ(touched[1].unit, unit_b);
    EXPECT_EQ(touched[0].from, on(30));
}

} // namespace
