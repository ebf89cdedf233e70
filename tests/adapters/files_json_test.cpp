#include "tests/adapters/files_support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace tongbao::adapters;
using testing::ElementsAre;

namespace {

std::string envelope(const std::string& inner)
{
    return nlohmann::json{{"code", 200}, {"data_str", inner}}.dump();
}

} // namespace

TEST(FilesJson, TheEnvelopeHoldsJsonInsideJson)
{
    auto read = read_rows("a.json", envelope(R"({"dataList":{"count":2,"data":[
        {"userId":700006010,"userName":"张三","rangeRealScore":38,"deptNames":"-1,文学院"},
        {"userId":700006011,"userName":"李四","rangeRealScore":0,"deptNames":null}]}})"));
    EXPECT_THAT(read.rows[0], ElementsAre("userId", "userName", "rangeRealScore", "deptNames"));
    EXPECT_THAT(read.rows[1], ElementsAre("700006010", "张三", "38", "-1,文学院"));
    EXPECT_THAT(read.rows[2], ElementsAre("700006011", "李四", "0", ""));
    EXPECT_EQ(read.facts.declared_rows, 2);
}

TEST(FilesJson, MonthPointsComeInThousandths)
{
    auto read = read_rows("a.json", R"({"dataList":{"data":[{"scoreMonth":346000},{"scoreMonth":346500}]}})");
    EXPECT_THAT(read.rows[1], ElementsAre("346"));
    EXPECT_THAT(read.rows[2], ElementsAre("346.5"));
}

TEST(FilesJson, DeclaredCountIsKeptWhenRowsAreMissing)
{
    auto read = read_rows("a.json", R"({"dataList":{"data":[{"userId":1}],"count":134}})");
    EXPECT_EQ(read.facts.rows, 1u);
    EXPECT_EQ(read.facts.declared_rows, 134);
}

TEST(FilesJson, FieldsMayDifferFromRowToRow)
{
    auto read = read_rows("a.json", R"([{"userName":"甲"},{"totalScore":5,"userName":"乙"}])");
    EXPECT_THAT(read.rows[0], ElementsAre("userName", "totalScore"));
    EXPECT_THAT(read.rows[2], ElementsAre("乙", "5"));
}

TEST(FilesJson, RankRowsSpeakOfAverages)
{
    auto read =
        read_rows("a.json", R"({"dataList":{"data":[{"orgName":"文学院","statDate":"2026-09-14","avgScore":34.5}]}})");
    EXPECT_THAT(read.rows[0], ElementsAre("orgName", "statDate", "人均积分"));
    EXPECT_THAT(read.rows[1], ElementsAre("文学院", "2026-09-14", "34.5"));
}

TEST(FilesJson, HalfWrittenJsonIsRefused)
{
    const auto whole = envelope(R"({"dataList":{"data":[{"userId":1}]}})");
    EXPECT_EQ(read_rows("a.json", whole.substr(0, whole.size() / 2)).refusal->fault, FileFault::unreadable);
    EXPECT_EQ(read_rows("a.json", envelope(R"({"dataList":{"data":[{"userId":1},)")).refusal->fault,
              FileFault::unreadable);
}

TEST(FilesJson, DeepNestingIsRefused)
{
    EXPECT_EQ(read_rows("a.json", std::string(100'000, '[')).refusal->fault, FileFault::size);
}

TEST(FilesJson, WithoutRowsThereIsNothingToRead)
{
    EXPECT_TRUE(read_rows("a.json", R"({"code":401,"message":"login"})").refusal);
}
