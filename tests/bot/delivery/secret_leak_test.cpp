#include "adapters/crypto.hpp"
#include "bot/log.hpp"
#include "tests/bot/delivery/one_to_one_fixture.hpp"

#include <fstream>
#include <sstream>

namespace tongbao::bot {

/// Whatever goes wrong on the way, no credential stays behind in the log, in an alert or in the database.
class DeliveryLeakTest : public OneToOneTest {
protected:
    const std::vector<std::string> secrets{"app-secret", "client-secret", "key-7", "token-1", "SECsecret", "t0ken+/="};
    std::filesystem::path log_file = folder.path / "log";

    DeliveryLeakTest()
    {
        log_to_file(log_file);
        delivery.emplace(io.get_executor(), *db, clock,
                         std::vector<Target>{{"app", "app", &channel},
                                             {"ding-app", "ding-app", &ding_channel},
                                             {"group-7", "wecom-7", &*wecom},
                                             {"ding-1", "ding-1", &*dingtalk}},
                         rules,
                         [this](store::Connection&, const Trouble& trouble, Instant) { troubles.push_back(trouble); });
    }
    /// A platform that says back what it was sent.
    static simulator::Behaviour echo(const std::string& secret)
    {
        return behaviour::answer(R"({"errcode":123456,"errmsg":")" + secret + " " + adapters::percent_encode(secret) +
                                 " " + adapters::base64_encode(secret) + R"("})");
    }
    std::vector<simulator::Behaviour> every_way_to_fail() const
    {
        return {behaviour::reset_before_acceptance(), behaviour::accept_then_reset(),
                behaviour::accept_then_close(),       behaviour::half_answer(),
                behaviour::html_login_page(),         behaviour::without_errcode(),
                behaviour::http_error(400),           behaviour::http_error(500),
                behaviour::too_many_requests("1")};
    }
    void fail_everywhere(const std::optional<simulator::Behaviour>& lost, int round)
    {
        const std::pair<const char*, const char*> calls[] = {
            {"/cgi-bin/message/send", "app-secret"}, {"/v1.0/robot/oToMessages/batchSend", "client-secret"},
            {"/cgi-bin/webhook/send", "key-7"},      {"/robot/send", "SECsecret"},
            {"/cgi-bin/gettoken", "app-secret"},     {"/v1.0/oauth2/accessToken", "client-secret"}};
        for (const auto& [path, secret] : calls)
            platforms.script().next(path, "", lost ? *lost : echo(secret));
        app.expire_token();
        ding_app.expire_token();
        const auto text = "第" + std::to_string(round) + "条";
        tell("a", text);
        tell("b", text, "ding-app");
        enqueue("weekly " + text, "group-7");
        enqueue("weekly ding " + text, "ding-1");
        deliver_due();
        advance(400s);
        deliver_due();
    }
    static std::string content_of(const std::filesystem::path& file)
    {
        std::ifstream in(file, std::ios::binary);
        std::ostringstream content;
        content << in.rdbuf();
        return content.str();
    }
    void expect_none_in(const std::string& content, const std::string& where) const
    {
        for (const auto& secret : secrets)
            for (const auto& form : {secret, adapters::percent_encode(secret), adapters::base64_encode(secret)})
                EXPECT_EQ(content.find(form), std::string::npos) << form << " in " << where;
    }
};

TEST_F(DeliveryLeakTest, NoFailureLeavesASecretInLogAlertOrDatabase)
{
    platforms.script().next(
        "/cgi-bin/gettoken", "",
        behaviour::answer(R"({"errcode":0,"errmsg":"ok","access_token":"t0ken+/=","expires_in":7200})"));
    platforms.script().next("/cgi-bin/message/send", "", echo("t0ken+/="));
    tell("a", "令牌");
    deliver_due();
    int round = 0;
    for (const auto& lost : every_way_to_fail())
        fail_everywhere(lost, round++);
    fail_everywhere(std::nullopt, round++);
    platforms.server().stop_listening();
    fail_everywhere(std::nullopt, round);
    EXPECT_GT(attempts_made(), 4 * round);
    std::string alerts;
    for (const auto& trouble : troubles)
        alerts += trouble.reason + "\n" + trouble.target + "\n";
    expect_none_in(alerts, "alerts");
    expect_none_in(content_of(log_file), "the log");
    EXPECT_NE(content_of(log_file).find("attempt_ended"), std::string::npos);
    for (const char* name : {"store.db", "store.db-wal"})
        expect_none_in(content_of(folder.path / name), name);
}

} // namespace tongbao::bot
