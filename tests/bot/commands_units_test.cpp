#include "bot/commands/units.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::bot;
using testing::ElementsAre;
using testing::IsEmpty;

class CommandUnitsTest : public testing::Test {
protected:
    static Unit unit(std::int64_t id, std::string code, std::string name, std::vector<std::string> short_names,
                     std::int64_t parent = 1)
    {
        const auto kind = id == 1 ? UnitKind::school : parent == 1 ? UnitKind::party_committee : UnitKind::branch;
        return {UnitId{id},
                std::move(code),
                std::move(name),
                std::move(short_names),
                kind,
                UnitId{parent == id ? 0 : parent},
                "",
                "",
                Day{},
                std::nullopt};
    }
    UnitTree tree_{{unit(1, "XX", "示例大学", {"全校"}), unit(2, "WX", "文学院", {"文院"}),
                    unit(3, "WY", "文学院研究生党总支", {}), unit(4, "SL", "数理学院", {"数理"}),
                    unit(5, "WX-01", "文学院第1党支部", {"文学院1支"}, 2)}};

    std::vector<const Unit*> all() const
    {
        std::vector<const Unit*> found;
        for (const auto& each : tree_.all())
            found.push_back(&each);
        return found;
    }
    std::string one(std::string_view typed) const
    {
        const auto match = match_unit(typed, all());
        return match.unit == nullptr ? "-" : match.unit->code;
    }
    static std::vector<std::string> codes(const std::vector<const Unit*>& units)
    {
        std::vector<std::string> found;
        for (const auto* each : units)
            found.push_back(each->code);
        return found;
    }
};

TEST_F(CommandUnitsTest, CodeNameAndShortNameAreFound)
{
    EXPECT_EQ(one("SL"), "SL");
    EXPECT_EQ(one("ｓｌ"), "SL");
    EXPECT_EQ(one("数理学院"), "SL");
    EXPECT_EQ(one("数理"), "SL");
    EXPECT_EQ(one("全校"), "XX");
}

TEST_F(CommandUnitsTest, WholeNameWinsOverLongerNames)
{
    EXPECT_EQ(one("文学院"), "WX");
}

TEST_F(CommandUnitsTest, PrefixIsTakenOnlyWhereUnique)
{
    EXPECT_EQ(one("数"), "SL");
    EXPECT_EQ(one("文学院研"), "WY");
    EXPECT_EQ(one("文学"), "-");
    EXPECT_THAT(codes(match_unit("文学", all()).matches), ElementsAre("WX", "WY", "WX-01"));
}

TEST_F(CommandUnitsTest, ChineseNumeralsInNamesAreEqualToDigits)
{
    EXPECT_EQ(one("文学院第一党支部"), "WX-01");
}

TEST_F(CommandUnitsTest, WhatLooksAlikeIsSuggestedNotTaken)
{
    const auto match = match_unit("数理学员", all());
    EXPECT_EQ(match.unit, nullptr);
    EXPECT_THAT(codes(match.similar), ElementsAre("SL"));
}

TEST_F(CommandUnitsTest, FormerNameIsSuggestedNotTaken)
{
    const FormerNames former{{UnitId{4}, "数学系"}};
    const auto match = match_unit("数学系", all(), former);
    EXPECT_EQ(match.unit, nullptr);
    EXPECT_THAT(codes(match.similar), ElementsAre("SL"));
    EXPECT_THAT(match_unit("数学系", {tree_.by_code("WX")}, former).similar, IsEmpty());
}

TEST_F(CommandUnitsTest, AtMostThreeAreSuggested)
{
    std::vector<Unit> many;
    for (int id = 2; id < 8; ++id)
        many.push_back(unit(id, "C" + std::to_string(id) + "XYZ", "美术学院" + std::to_string(id), {}));
    std::vector<const Unit*> visible;
    for (const auto& each : many)
        visible.push_back(&each);
    EXPECT_EQ(match_unit("美术学院9", visible).similar.size(), 3u);
}

TEST_F(CommandUnitsTest, UnitsOutsideTheVisibleOnesAreNeverNamed)
{
    const std::vector<const Unit*> visible{tree_.by_code("WX")};
    for (const auto* typed : {"数理学院", "数理", "SL", "数"}) {
        const auto match = match_unit(typed, visible);
        EXPECT_EQ(match.unit, nullptr) << typed;
        EXPECT_THAT(match.matches, IsEmpty());
        EXPECT_THAT(match.similar, IsEmpty());
    }
}

TEST_F(CommandUnitsTest, TreeKnowsWhatStandsBelow)
{
    EXPECT_TRUE(tree_.within(UnitId{5}, UnitId{2}));
    EXPECT_TRUE(tree_.within(UnitId{5}, UnitId{1}));
    EXPECT_FALSE(tree_.within(UnitId{2}, UnitId{5}));
    EXPECT_FALSE(tree_.within(UnitId{2}, UnitId{0}));
    EXPECT_EQ(tree_.second_level(UnitId{5})->code, "WX");
    EXPECT_EQ(tree_.second_level(UnitId{1}), nullptr);
}
