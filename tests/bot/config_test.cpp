#include "bot/config.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

using namespace tongbao::bot;
using nlohmann::json;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

namespace tongbao::bot {
void PrintTo(const Fault& found, std::ostream* out)
{
    *out << found.path << " " << found.problem << ": " << found.advice;
}
} // namespace tongbao::bot

/// A folder with a copy of config.example.json, and the secrets it refers to.
class ConfigTest : public testing::Test {
protected:
    void SetUp() override
    {
        folder_ = fs::path(testing::TempDir()) / fmt::format("config_test_{}", getpid());
        fs::create_directories(folder_ / "templates/zh-CN");
        const fs::path source = std::getenv("TONGBAO_SOURCE");
        fs::copy(source / "calendar.json", folder_ / "calendar.json", fs::copy_options::overwrite_existing);
        example_ = json::parse(std::ifstream(source / "config.example.json"));
        setenv("TONGBAO_WECOM_KEY", "0b1c2d3e-0000-4000-8000-0123456789ab", 1);
        setenv("TONGBAO_DINGTALK_TOKEN", std::string(64, 'a').c_str(), 1);
        setenv("TONGBAO_DINGTALK_SIGNING_SECRET", "SECabc", 1);
        setenv("TONGBAO_WECOM_BOT_TOKEN", "token", 1);
        setenv("TONGBAO_WECOM_BOT_AES_KEY", std::string(43, 'k').c_str(), 1);
        setenv("TONGBAO_WECOM_BOT_SECRET", "bot-secret", 1);
        setenv("TONGBAO_DINGTALK_APP_SECRET", "app-secret", 1);
        setenv("TONGBAO_WECOM_APP_SECRET", "wecom-app-secret", 1);
        setenv("TONGBAO_WECOM_APP_TOKEN", "token", 1);
        setenv("TONGBAO_WECOM_APP_AES_KEY", std::string(43, 'k').c_str(), 1);
        setenv("TONGBAO_DINGTALK_CLIENT_SECRET", "client-secret", 1);
        setenv("TONGBAO_DINGTALK_STREAM_SECRET", "stream-secret", 1);
        setenv("TONGBAO_HEARTBEAT_URL", "https://watch.example/ping/token", 1);
    }
    void TearDown() override { fs::remove_all(folder_); }

    ConfigReading read(const std::string& text)
    {
        std::ofstream(folder_ / "config.json") << text;
        return read_config(folder_ / "config.json");
    }
    ConfigReading read() { return read(example_.dump()); }

    static auto fault(const std::string& path, const std::string& problem, const std::string& advice)
    {
        return Contains(AllOf(Field("path", &Fault::path, path), Field("problem", &Fault::problem, HasSubstr(problem)),
                              Field("advice", &Fault::advice, HasSubstr(advice))));
    }

    fs::path folder_;
    json example_;
};

TEST_F(ConfigTest, ExampleIsAcceptedAndFillsEveryPart)
{
    const auto reading = read();
    for (const auto& found : reading.faults)
        ADD_FAILURE() << found.path << " " << found.problem;
    EXPECT_EQ(reading.config.groups.size(), 3u);
    EXPECT_EQ(reading.config.groups[2].app, reading.config.dingtalk_apps.at(0).name);
    EXPECT_EQ(reading.config.wecom_apps.at(0).agent_id, 1000002);
    EXPECT_EQ(reading.config.groups[0].webhook_key.reveal(), "0b1c2d3e-0000-4000-8000-0123456789ab");
    EXPECT_EQ(reading.config.wecom_bots.at(0).display_names.at(0), "学习助手");
    EXPECT_EQ(reading.config.store_path, folder_ / "tongbao.db");
    EXPECT_THAT(reading.warnings, IsEmpty());
}

