#include "bot/import/matching.hpp"

#include "tests/day.hpp"

#include <gtest/gtest.h>

using namespace tongbao;
using namespace tongbao::bot;

namespace {

Unit unit(int id, const char* code, const char* name, UnitKind kind, int parent, std::vector<std::string> names = {})
{
    return {UnitId{id}, code, name, std::move(names), kind, UnitId{parent}, "", "", day(2020, 9, 1), std::nullopt};
}

const std::vector<Unit> units = {unit(1, "XX", "示例大学", UnitKind::school, 0),
                                 unit(2, "WX", "文学院", UnitKind::party_committee, 1, {"文学"}),
                                 unit(3, "WX-01", "第1党支部", UnitKind::branch, 2),
                                 unit(4, "WX-02", "第2党支部", UnitKind::branch, 2),
                                 unit(5, "TY", "体育学院", UnitKind::general_branch, 1, {"体院"}),
                                 unit(6, "TY-01", "第1党支部", UnitKind::branch, 5)};

store::RosterMember person(int id, const char* code, const char* name, int unit_id, int branch, const char* phone = "")
{
    store::RosterMember member;
    member.member = MemberId{id};
    member.code = code;
    member.name = name;
    member.platform_id = std::string("p") + code;
    member.phone_tail = phone;
    member.unit = UnitId{unit_id};
    member.branch = UnitId{branch};
    member.start = day(2025, 9, 1);
    return member;
}

class ImportMatching : public testing::Test {
protected:
    std::int64_t match(const PersonClues& clues)
    {
        const MemberMatcher matcher(roster, units);
        const auto found = matcher.match(clues, on);
        why = found.why;
        return found.member ? found.member->member.value : 0;
    }
    std::vector<store::RosterMember> roster = {person(1, "001", "张三", 2, 3, "1111"),
                                               person(2, "002", "张三", 2, 4, "2222"), person(3, "003", "李四", 5, 6),
                                               person(4, "004", "张三", 5, 6)};
    Day on = day(2026, 9, 14);
    std::optional<Code> why;
};

} // namespace

TEST_F(ImportMatching, TheCodeComesFirst)
{
    EXPECT_EQ(
        match({.code = "003", .platform_id = "p001", .name = "张三", .unit = "文学院", .branch = "", .phone = ""}), 3);
}

TEST_F(ImportMatching, AnUnknownCodeIsNeverReplacedByANamesake)
{
    EXPECT_EQ(match({.code = "999", .platform_id = "", .name = "李四", .unit = "体育学院", .branch = "", .phone = ""}),
              0);
    EXPECT_EQ(why, Code::NAME0);
}

TEST_F(ImportMatching, ThePlatformIdComesSecond)
{
    EXPECT_EQ(match({.code = "", .platform_id = "p004", .name = "李四", .unit = "", .branch = "", .phone = ""}), 4);
}

TEST_F(ImportMatching, NamesakesInOneUnitAreClearWhenTheBranchIsNamed)
{
    EXPECT_EQ(
        match({.code = "", .platform_id = "", .name = "张三", .unit = "第2党支部,文学院", .branch = "", .phone = ""}),
        2);
    EXPECT_EQ(
        match({.code = "", .platform_id = "", .name = "张三", .unit = "文学院", .branch = "第1党支部", .phone = ""}),
        1);
}

TEST_F(ImportMatching, NamesakesInOneUnitQueueOtherwise)
{
    EXPECT_EQ(match({.code = "", .platform_id = "", .name = "张三", .unit = "文学院", .branch = "", .phone = ""}), 0);
    EXPECT_EQ(why, Code::NAME2);
}

TEST_F(ImportMatching, ThePhoneTailDecidesBetweenNamesakes)
{
    EXPECT_EQ(
        match({.code = "", .platform_id = "", .name = "张三", .unit = "文学", .branch = "", .phone = "138****2222"}),
        2);
    EXPECT_EQ(
        match({.code = "", .platform_id = "", .name = "王五", .unit = "文学", .branch = "", .phone = "138****2222"}),
        0);
}

TEST_F(ImportMatching, BranchesOfOneNameBelongToTheUnitBesideThem)
{
    EXPECT_EQ(
        match(
            {.code = "", .platform_id = "", .name = "张三", .unit = "第1党支部，体育学院", .branch = "", .phone = ""}),
        4);
}

TEST_F(ImportMatching, DepartmentsThatAreNoUnitsAreIgnored)
{
    EXPECT_EQ(match({.code = "", .platform_id = "", .name = "李四", .unit = "-1,其他,体院", .branch = "", .phone = ""}),
              3);
}

TEST_F(ImportMatching, ANameUniqueInTheUniversityNeedsItsUnitInTheText)
{
    EXPECT_EQ(match({.code = "",
                     .platform_id = "",
                     .name = "李四",
                     .unit = "中共示例大学体育学院委员会",
                     .branch = "",
                     .phone = ""}),
              3);
    EXPECT_EQ(match({.code = "", .platform_id = "", .name = "李四", .unit = "文学院", .branch = "", .phone = ""}), 0);
    EXPECT_EQ(match({.code = "", .platform_id = "", .name = "李四", .unit = "", .branch = "", .phone = ""}), 0);
    EXPECT_EQ(why, Code::NAME0);
}

TEST_F(ImportMatching, UnknownUnitsAreSaid)
{
    EXPECT_EQ(match({.code = "", .platform_id = "", .name = "李四", .unit = "外国语学院", .branch = "", .phone = ""}),
              0);
    EXPECT_EQ(why, Code::UNIT);
}

TEST_F(ImportMatching, MembershipsOnTheRowsDateDecide)
{
    roster[1].end = on;
    EXPECT_EQ(match({.code = "", .platform_id = "", .name = "张三", .unit = "文学院", .branch = "", .phone = ""}), 1);
    roster[0].start = on + std::chrono::days{1};
    EXPECT_EQ(match({.code = "001", .platform_id = "", .name = "", .unit = "", .branch = "", .phone = ""}), 0);
}
