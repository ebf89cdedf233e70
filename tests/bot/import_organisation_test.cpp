#include "tests/bot/import_support.hpp"

using namespace tongbao;
using namespace tongbao::bot;

class ImportOrganisation : public ImportTest {
protected:
    const std::string units_head = "unit_code,name,kind,parent_code,active_from\n";
    const std::string roster_head = "member_id,name,unit_code,branch_code,category,start,end,status\n";

    void expect_refused(ImportKind kind, const std::string& text, Code code, std::uint32_t row)
    {
        const auto batches = count("batch");
        const auto report = import(kind, "x.csv", text);
        EXPECT_TRUE(report.refused) << to_text(report);
        const auto* finding = finding_with(report, code);
        ASSERT_TRUE(finding) << to_text(report);
        EXPECT_EQ(finding->row, row);
        EXPECT_EQ(count("batch"), batches);
    }
};

TEST_F(ImportOrganisation, ParentsMayFollowTheirChildren)
{
    const auto report =
        import(ImportKind::units, "u.csv",
               units_head + "A-1,一支部,党支部,A,2020-09-01\nA,甲院,分党委,X,2020-09-01\nX,大学,学校,,2020-09-01\n");
    EXPECT_TRUE(report.committed) << to_text(report);
    EXPECT_EQ(store::find_unit(db, "A-1")->parent, store::find_unit(db, "A")->id);
}

TEST_F(ImportOrganisation, ThereIsExactlyOneSchool)
{
    expect_refused(ImportKind::units, units_head + "X,大学,学校,,\nY,大学二,学校,,\n", Code::UNIT, 0);
    expect_refused(ImportKind::units, units_head + "A,甲院,分党委,X,\n", Code::UNIT, 0);
}

TEST_F(ImportOrganisation, ParentsMustExistAndNotTurnInACircle)
{
    expect_refused(ImportKind::units, units_head + "X,大学,学校,,\nA,甲院,分党委,Q,\n", Code::UNIT, 3);
    expect_refused(ImportKind::units, units_head + "X,大学,学校,,\nA,甲院,分党委,B,\nB,乙院,分党委,A,\n", Code::UNIT,
                   3);
}

TEST_F(ImportOrganisation, UnitsNeedTheirColumnsAndKnownKinds)
{
    expect_refused(ImportKind::units, "unit_code,name\nX,大学\n", Code::COL, 1);
    expect_refused(ImportKind::units, units_head + "X,大学,星球,,\n", Code::COL, 2);
    expect_refused(ImportKind::units, units_head + "X,大学,学校,,\nX,大学,学校,,\n", Code::DUP, 3);
}

TEST_F(ImportOrganisation, RosterIsIdempotentAndUpdates)
{
    organise();
    const std::string row = "0008,新人,WX,WX-01,学生,2026-09-01,,active\n";
    EXPECT_EQ(import(ImportKind::roster, "r.csv", roster_head + row).added, 1);
    EXPECT_EQ(import(ImportKind::roster, "r.csv", roster_head + row + "\n").unchanged, 1);
    EXPECT_EQ(
        import(ImportKind::roster, "r.csv", roster_head + "0008,新人,WX,WX-02,学生,2026-09-01,,active\n").replaced, 1);
    EXPECT_EQ(store::membership_on(db, member("0008"), day(2026, 9, 2))->branch, store::find_unit(db, "WX-02")->id);
}

TEST_F(ImportOrganisation, OverlappingMembershipsAreRefused)
{
    organise();
    expect_refused(ImportKind::roster,
                   roster_head + "0009,某,WX,,学生,2026-01-01,2026-06-01,active\n0009,某,TY,,学生,2026-05-01,,active\n",
                   Code::OVER, 3);
}

TEST_F(ImportOrganisation, LeftWithoutEndIsRefused)
{
    organise();
    expect_refused(ImportKind::roster, roster_head + "0009,某,WX,,学生,2026-01-01,,left\n", Code::DATE, 2);
}

TEST_F(ImportOrganisation, FaultyRostersNameRowAndColumn)
{
    organise();
    const auto report = import(ImportKind::roster, "r.csv", roster_head + "0009,某,ZZ,,学生,2026-01-01,,active\n");
    ASSERT_TRUE(finding_with(report, Code::UNIT));
    EXPECT_EQ(finding_with(report, Code::UNIT)->row, 2u);
    EXPECT_EQ(finding_with(report, Code::UNIT)->column, 3u);
    expect_refused(ImportKind::roster, roster_head + "0009,某,WX,,外星人,2026-01-01,,active\n", Code::COL, 2);
    expect_refused(ImportKind::roster, roster_head + "0009,某,WX,,学生,某日,,active\n", Code::DATE, 2);
    expect_refused(ImportKind::roster, roster_head + "0009,=1+1,WX,,学生,2026-01-01,,active\n", Code::FORM, 2);
    expect_refused(ImportKind::roster, roster_head + "0009,某,WX,,学生,2026-01-01,,gone\n", Code::COL, 2);
    EXPECT_FALSE(store::find_member(db, "0009"));
}

TEST_F(ImportOrganisation, CodesKeepTheirLeadingZeros)
{
    organise();
    EXPECT_TRUE(store::find_member(db, "0001"));
}

TEST_F(ImportOrganisation, ChineseHeadersOfTheIdentityColumnsAreTaken)
{
    organise();
    EXPECT_TRUE(import(ImportKind::roster, "r.csv", "学工号,姓名,单位,start\n0010,某某,文学院,2026-09-01\n").committed);
    EXPECT_TRUE(store::find_member(db, "0010"));
}