TEST_F(ConfigTest, EveryMistakeIsReportedAtOnceWithPathAndAdvice)
{
    example_["listen"]["port"] = 70000;
    example_["groups"][0]["platform"] = "wechat";
    example_["groups"][1].erase("kind");
    example_["colour"] = "red";
    example_["circular"]["on_missing"] = 3;
    example_["circular"]["weekly"][1] = "nobody";
    example_["wecom"]["bots"][0]["token"] = json{{"vault", "x"}};
    example_["calendar"] = "absent.json";
    const auto faults = read().faults;
    EXPECT_THAT(faults, fault("$.listen.port", "70000", "port number"));
    EXPECT_THAT(faults, fault("$.groups[0].platform", "wechat", "\"wecom\" or \"dingtalk\""));
    EXPECT_THAT(faults, fault("$.groups[1].kind", "missing", "管理员群"));
    EXPECT_THAT(faults, fault("$.colour", "not a known key", "groups"));
    EXPECT_THAT(faults, fault("$.circular.on_missing", "3", "hold"));
    EXPECT_THAT(faults, fault("$.circular.weekly[1]", "nobody", "name of a group"));
    EXPECT_THAT(faults, fault("$.wecom.bots[0].token.vault", "not a known key", "env"));
    EXPECT_THAT(faults, fault("$.calendar", "does not exist", "existing file"));
}

TEST_F(ConfigTest, TablesGoToWecomGroupsThatGetTheCircular)
{
    example_["circular"]["weekly"] = {"wecom-admins", "dingtalk-admins"};
    example_["circular"]["table_to"] = {"dingtalk-admins", "nobody", "wecom-admins"};
    const auto faults = read().faults;
    EXPECT_THAT(faults, fault("$.circular.table_to[0]", "DingTalk", "leave it out"));
    EXPECT_THAT(faults, fault("$.circular.table_to[1]", "not in circular.weekly", "under circular.weekly"));
    EXPECT_EQ(faults.size(), 2u);
}

TEST_F(ConfigTest, SyntaxErrorNamesLineAndColumn)
{
    const auto faults = read("{\n  \"store\": {,\n}").faults;
    EXPECT_THAT(faults, fault("$", "line 2, column 13", "comma"));
}

TEST_F(ConfigTest, MistakeInTheCalendarFileIsNamed)
{
    std::ofstream(folder_ / "calendar.json")
        << R"({"version": 1, "years": {"2026": {"off": {"元旦": ["2026-13-01"]}}}})";
    EXPECT_THAT(read().faults, fault("$.calendar", "2026-13-01", "correct"));
}

TEST_F(ConfigTest, AbsentFileSaysWhatToDo)
{
    EXPECT_THAT(read_config(folder_ / "nowhere.json").faults, fault("$", "cannot read", "--config"));
}

TEST_F(ConfigTest, UnsetVariableIsNamedWithoutAnyValue)
{
    unsetenv("TONGBAO_WECOM_KEY");
    EXPECT_THAT(read().faults, fault("$.groups[0].webhook_key.env", "TONGBAO_WECOM_KEY, which is not set", "set that"));
}

TEST_F(ConfigTest, SecretFileReadableByOthersIsAWarning)
{
    std::ofstream(folder_ / "key") << "0b1c2d3e-0000-4000-8000-0123456789ab\n";
    fs::permissions(folder_ / "key", fs::perms(0644));
    example_["groups"][0]["webhook_key"] = json{{"file", "key"}};
    const auto reading = read();
    EXPECT_THAT(reading.faults, IsEmpty());
    EXPECT_THAT(reading.warnings, fault("$.groups[0].webhook_key.file", "others can read", "chmod 600"));
    EXPECT_EQ(reading.config.groups[0].webhook_key.reveal(), "0b1c2d3e-0000-4000-8000-0123456789ab");
}

TEST_F(ConfigTest, LiteralSecretIsAcceptedWithAWarningThatDoesNotRepeatIt)
{
    example_["dingtalk"]["robots"][0]["app_secret"] = "very-secret-indeed";
    const auto reading = read();
    EXPECT_THAT(reading.faults, IsEmpty());
    ASSERT_EQ(reading.warnings.size(), 1u);
    EXPECT_THAT(reading.warnings[0].problem + reading.warnings[0].advice, Not(HasSubstr("very-secret-indeed")));
}

