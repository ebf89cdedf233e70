#include "store/activation_doubts.hpp"
#include "tests/store/organisation.hpp"

using namespace tongbao;
using namespace tongbao::store;

namespace {

class ActivationDoubtsTest : public OrganisationTest {
protected:
    void SetUp() override
    {
        auto unregistered = row("2");
        unregistered.registered_on = std::nullopt;
        roster({row("1"), unregistered});
    }

    void state(const std::string& code, Day on, bool activated, bool agrees)
    {
        note_activations(db_, new_batch(), std::vector{StatedActivation{member(code), on, activated, agrees}});
    }
    std::vector<std::string> doubted()
    {
        std::vector<std::string> codes;
        for (const auto& doubt : activation_doubts(db_))
            codes.push_back(doubt.member.code);
        return codes;
    }
};

TEST_F(ActivationDoubtsTest, WhatDiffersIsListedWithItsUnitAndDay)
{
    state("1", monday, false, false);
    state("2", monday, true, false);
    const auto doubts = activation_doubts(db_);
    ASSERT_EQ(doubts.size(), 2u);
    EXPECT_EQ(doubts[1].member.code, "2");
    EXPECT_EQ(doubts[1].unit, wx_);
    EXPECT_EQ(doubts[1].day, monday);
    EXPECT_TRUE(doubts[1].activated);
}

TEST_F(ActivationDoubtsTest, ALaterFileThatAgreesTakesTheLineAway)
{
    state("2", monday, true, false);
    state("2", tuesday, false, true);
    EXPECT_TRUE(doubted().empty());
}

TEST_F(ActivationDoubtsTest, AnOlderFileTakesNothingAwayAndChangesNothing)
{
    state("2", tuesday, true, false);
    state("2", monday, false, true);
    state("2", monday, true, false);
    ASSERT_EQ(doubted(), std::vector<std::string>{"2"});
    EXPECT_EQ(activation_doubts(db_)[0].day, tuesday);
}

TEST_F(ActivationDoubtsTest, ACorrectedRosterTakesTheLineAway)
{
    state("2", monday, true, false);
    auto registered = row("2");
    registered.registered_on = monday;
    roster({row("1"), registered});
    EXPECT_TRUE(doubted().empty());
}

} // namespace
