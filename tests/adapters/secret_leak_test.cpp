#include "adapters/crypto.hpp"
#include "adapters/dingtalk/app.hpp"
#include "adapters/dingtalk/robot.hpp"
#include "adapters/wecom/app.hpp"
#include "adapters/wecom/robot.hpp"
#include "tests/adapters/exchange_fixture.hpp"

namespace tongbao::adapters {

/// A credential in a URL must not come back in an error, however the exchange ends and whatever the platform echoes.
class SecretLeakTest : public ExchangeTest {
protected:
    static constexpr const char* key = "s3cret+key/with=marks";
    static constexpr const char* signing_secret = "SECs3cret+signing/part=";
    /// An answer in which the platform says back what it was sent.
    static simulator::Behaviour echo(const std::string& secret)
    {
        return behaviour::answer(R"({"errcode":123456,"errmsg":"not )" + secret + " " + percent_encode(secret) + " " +
                                 base64_encode(secret) + R"("})");
    }

    static std::vector<simulator::Behaviour> every_way_to_fail()
    {
        return {behaviour::accept_then_close(), behaviour::accept_then_reset(),
                behaviour::half_answer(),       behaviour::endless_body(),
                behaviour::html_login_page(),   behaviour::without_errcode(),
                behaviour::http_error(500),     behaviour::too_many_requests("-1"),
                behaviour::silence(),           echo(key)};
    }
    static void expect_no_secret(const Outcome& outcome)
    {
        EXPECT_NE(outcome.verdict, Verdict::sent);
        for (const std::string secret : {key, signing_secret})
            for (const auto& form : {secret, percent_encode(secret), base64_encode(secret)})
                EXPECT_EQ(outcome.reason.find(form), std::string::npos) << outcome.reason;
    }
    template <class Robot>
    void fail_in_every_way(Robot& channel, simulator::Script& script, const std::string& path,
                           const std::string& target)
    {
        for (const auto& lost : every_way_to_fail()) {
            script.next(path, target, lost);
            expect_no_secret(run(channel.send({{}, channel.encode({"", "a"}).front()})));
        }
        platforms->server().stop_listening();
        expect_no_secret(run(channel.send({{}, channel.encode({"", "a"}).front()})));
    }
};

TEST_F(SecretLeakTest, NoErrorOfAWecomRobotHoldsItsKey)
{
    robot = &platforms->add(simulator::WecomRobotSettings{.name = "leaky", .key = key});
    wecom::RobotSettings settings;
    settings.api = platforms->base_url();
    settings.key = key;
    settings.deadline = 300ms;
    wecom::Robot channel(*client, settings);
    fail_in_every_way(channel, platforms->script(), "/cgi-bin/webhook/send", "leaky");
}

TEST_F(SecretLeakTest, NoErrorOfADingtalkRobotHoldsItsTokenOrSecret)
{
    ding = &platforms->add(
        simulator::DingtalkRobotSettings{.name = "leaky", .access_token = key, .secret = signing_secret});
    dingtalk::RobotSettings settings;
    settings.api = platforms->base_url();
    settings.access_token = key;
    settings.secret = signing_secret;
    settings.deadline = 300ms;
    settings.now = [] {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    };
    dingtalk::Robot channel(*client, settings);
    ding->next(echo(signing_secret));
    expect_no_secret(run(channel.send({{}, channel.encode({"", "a"}).front()})));
    fail_in_every_way(channel, platforms->script(), "/robot/send", "leaky");
}

TEST_F(SecretLeakTest, NoErrorOfAWecomAppHoldsItsSecretOrToken)
{
    wecom::App channel(
        *client, {.credential = {.api = platforms->base_url(), .corp_id = "ww1", .secret = key, .deadline = 300ms},
                  .agent_id = 1});
    const std::string token_path = "/cgi-bin/gettoken";
    for (const auto& lost : every_way_to_fail()) {
        platforms->script().next(token_path, "", lost);
        expect_no_secret(run(channel.send({{"zhangsan"}, channel.encode({"", "a"}).front()})));
    }
    platforms->script().always(token_path, "",
                               behaviour::answer(R"({"errcode":0,"errmsg":"ok","access_token":")" +
                                                 std::string(signing_secret) + R"(","expires_in":7200})"));
    platforms->script().next("/cgi-bin/message/send", "", echo(signing_secret));
    expect_no_secret(run(channel.send({{"zhangsan"}, channel.encode({"", "a"}).front()})));
    for (const auto& lost : every_way_to_fail()) {
        platforms->script().next("/cgi-bin/message/send", "", lost);
        expect_no_secret(run(channel.send({{"zhangsan"}, channel.encode({"", "a"}).front()})));
    }
}

TEST_F(SecretLeakTest, NoErrorOfADingtalkAppHoldsItsSecretOrToken)
{
    dingtalk::AppAccess access(
        *client, {.api = platforms->base_url(), .client_id = "d1", .client_secret = key, .deadline = 300ms});
    dingtalk::App channel(access, dingtalk::AppFormat::text);
    const std::string token_path = "/v1.0/oauth2/accessToken";
    for (const auto& lost : every_way_to_fail()) {
        platforms->script().next(token_path, "", lost);
        expect_no_secret(run(channel.send({{"u1"}, channel.encode({"", "a"}).front()})));
    }
    platforms->script().always(
        token_path, "",
        behaviour::answer(R"({"errcode":0,"accessToken":")" + std::string(signing_secret) + R"(","expireIn":7200})"));
    platforms->script().next("/v1.0/robot/oToMessages/batchSend", "", echo(signing_secret));
    expect_no_secret(run(channel.send({{"u1"}, channel.encode({"", "a"}).front()})));
    for (const auto& lost : every_way_to_fail()) {
        platforms->script().next("/v1.0/robot/oToMessages/batchSend", "", lost);
        expect_no_secret(run(channel.send({{"u1"}, channel.encode({"", "a"}).front()})));
    }
}

TEST_F(SecretLeakTest, NoErrorOfATlsFailureHoldsTheKey)
{
    for (const auto flaw : {TlsFlaw::self_signed, TlsFlaw::wrong_host}) {
        serve(flaw);
        wecom::RobotSettings settings;
        settings.api = platforms->base_url();
        settings.key = key;
        wecom::Robot channel(*client, settings);
        const auto outcome = run(channel.send({{}, "{}"}));
        EXPECT_EQ(outcome.verdict, Verdict::retry);
        expect_no_secret(outcome);
    }
}

} // namespace tongbao::adapters