TEST_F(ConfigTest, WholeWebhookUrlIsTakenApart)
{
    setenv("TONGBAO_WECOM_KEY",
           "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0b1c2d3e-0000-4000-8000-0123456789ab", 1);
    setenv("TONGBAO_DINGTALK_TOKEN", "https://oapi.dingtalk.com/robot/send?access_token=abc&x=1", 1);
    const auto reading = read();
    EXPECT_THAT(reading.faults, IsEmpty());
    EXPECT_EQ(reading.config.groups[0].webhook_key.reveal(), "0b1c2d3e-0000-4000-8000-0123456789ab");
    EXPECT_EQ(reading.config.groups[1].access_token.reveal(), "abc");
}

TEST_F(ConfigTest, FaultOfASecretNeverShowsIt)
{
    setenv("TONGBAO_WECOM_KEY", "not-a-key-but-secret", 1);
    for (const auto& found : read().faults)
        EXPECT_THAT(found.path + found.problem + found.advice, Not(HasSubstr("not-a-key-but-secret")));
}

TEST_F(ConfigTest, SecretsAreNotNeededWhereNothingIsSent)
{
    for (const char* name : {"TONGBAO_WECOM_KEY", "TONGBAO_DINGTALK_TOKEN", "TONGBAO_DINGTALK_SIGNING_SECRET",
                             "TONGBAO_WECOM_BOT_TOKEN", "TONGBAO_WECOM_BOT_AES_KEY", "TONGBAO_DINGTALK_APP_SECRET",
                             "TONGBAO_WECOM_APP_SECRET", "TONGBAO_DINGTALK_CLIENT_SECRET"})
        unsetenv(name);
    std::ofstream(folder_ / "config.json") << example_.dump();
    EXPECT_THAT(read_config(folder_ / "config.json", Secrets::unread).faults, IsEmpty());
    EXPECT_THAT(read_config(folder_ / "config.json").faults, testing::SizeIs(8));
}

TEST_F(ConfigTest, AnAppSharesItsNameWithNothingAndAGroupNamesOneThatExists)
{
    example_["wecom"]["apps"][0]["name"] = "wecom-admins";
    example_["groups"][2]["app"] = "nobody";
    const auto faults = read().faults;
    EXPECT_THAT(faults, fault("$.wecom.apps[0].name", "already", "name of its own"));
    EXPECT_THAT(faults, fault("$.groups[2].app", "no application", "dingtalk.apps"));
}

TEST_F(ConfigTest, AnApplicationPostsInPlaceOfARobotAndNeedsTheChat)
{
    example_["groups"][2].erase("chat_id");
    example_["groups"][2]["access_token"] = {{"env", "TONGBAO_DINGTALK_TOKEN"}};
    const auto faults = read().faults;
    EXPECT_THAT(faults, fault("$.groups[2].app", "beside", "either app or access_token"));
    EXPECT_THAT(faults, fault("$.groups[2].chat_id", "missing", "chat id"));
}

TEST_F(ConfigTest, AddressesThatAreNoneAreNamed)
{
    example_["listen"]["address"] = "localhost";
    example_["listen"]["trusted_proxies"] = {"127.0.0.1", "::1", "999.1.1.1"};
    const auto faults = read().faults;
    EXPECT_THAT(faults, testing::SizeIs(2));
    EXPECT_THAT(faults, fault("$.listen.address", "no IP address", "127.0.0.1"));
    EXPECT_THAT(faults, fault("$.listen.trusted_proxies[2]", "999.1.1.1", "127.0.0.1"));
}

TEST_F(ConfigTest, AFolderIsNoFile)
{
    EXPECT_THAT(read_config(folder_).faults, fault("$", "cannot read", "--config"));
    example_["calendar"] = "templates";
    example_["store"]["path"] = "templates";
    example_["groups"][0]["webhook_key"] = {{"file", "templates"}};
    const auto faults = read().faults;
    EXPECT_THAT(faults, fault("$.calendar", "is a folder", "calendar file"));
    EXPECT_THAT(faults, fault("$.store.path", "is a folder", "database file"));
    EXPECT_THAT(faults, fault("$.groups[0].webhook_key.file", "cannot be read", "write the path of a file"));
}

