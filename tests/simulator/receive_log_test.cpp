#include "tests/simulator/simulator_test.hpp"

#include <fstream>

using testing::SizeIs;

namespace tongbao::simulator {
namespace {

class ReceiveLogTest : public testing::Test {
protected:
    TemporaryFolder folder;
    std::filesystem::path file = folder.path / "received.jsonl";
    Received entry{InstantMs(std::chrono::milliseconds(5)),
                   "wecom",
                   "/cgi-bin/webhook/send",
                   "notice",
                   "群",
                   "text",
                   "通报",
                   {"zhangsan"},
                   "{}",
                   Fate::refused,
                   45009,
                   "api freq out of limit"};
};

TEST_F(ReceiveLogTest, IsReadAgainFromItsFile)
{
    {
        ReceiveLog log(file);
        log.add(entry);
    }
    const ReceiveLog again(file);
    ASSERT_THAT(again.entries(), SizeIs(1));
    EXPECT_EQ(to_json_line(again.entries()[0]), to_json_line(entry));
}

TEST_F(ReceiveLogTest, EachEntryIsInTheFileAtOnce)
{
    ReceiveLog log(file);
    log.add(entry);
    const ReceiveLog reader(file);
    EXPECT_THAT(reader.entries(), SizeIs(1));
}

TEST_F(ReceiveLogTest, LineCutOffByAKillIsDropped)
{
    std::ofstream(file) << to_json_line(entry) << "\n{\"at_ms\":5,\"pla";
    {
        ReceiveLog log(file);
        EXPECT_THAT(log.entries(), SizeIs(1));
        log.add(entry);
    }
    EXPECT_THAT(ReceiveLog(file).entries(), SizeIs(2));
}

TEST_F(ReceiveLogTest, BytesThatAreNoUtf8DoNotStopIt)
{
    ReceiveLog log(file);
    entry.body = "\xff";
    log.add(entry);
    EXPECT_THAT(ReceiveLog(file).entries(), SizeIs(1));
}

TEST_F(SimulatorTest, TellsAListenerWhatPeopleRead)
{
    auto& robot = simulator.add(WecomRobotSettings{"notice", "key", "学习管理员群"});
    std::vector<std::string> lines;
    simulator.on_line([&](const Line& line) { lines.push_back(line.chat + "|" + line.speaker + "|" + line.text); });
    probe.post(robot.url(), R"({"msgtype":"text","text":{"content":"通报"}})");
    probe.post(robot.url(), R"({"msgtype":"text","text":{"content":""}})");
    EXPECT_THAT(lines, testing::ElementsAre("学习管理员群|notice|通报"));
}

TEST_F(SimulatorTest, CountsTheCallsOfAPath)
{
    probe.get(simulator.base_url() + "/nowhere");
    EXPECT_EQ(simulator.calls("/nowhere"), 1);
}

} // namespace
} // namespace tongbao::simulator
