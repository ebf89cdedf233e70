#include "tests/simulator/simulator_test.hpp"

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

namespace tongbao::simulator {
namespace {

class BehaviourTest : public SimulatorTest {
protected:
    WecomRobot& robot = simulator.add(WecomRobotSettings{"notice", "key", ""});
    std::string body = R"({"msgtype":"text","text":{"content":"x"}})";

    Seen send(std::chrono::milliseconds limit = 10s)
    {
        return probe.post(robot.url(), body, "application/json", limit);
    }
    Seen send_under(Behaviour behaviour, std::chrono::milliseconds limit = 10s)
    {
        robot.next(std::move(behaviour));
        return send(limit);
    }
};

TEST_F(BehaviourTest, ScriptedVerdictReplacesOneAnswerAndIsRefusedUnseen)
{
    robot.answer_next(R"({"errcode":45009,"errmsg":"api freq out of limit"})");
    EXPECT_EQ(send().errcode, 45009);
    EXPECT_EQ(robot.received().at(0).fate, Fate::refused);
    EXPECT_EQ(robot.received().at(0).code, 45009);
    EXPECT_EQ(send().errcode, 0) << "one answer only";
}

TEST_F(BehaviourTest, ScriptedSuccessIsAccepted)
{
    robot.next(behaviour::errcode_as_text());
    EXPECT_THAT(send().body, HasSubstr(R"("errcode":"0")"));
    EXPECT_THAT(robot.accepted(), SizeIs(1));
}

TEST_F(BehaviourTest, BehavioursWaitInOrder)
{
    robot.next(behaviour::http_error(503));
    robot.next(behaviour::without_errcode());
    EXPECT_EQ(send().status, 503);
    EXPECT_THAT(send().body, Not(HasSubstr("errcode")));
    EXPECT_THAT(robot.accepted(), IsEmpty());
}

TEST_F(BehaviourTest, RouteBehaviourMeetsAnyTarget)
{
    simulator.script().next("/cgi-bin/webhook/send", "", behaviour::http_error(502));
    EXPECT_EQ(send().status, 502);
}

TEST_F(BehaviourTest, StandingBehaviourLastsUntilReset)
{
    robot.always(behaviour::http_error(500));
    EXPECT_EQ(send().status, 500);
    EXPECT_EQ(send().status, 500);
    robot.behave();
    EXPECT_EQ(send().errcode, 0);
}

TEST_F(BehaviourTest, ResetBeforeAcceptanceShowsNothingToPeople)
{
    EXPECT_EQ(send_under(behaviour::reset_before_acceptance()).error, "Connection reset by peer");
    EXPECT_THAT(robot.accepted(), IsEmpty());
    EXPECT_EQ(robot.received().at(0).fate, Fate::ignored);
}

TEST_F(BehaviourTest, AcceptThenResetShowsTheMessageToPeople)
{
    EXPECT_EQ(send_under(behaviour::accept_then_reset()).error, "Connection reset by peer");
    EXPECT_THAT(robot.accepted(), SizeIs(1));
}

TEST_F(BehaviourTest, AcceptThenCloseGivesNoByte)
{
    EXPECT_EQ(send_under(behaviour::accept_then_close()).error, "end of stream");
    EXPECT_THAT(robot.accepted(), SizeIs(1));
}

TEST_F(BehaviourTest, SilenceLastsUntilTheClientGivesUp)
{
    EXPECT_EQ(send_under(behaviour::silence(), 50ms).error, "The socket was closed due to a timeout");
    EXPECT_THAT(robot.accepted(), IsEmpty());
    EXPECT_NE(send_under(behaviour::accept_then_silence(), 50ms).error, "");
    EXPECT_THAT(robot.accepted(), SizeIs(1));
}

TEST_F(BehaviourTest, HalfAnswerEndsInTheMiddleOfTheBody)
{
    EXPECT_EQ(send_under(behaviour::half_answer()).error, "partial message");
}

TEST_F(BehaviourTest, OneByteAtATimeStillMakesAnAnswer)
{
    EXPECT_EQ(send_under(behaviour::one_byte_at_a_time(0ms)).errcode, 0);
}

TEST_F(BehaviourTest, EndlessBodyExceedsEveryLimit)
{
    EXPECT_EQ(send_under(behaviour::endless_body()).error, "body limit exceeded");
}

TEST_F(BehaviourTest, TooManyRequestsCarriesItsRetryAfter)
{
    const auto seen = send_under(behaviour::too_many_requests("-1"));
    EXPECT_EQ(seen.status, 429);
    EXPECT_EQ(first(seen.headers, "retry-after"), "-1");
}

TEST_F(BehaviourTest, RedirectPointsElsewhere)
{
    const auto seen = send_under(behaviour::redirect("https://elsewhere.example/"));
    EXPECT_EQ(seen.status, 302);
    EXPECT_EQ(first(seen.headers, "location"), "https://elsewhere.example/");
}

TEST_F(BehaviourTest, LoginPageIsHtmlWithStatus200)
{
    const auto seen = send_under(behaviour::html_login_page());
    EXPECT_EQ(seen.status, 200);
    EXPECT_THAT(std::string(first(seen.headers, "content-type")), HasSubstr("text/html"));
}

TEST_F(BehaviourTest, JsonWarningComesWithAnAcceptedMessage)
{
    EXPECT_THAT(send_under(behaviour::accept_with_json_warning()).body, HasSubstr("Warning: wrong json format."));
    EXPECT_THAT(robot.accepted(), SizeIs(1));
}

TEST_F(BehaviourTest, StoppedServerRefusesConnectionsUntilItListensAgain)
{
    simulator.server().stop_listening();
    EXPECT_EQ(send().error, "Connection refused");
    simulator.server().listen_again();
    EXPECT_EQ(send().errcode, 0);
}

TEST_F(BehaviourTest, BehavioursHaveTheirNamesForScripts)
{
    EXPECT_EQ(behaviour::named("http_error", "502")->instead->status, 502);
    EXPECT_EQ(behaviour::named("delayed", "20")->delay, 20ms);
    EXPECT_FALSE(behaviour::named("unheard_of", ""));
}

} // namespace
} // namespace tongbao::simulator
