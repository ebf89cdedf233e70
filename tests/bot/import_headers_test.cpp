#include "bot/import/headers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace tongbao::bot;

namespace {

struct AliasRow {
    Field field;
    std::vector<std::string> headers;
};

/// domain/exports.md §4, row by row.
const std::vector<AliasRow> table = {
    {Field::member_id,
     {"工号", "学号", "学工号", "人员编号", "职工号", "一卡通号", "账号", "member_id", "user_id", "employee id",
      "student id", "id number"}},
    {Field::platform_id, {"平台ID", "用户ID", "学员ID", "userId", "ddId"}},
    {Field::name, {"姓名", "学员姓名", "学员", "名字", "用户名", "userName", "name", "full name"}},
    {Field::unit,
     {"组织", "组织名称", "所属组织", "学习组织", "单位", "二级单位", "党组织", "院系", "学院", "部门", "所属部门",
      "deptNames", "orgName", "unit", "department", "organisation"}},
    {Field::branch, {"支部", "党支部", "所在支部", "branch"}},
    {Field::phone, {"手机", "手机号", "手机号码", "联系电话", "mobile", "phone"}},
    {Field::date, {"日期", "统计日期", "数据日期", "学习日期", "statDate", "date", "day"}},
    {Field::points,
     {"计入年度积分", "年度积分", "当日积分", "今日积分", "昨日积分", "日积分", "每日积分", "当日得分", "学分",
      "rangeRealScore", "points", "score"}},
    {Field::points_raw, {"计入总积分", "rangeScore"}},
    {Field::total, {"总积分", "累计积分", "成长总积分", "总分", "totalScore", "total points"}},
    {Field::month, {"当月积分", "本月积分", "月积分", "scoreMonth"}},
    {Field::active, {"是否活跃", "活跃", "是否参与", "参与状态", "active"}},
    {Field::activated, {"激活状态", "是否激活", "激活", "注册状态", "是否注册", "isActivate", "state", "registered"}},
    {Field::count_total, {"学员总数", "总人数", "应学人数", "党员数"}},
    {Field::count_activated, {"激活总数", "已激活", "已注册", "注册人数"}},
    {Field::count_active, {"活跃学员", "参与人数", "活跃人数"}},
    {Field::participation, {"参与度", "参与率", "活跃度"}},
    {Field::active_participation, {"活跃学员参与度"}},
    {Field::points_sum, {"总获得积分"}},
    {Field::average_points, {"人均积分", "日人均积分", "当日人均积分"}},
    {Field::row_sum, {"总计"}},
    {Field::active_days, {"活跃天数"}},
    {Field::ignored, {"序号", "排名", "名次", "No.", "rank"}},
    {Field::ambiguous_points, {"积分"}},
};

std::optional<Field> field_of(std::string_view header)
{
    const auto match = match_header(header);
    return match ? std::optional(match->field) : std::nullopt;
}

} // namespace

class ImportHeaderAliases : public testing::TestWithParam<AliasRow> {};

TEST_P(ImportHeaderAliases, EachIsRecognisedExactly)
{
    for (const auto& header : GetParam().headers) {
        const auto match = match_header(header);
        ASSERT_TRUE(match) << header;
        EXPECT_EQ(match->field, GetParam().field) << header;
        EXPECT_TRUE(match->exact) << header;
    }
}

INSTANTIATE_TEST_SUITE_P(Table, ImportHeaderAliases, testing::ValuesIn(table));

TEST(ImportHeaders, SpacesLineBreaksBracketsAndStarsDoNotMatter)
{
    EXPECT_EQ(field_of(" 姓 名\n"), Field::name);
    EXPECT_EQ(field_of("组织（名称）"), Field::unit);
    EXPECT_EQ(field_of("工号*【必填】"), Field::member_id);
    EXPECT_EQ(field_of("ＵＳＥＲＩＤ"), Field::platform_id);
}

TEST(ImportHeaders, AHeaderMayContainAnAlias)
{
    const auto match = match_header("本人所属部门名称");
    ASSERT_TRUE(match);
    EXPECT_EQ(match->field, Field::unit);
    EXPECT_FALSE(match->exact);
}

TEST(ImportHeaders, TheLongestAliasInsideWins)
{
    EXPECT_EQ(field_of("本期计入总积分数"), Field::points_raw);
    EXPECT_EQ(field_of("学员手机号"), Field::phone);
}

TEST(ImportHeaders, ARankOfPointsIsNoPoints)
{
    EXPECT_EQ(field_of("年度积分排名"), Field::ignored);
}

TEST(ImportHeaders, LatinAliasesAreNotFoundInsideWords)
{
    EXPECT_EQ(field_of("holiday"), std::nullopt);
    EXPECT_EQ(field_of("updated"), std::nullopt);
}

TEST(ImportHeaders, TheBackendsOwnHeaderWithASlashIsTheUnit)
{
    EXPECT_EQ(field_of("所属部门/组织"), Field::unit);
}

TEST(ImportHeaders, OfAJoinedHeaderTheLowerPartDecides)
{
    EXPECT_EQ(field_of("积分/计入年度积分"), Field::points);
    EXPECT_EQ(field_of("基本信息/姓名"), Field::name);
}
