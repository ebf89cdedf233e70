#include "tests/store/organisation.hpp"

using namespace tongbao;
using namespace tongbao::store;

namespace {

class UnitsTest : public OrganisationTest {};

TEST_F(UnitsTest, UnitReadsBackAsSaved)
{
    Unit unit;
    unit.code = "YY";
    unit.name = "音乐学院";
    unit.short_names = {"音乐", "音院"};
    unit.kind = UnitKind::general_branch;
    unit.parent = school_;
    unit.rank_group = "学院";
    unit.secretary = "007";
    unit.active_from = day(2020, 9, 1);
    unit.active_to = day(2027, 1, 1);
    save_unit(db_, unit);
    const auto found = find_unit(db_, "YY");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->name, "音乐学院");
    EXPECT_EQ(found->short_names, (std::vector<std::string>{"音乐", "音院"}));
    EXPECT_EQ(found->kind, UnitKind::general_branch);
    EXPECT_EQ(found->parent, school_);
    EXPECT_EQ(found->rank_group, "学院");
    EXPECT_EQ(found->secretary, "007");
    EXPECT_EQ(found->active_to, day(2027, 1, 1));
}

TEST_F(UnitsTest, RenamedUnitWithTheSameCodeIsTheSameUnit)
{
    auto unit = *find_unit(db_, "WX");
    unit.name = "人文学院";
    EXPECT_EQ(save_unit(db_, unit), wx_);
    EXPECT_EQ(find_unit(db_, "WX")->name, "人文学院");
}

TEST_F(UnitsTest, AllUnitsComeByCode)
{
    std::vector<std::string> codes;
    for (const auto& unit : all_units(db_))
        codes.push_back(unit.code);
    EXPECT_EQ(codes, (std::vector<std::string>{"SL", "SL-01", "WX", "WX-01", "WX-02", "XX"}));
}

TEST_F(UnitsTest, ThereIsOneSchool)
{
    EXPECT_EQ(school(db_), school_);
    EXPECT_THROW(add_unit("X2", UnitKind::school, {}), DatabaseError);
}

TEST_F(UnitsTest, RenamedUnitKeepsItsFormerNames)
{
    auto unit = *find_unit(db_, "WX");
    for (const auto* name : {"人文学院", "人文学院", "文史学院"}) {
        unit.name = name;
        save_unit(db_, unit);
    }
    EXPECT_EQ(former_unit_names(db_),
              (std::vector<std::pair<UnitId, std::string>>{{wx_, "人文学院"}, {wx_, "单位WX"}}));
}

} // namespace
