#include "adapters/dingtalk/app.hpp"
#include "adapters/dingtalk/robot.hpp"
#include "adapters/wecom/app.hpp"
#include "adapters/wecom/robot.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

/// Every text whose length is about that of a platform's limit, with every kind of thing at the cut
/// (promises: every encoded part within the limit, nothing torn).
namespace tongbao::adapters {
namespace {

using nlohmann::json;

struct Form {
    const char* name;
    const Channel* channel;
    std::size_t limit;
    std::size_t (*measure)(const std::string& body);
};

std::size_t member_bytes(const std::string& body, const char* type, const char* member)
{
    return json::parse(body)[type][member].get<std::string>().size();
}

class LengthSweepTest : public testing::Test {
protected:
    boost::asio::io_context io;
    HttpClient client{io.get_executor(), {}};
    wecom::Robot text{client, {.key = "k"}};
    wecom::Robot markdown{client, {.key = "k", .format = wecom::RobotFormat::markdown}};
    wecom::Robot markdown_v2{client, {.key = "k", .format = wecom::RobotFormat::markdown_v2}};
    wecom::App app{client, {}};
    dingtalk::Robot ding{client, {.access_token = "t", .format = dingtalk::RobotFormat::markdown}};
    dingtalk::AppAccess access{client, {.client_id = "d"}};
    dingtalk::App ding_app{access, dingtalk::AppFormat::text};

    std::vector<Form> forms() const
    {
        return {{"wecom text", &text, 2048, [](const std::string& b) { return member_bytes(b, "text", "content"); }},
                {"wecom markdown", &markdown, 4096,
                 [](const std::string& b) { return member_bytes(b, "markdown", "content"); }},
                {"wecom markdown_v2", &markdown_v2, 4096,
                 [](const std::string& b) { return member_bytes(b, "markdown_v2", "content"); }},
                {"wecom app", &app, 2048, [](const std::string& b) { return member_bytes(b, "text", "content"); }},
                {"dingtalk robot", &ding, 20'000, [](const std::string& b) { return b.size(); }},
                {"dingtalk app", &ding_app, 15'000,
                 [](const std::string& b) { return json::parse(b)["msgParam"].get<std::string>().size(); }}};
    }
    static std::string filled(const std::string& with, std::size_t size)
    {
        std::string text;
        while (text.size() + with.size() <= size)
            text += with;
        return text + std::string(size - text.size(), 'x');
    }
};

const std::vector<std::string> things{
    "学", "👨‍👩‍👧‍👦", "é", "<@zhangsan>", "[详情](https://example.edu/a)", "`代码`", "\"", "\n"};

} // namespace

TEST_F(LengthSweepTest, EveryBodyAroundALimitIsWithinItAndWhole)
{
    for (const auto& form : forms())
        for (const auto& thing : things)
            for (std::size_t size = form.limit - 12; size <= form.limit + 3; ++size) {
                const auto body = filled("学习平台。", size - thing.size()) + thing + "尾";
                for (const auto& part : form.channel->encode({"标题", body})) {
                    EXPECT_LE(form.measure(part), form.limit) << form.name;
                    EXPECT_NO_THROW(json::parse(part)) << form.name; // it refuses broken UTF-8
                }
            }
}

TEST_F(LengthSweepTest, ATextOfExactlyTheLimitIsOnePartAndOneByteMoreIsTwo)
{
    EXPECT_EQ(text.encode({"", filled("学", 2048)}).size(), 1u);
    EXPECT_EQ(text.encode({"", filled("学", 2049)}).size(), 2u);
    EXPECT_EQ(markdown.encode({"", filled("学", 4096)}).size(), 1u);
    EXPECT_EQ(markdown.encode({"", filled("学", 4097)}).size(), 2u);
    EXPECT_EQ(app.encode({"", filled("学", 2048)}).size(), 1u);
    EXPECT_EQ(app.encode({"", filled("学", 2049)}).size(), 2u);
}

TEST_F(LengthSweepTest, NoThingIsTornWhereverTheLimitFalls)
{
    for (const std::string thing : {"👨‍👩‍👧‍👦", "<@zhangsan>", "[详情](https://example.edu/a)"})
        for (std::size_t before = 4096 - 2 * thing.size() - 12; before <= 4096; ++before) {
            const auto body = std::string(before, 'x') + thing + std::string(30, 'y');
            int found = 0;
            for (const auto& part : markdown.encode({"", body}))
                found += json::parse(part)["markdown"]["content"].get<std::string>().find(thing) != std::string::npos;
            EXPECT_EQ(found, 1) << thing << " after " << before;
        }
}

} // namespace tongbao::adapters
