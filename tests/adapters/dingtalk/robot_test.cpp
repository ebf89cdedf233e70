#include "adapters/dingtalk/robot.hpp"

#include <boost/asio/io_context.hpp>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <set>

using namespace tongbao;
using namespace tongbao::adapters;
using nlohmann::json;

namespace {

class DingtalkRobotBody : public testing::Test {
protected:
    boost::asio::io_context io_;
    HttpClient client_{io_.get_executor(), {}};
    dingtalk::RobotSettings settings_;

    std::vector<json> encoded(std::string body, std::string title = "周通报")
    {
        std::vector<json> bodies;
        for (const auto& text : dingtalk::Robot(client_, settings_).encode({std::move(title), std::move(body)})) {
            EXPECT_LE(text.size(), 20000u);
            bodies.push_back(json::parse(text));
        }
        return bodies;
    }
};

} // namespace

TEST_F(DingtalkRobotBody, CarriesAnIdOfItsOwnSoThatACopyIsSwallowed)
{
    std::set<std::string> ids;
    for (const auto& body : encoded(std::string(30000, 'a')))
        ids.insert(body["msgUuid"].get<std::string>());
    EXPECT_EQ(ids.size(), 2u);
    EXPECT_EQ(ids.begin()->size(), 36u);
}

TEST_F(DingtalkRobotBody, HasATitleAlsoWhenNoneWasGiven)
{
    settings_.format = dingtalk::RobotFormat::markdown;
    EXPECT_EQ(encoded("x").front()["markdown"]["title"], "周通报");
    EXPECT_EQ(encoded("x", "").front()["markdown"]["title"], "通报");
}

TEST_F(DingtalkRobotBody, EveryPartHoldsTheKeywordOnce)
{
    settings_.keyword = "通报";
    EXPECT_EQ(encoded("今日无事").front()["text"]["content"], "今日无事\n通报");
    EXPECT_EQ(encoded("周通报").front()["text"]["content"], "周通报");
    for (const auto& body : encoded(std::string(30000, 'a')))
        EXPECT_TRUE(body["text"]["content"].get<std::string>().ends_with("）\n通报"));
}

TEST_F(DingtalkRobotBody, MeasuresTheWholeEncodedBody)
{
    for (const std::string unit : {"学", "\"", "\n", "\\"}) {
        for (std::size_t count = 6600; count < 6680; count += 13) {
            std::string text;
            while (text.size() < count * 3)
                text += unit;
            for (const auto format : {dingtalk::RobotFormat::text, dingtalk::RobotFormat::markdown}) {
                settings_.format = format;
                EXPECT_GE(encoded(text).size(), 1u);
            }
        }
    }
}

TEST_F(DingtalkRobotBody, MarkdownBreaksLinesWithABlankLine)
{
    EXPECT_EQ(dingtalk::with_blank_lines("一\n二\n\n三\n"), "一\n\n二\n\n三\n\n");
    EXPECT_EQ(dingtalk::with_blank_lines("\n"), "\n\n");
    EXPECT_EQ(dingtalk::with_blank_lines("一\n\n\n二"), "一\n\n\n二");
}

TEST_F(DingtalkRobotBody, TextKeepsItsLineBreaks)
{
    EXPECT_EQ(encoded("一\n二").front()["text"]["content"], "一\n二");
}

TEST(DingtalkRobotQuery, WithoutASecretIsTheTokenAlone)
{
    EXPECT_EQ(dingtalk::webhook_query("ab", "", InstantMs{}), "access_token=ab");
}

TEST(DingtalkRobotQuery, Signs_every_vector)
{
    const char* folder = std::getenv("TONGBAO_VECTORS");
    ASSERT_NE(folder, nullptr);
    std::ifstream file(std::string(folder) + "/dingtalk-vectors.json");
    ASSERT_TRUE(file) << "no vectors in " << folder;
    const auto rows = json::parse(file)["webhook_and_callback_sign"];
    ASSERT_FALSE(rows.empty());
    for (const auto& row : rows) {
        const InstantMs now{std::chrono::milliseconds{std::stoll(row["timestamp"].get<std::string>())}};
        const auto query = dingtalk::webhook_query("t", row["secret"].get<std::string>(), now);
        EXPECT_EQ(query, "access_token=t&" + row["query"].get<std::string>()) << row["name"];
    }
}