TEST_F(ConfigTest, TheDatabasesFolderMustExist)
{
    example_["store"]["path"] = "absent/tongbao.db";
    EXPECT_THAT(read().faults, fault("$.store.path", "does not exist", "make that folder"));
}

TEST_F(ConfigTest, TheCallbackKeyMustBeBase64)
{
    setenv("TONGBAO_WECOM_BOT_AES_KEY", std::string(43, '!').c_str(), 1);
    EXPECT_THAT(read().faults, fault("$.wecom.bots[0].encoding_aes_key", "base64", "EncodingAESKey"));
}

TEST_F(ConfigTest, TransportOfABotSaysWhichKeysItNeeds)
{
    example_["wecom"]["bots"][0].erase("token");
    example_["wecom"]["bots"][1].erase("bot_id");
    example_["dingtalk"]["robots"][0].erase("path");
    example_["dingtalk"]["robots"][1].erase("client_id");
    const auto faults = read().faults;
    EXPECT_THAT(faults, fault("$.wecom.bots[0].token", "missing", "connection"));
    EXPECT_THAT(faults, fault("$.wecom.bots[1].bot_id", "missing", "callback"));
    EXPECT_THAT(faults, fault("$.dingtalk.robots[0].path", "missing", "stream"));
    EXPECT_THAT(faults, fault("$.dingtalk.robots[1].client_id", "missing", "http"));
}

TEST_F(ConfigTest, AppWithAPathNeedsTheKeysOfItsCallback)
{
    auto& app = example_["wecom"]["apps"][0];
    app.erase("encoding_aes_key");
    EXPECT_THAT(read().faults, fault("$.wecom.apps[0].encoding_aes_key", "missing", "remove path"));
    app.erase("token");
    app.erase("path");
    EXPECT_THAT(read().faults, IsEmpty());
}

TEST_F(ConfigTest, TransportsAreRead)
{
    const auto config = read().config;
    EXPECT_EQ(config.wecom_bots.at(0).transport, Transport::callback);
    EXPECT_EQ(config.wecom_bots.at(1).transport, Transport::connection);
    EXPECT_EQ(config.wecom_bots.at(1).secret.reveal(), "bot-secret");
    EXPECT_EQ(config.dingtalk_robots.at(0).transport, Transport::callback);
    EXPECT_EQ(config.dingtalk_robots.at(1).transport, Transport::connection);
    EXPECT_EQ(config.dingtalk_robots.at(1).client_id, "dingyourotherappkey");
}

TEST_F(ConfigTest, BotIsConnectedOnce)
{
    example_["wecom"]["bots"][0] = example_["wecom"]["bots"][1];
    EXPECT_THAT(read().faults, fault("$.wecom.bots[1].bot_id", "used twice", "once"));
}

TEST_F(ConfigTest, HeartbeatGoesNowhereInTheClear)
{
    setenv("TONGBAO_HEARTBEAT_URL", "http://watch.example/ping/token", 1);
    EXPECT_THAT(read().faults, fault("$.monitor.heartbeat_url", "neither https", "https://"));
    for (const auto* local : {"http://127.0.0.1:8000/ping", "http://localhost/", "http://[::1]:8000/ping"}) {
        setenv("TONGBAO_HEARTBEAT_URL", local, 1);
        EXPECT_THAT(read().faults, IsEmpty()) << local;
    }
    for (const auto* foreign : {"http://127.0.0.1.example/", "http://localhost@example/", "http://127.0.0.1:0/"}) {
        setenv("TONGBAO_HEARTBEAT_URL", foreign, 1);
        EXPECT_THAT(read().faults, fault("$.monitor.heartbeat_url", "neither https", "https://")) << foreign;
    }
}

TEST_F(ConfigTest, WithoutAPortThereIsNoMonitorListener)
{
    example_["monitor"].erase("port");
    EXPECT_FALSE(read().config.monitor.listen);
}
