#include "adapters/wecom/robot.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace tongbao::adapters;
using nlohmann::json;

namespace {

class WecomRobotBody : public testing::Test {
protected:
    boost::asio::io_context io_;
    HttpClient client_{io_.get_executor(), {}};

    std::vector<std::string> encoded(wecom::RobotFormat format, std::string body)
    {
        wecom::RobotSettings settings;
        settings.format = format;
        return wecom::Robot(client_, settings).encode({"", std::move(body)});
    }
};

} // namespace

TEST_F(WecomRobotBody, HoldsTheTextUnescaped)
{
    EXPECT_EQ(encoded(wecom::RobotFormat::text, "学习 <\"周报\">\n"),
              (std::vector<std::string>{R"({"msgtype":"text","text":{"content":"学习 <\"周报\">\n"}})"}));
}

TEST_F(WecomRobotBody, NamesItsFormatTwice)
{
    EXPECT_EQ(encoded(wecom::RobotFormat::markdown, "# 报").front(),
              R"({"msgtype":"markdown","markdown":{"content":"# 报"}})");
    EXPECT_EQ(encoded(wecom::RobotFormat::markdown_v2, "# 报").front(),
              R"({"msgtype":"markdown_v2","markdown_v2":{"content":"# 报"}})");
}

TEST_F(WecomRobotBody, CountsBytesOfTheContentUpToTheLimitInclusive)
{
    struct Case {
        wecom::RobotFormat format;
        const char* member;
        std::size_t limit;
    };
    for (const auto& [format, member, limit] :
         {Case{wecom::RobotFormat::text, "text", 2048}, Case{wecom::RobotFormat::markdown, "markdown", 4096},
          Case{wecom::RobotFormat::markdown_v2, "markdown_v2", 4096}}) {
        for (std::size_t size = limit - 2; size <= limit + 2; ++size) {
            std::string text(size % 3, 'a');
            while (text.size() < size)
                text += "学";
            const auto bodies = encoded(format, text);
            EXPECT_EQ(bodies.size(), size <= limit ? 1u : 2u) << size;
            for (const auto& body : bodies)
                EXPECT_LE(json::parse(body)[member]["content"].get<std::string>().size(), limit);
        }
    }
}

TEST_F(WecomRobotBody, BytesThatAreNoTextDoNotStopTheRest)
{
    EXPECT_EQ(encoded(wecom::RobotFormat::text, "a\xff z").front(), R"({"msgtype":"text","text":{"content":"a� z"}})");
}
