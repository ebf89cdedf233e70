#include "tests/simulator/callback_client.hpp"
#include "tests/simulator/control.hpp"
#include "tests/simulator/listener.hpp"
#include "tests/simulator/simulator_test.hpp"
#include "tests/simulator/simulator_thread.hpp"

#include <boost/asio/use_future.hpp>
#include <nlohmann/json.hpp>

using namespace std::chrono_literals;
using nlohmann::json;
using testing::SizeIs;

namespace tongbao::simulator {
namespace {

class ControlTest : public SimulatorTest {
protected:
    Control control{io.get_executor(), simulator, [this](std::chrono::milliseconds by) { now += by; }};
    const json robot{{"kind", "wecom_robot"}, {"name", "notice"}, {"key", "k"}};
    const std::string text = R"({"msgtype":"text","text":{"content":"x"}})";

    CallbackAnswer ask(const std::string& path, const json& order)
    {
        CallbackRequest request;
        request.url = control.url() + path;
        request.body = order.dump();
        return run(call_back(request));
    }
    json order(const std::string& path, const json& body)
    {
        const auto answer = ask(path, body);
        EXPECT_EQ(answer.status, 200) << answer.body << answer.error;
        return json::parse(answer.body);
    }
};

TEST_F(ControlTest, AddsARobotAndTellsItsUrl)
{
    const std::string url = order("/add", robot).at("url");
    EXPECT_EQ(probe.post(url, text).errcode, 0);
    EXPECT_THAT(order("/received", {{"target", "notice"}}), SizeIs(1));
}

TEST_F(ControlTest, UnknownMembersAreErrors)
{
    auto misspelt = robot;
    misspelt["keyy"] = "x";
    const auto answer = ask("/add", misspelt);
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.body, R"({"error":"unknown member keyy"})");
}

TEST_F(ControlTest, ScriptsBehaviours)
{
    const std::string url = order("/add", robot).at("url");
    order("/script",
          {{"route", "/cgi-bin/webhook/send"}, {"target", "notice"}, {"behaviour", "http_error"}, {"argument", 503}});
    EXPECT_EQ(probe.post(url, text).status, 503);
    EXPECT_EQ(probe.post(url, text).status, 200);
}

TEST_F(ControlTest, MovesTheClockOfThePlatforms)
{
    const auto before = now;
    order("/clock", {{"advance_ms", 60'000}});
    EXPECT_EQ(now, before + 60s);
}

TEST_F(ControlTest, TakesTheServerDownAndUp)
{
    const std::string url = order("/add", robot).at("url");
    order("/down", json::object());
    EXPECT_EQ(probe.post(url, text).error, "Connection refused");
    order("/up", json::object());
    EXPECT_EQ(probe.post(url, text).errcode, 0);
}

TEST_F(ControlTest, RemovesARobot)
{
    const std::string url = order("/add", robot).at("url");
    order("/remove", {{"robot", "notice"}});
    EXPECT_EQ(probe.post(url, text).errcode, 93000);
}

TEST_F(ControlTest, LetsSomebodySpeak)
{
    const Listener service(io.get_executor());
    order("/add", {{"kind", "dingtalk_bot"},
                   {"name", "assistant"},
                   {"client_id", "ding1"},
                   {"client_secret", "s"},
                   {"url", service.url()}});
    const auto heard = order("/speak", {{"bot", "assistant"}, {"user", "staff0001"}, {"text", "帮助"}});
    EXPECT_EQ(heard.at("status"), 200);
    EXPECT_THAT(service.heard, SizeIs(1));
}

TEST(SimulatorThreadTest, CanBeUsedFromAnotherThread)
{
    const TemporaryFolder folder;
    SimulatorThread thread({.folder = folder.path});
    auto& robot = thread.with(
        [](Simulator& s) -> WecomRobot& { return s.add(WecomRobotSettings{.name = "notice", .key = "k"}); });
    boost::asio::io_context io;
    Probe probe(io, thread.with([](Simulator& s) { return s.ca_file(); }));
    EXPECT_EQ(probe.post(robot.url(), R"({"msgtype":"text","text":{"content":"x"}})").errcode, 0);
    EXPECT_THAT(thread.with([&](Simulator&) { return robot.accepted(); }), SizeIs(1));
}

} // namespace
} // namespace tongbao::simulator
