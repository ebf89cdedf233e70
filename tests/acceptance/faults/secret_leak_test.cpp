#include "adapters/crypto.hpp"
#include "tests/acceptance/faults/apps.hpp"
#include "tests/acceptance/faults/callbacks.hpp"
#include "tests/acceptance/faults/monitored_test.hpp"
#include "tests/acceptance/faults/watchdog.hpp"

#include <csignal>
#include <fstream>

/// Whatever goes wrong, no credential comes out of the process: not in its log, its metrics, what it tells people, what
/// its commands print, nor in its database.
namespace tongbao::acceptance {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::HasSubstr;

struct Failure {
    const char* behaviour;
    json argument = "";
};

/// A platform that says back what it was sent: it knows no secrets but the caller's own.
json echo(const std::vector<std::string>& secrets)
{
    std::string said = "not";
    for (const auto& secret : secrets)
        said += " " + secret + " " + adapters::percent_encode(secret) + " " + adapters::base64_encode(secret);
    return json{{"errcode", 123456}, {"errmsg", said}, {"code", "never.heard.of"}, {"message", said}}.dump();
}

std::vector<Failure> every_way_to_fail(const std::vector<std::string>& own)
{
    return {{"reset_before_acceptance"},
            {"accept_then_reset"},
            {"accept_then_close"},
            {"half_answer"},
            {"html_login_page"},
            {"without_errcode"},
            {"http_error", 400},
            {"http_error", 500},
            {"too_many_requests", "1"},
            {"endless_body"},
            {"answer", echo(own)},
            {"api_failure", "400 " + own.front()},
            {"redirect", "https://127.0.0.1/?key=" + own.front()}};
}

std::vector<std::string> secrets_of(const std::string& group)
{
    return {Installation::secret_of(group), "SEC" + Installation::secret_of(group)};
}

/// Hours pass in seconds, so that what is tried again is tried again soon.
class SecretLeakTest : public MonitoredTest {
protected:
    SecretLeakTest() : MonitoredTest({.clock_rate = 600})
    {
        place.config()["monitor"]["heartbeat_url"] = watchdog.url();
        secrets = Callbacks::secrets();
        secrets.insert(secrets.end(), {Watchdog::secret, apps.secret_of(Apps::wecom), apps.secret_of(Apps::dingtalk)});
        keep_those_of(operators);
    }
    void add_group(const std::string& name)
    {
        place.add_group(name);
        keep_those_of(name);
    }
    void keep_those_of(const std::string& group)
    {
        for (auto& secret : secrets_of(group))
            secrets.push_back(std::move(secret));
    }
    void keep_tokens()
    {
        for (const auto* app : {Apps::wecom, Apps::dingtalk})
            if (auto token = apps.token_of(app); !token.empty())
                secrets.push_back(std::move(token));
    }
    /// A robot of each platform for each way to fail, and a message to it.
    void let_robots_fail()
    {
        int number = 0;
        for (const std::string platform : {"wecom-", "dingtalk-"})
            for (std::size_t way = 0; way < every_way_to_fail({""}).size(); ++way) {
                const auto group = platform + "failing" + std::to_string(++number);
                add_group(group);
                const auto failure = every_way_to_fail(secrets_of(group)).at(way);
                platforms.misbehave(group, failure.behaviour, failure.argument);
                place.put_many(group, 1);
            }
    }
    /// The calls of each app, and its requests for a token.
    void let_apps_fail()
    {
        constexpr std::array<std::array<const char*, 3>, 2> paths{
            {{Apps::wecom, Apps::send_path_of_wecom, Apps::token_path_of_wecom},
             {Apps::dingtalk, Apps::send_path_of_dingtalk, Apps::token_path_of_dingtalk}}};
        std::vector<Letter> letters;
        for (const auto& [app, send_path, token_path] : paths)
            for (const auto& failure : every_way_to_fail({apps.secret_of(app)})) {
                for (const auto* path : {send_path, token_path})
                    apps.misbehave(path, failure.behaviour, failure.argument);
                letters.push_back({app, "member", "第" + std::to_string(letters.size()) + "封"});
            }
        apps.put(letters);
    }
    void expect_none_in(const std::string& text, const std::string& where) const
    {
        for (const auto& secret : secrets)
            for (const auto& form : {secret, adapters::percent_encode(secret), adapters::base64_encode(secret)})
                EXPECT_EQ(text.find(form), std::string::npos) << form << " in " << where;
    }
    void expect_none_anywhere() const
    {
        expect_none_in(place.log(), "the log");
        for (const auto* path : {"/metrics", "/readyz", "/healthz"})
            expect_none_in(ask(path).body, path);
        const std::vector<std::vector<std::string>> commands{
            {"status"},      {"status", "--json"}, {"outbox", "list", "--limit", "1000"},
            {"doctor"},      {"doctor", "--json"}, {"outbox", "list", "--limit", "1000", "--json"},
            {"check-config"}};
        for (const auto& command : commands) {
            const auto said = place.call(command).output;
            EXPECT_FALSE(said.empty()) << command[0];
            expect_none_in(said, command[0]);
        }
        for (const auto& each : ledger())
            expect_none_in(place.call({"outbox", "show", std::to_string(each.id)}).output, "outbox show");
        for (const auto& told : platforms.received(operators))
            expect_none_in(told.content, "an alert");
        for (const std::string file : {"", "-wal"})
            expect_none_in(bytes_of(place.database().string() + file), "the database" + file);
    }
    static std::string bytes_of(const std::string& file)
    {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    Watchdog watchdog;
    Apps apps{place, {.members = {"member"}}};
    Callbacks callbacks{place};
    std::vector<std::string> secrets;
};

TEST_F(SecretLeakTest, NoFailureBringsOneOut)
{
    let_robots_fail();
    let_apps_fail();
    const auto service = place.start();
    callbacks.open(service);
    for (const auto* forgery : {"signature", "key", "receiver", "stale"})
        for (const auto* bot : {Callbacks::wecom_bot, Callbacks::dingtalk_bot})
            callbacks.speak(bot, callbacks.members()[0], "帮助", {{"forgery", forgery}});
    ASSERT_TRUE(holds_soon([&] { return !apps.token_of(Apps::wecom).empty(); })) << place.log();
    keep_tokens();
    ASSERT_TRUE(all_end_within(120s)) << place.log();
    keep_tokens();
    for (const auto& group : place.config()["groups"]) // what doctor hears
        platforms.always_misbehave(group["name"], "answer", echo(secrets_of(group["name"])));
    apps.misbehave(Apps::send_path_of_wecom, "answer", echo({apps.secret_of(Apps::wecom)}), 100);
    apps.misbehave(Apps::token_path_of_dingtalk, "answer", echo({apps.secret_of(Apps::dingtalk)}), 100);
    expect_none_anywhere();
    EXPECT_THAT(place.log(), HasSubstr("event=attempt_ended"));
    EXPECT_THAT(ask("/metrics").body, HasSubstr("tongbao_attempt_outcomes_total"));
    EXPECT_FALSE(platforms.received(operators).empty()) << "no failure was told";
}

TEST_F(SecretLeakTest, NeitherAPlatformOutOfReachNorARefusedReloadBringsOneOut)
{
    add_group("wecom-1");
    add_group("dingtalk-1");
    place.put_many("wecom-1", 1);
    place.put_many("dingtalk-1", 1);
    apps.put({{Apps::wecom, "member", "一"}, {Apps::dingtalk, "member", "二"}});
    platforms.order("/down");
    const auto service = place.start();
    const auto tried = [&](const std::string& key) { return !attempts_of(place.database(), key).empty(); };
    ASSERT_TRUE(holds_soon([&] {
        return tried("wecom-1:1") && tried("dingtalk-1:1") && tried(Letter{Apps::wecom, "member", "一"}.key());
    })) << place.log();
    place.config()["monitor"]["heartbeat_url"] = "ftp://nowhere/" + std::string(Watchdog::secret);
    place.config()["wecom"]["bots"][0]["encoding_aes_key"] = Callbacks::secrets()[1].substr(1);
    secrets.push_back(Callbacks::secrets()[1].substr(1));
    place.write_config();
    service.process().send(SIGHUP);
    ASSERT_TRUE(holds_soon([&] { return place.log().find("config_reload_refused") != std::string::npos; }));
    expect_none_anywhere();
}

} // namespace
} // namespace tongbao::acceptance
