#include "bot/commands/table.hpp"
#include "tests/bot/service_fixture.hpp"

#include <map>

namespace tongbao::bot {
namespace {

using simulator::Speech;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

constexpr auto answered = "涉及个人信息，已私信您。如未收到，请私聊我使用此命令。";
constexpr auto not_here = "涉及个人信息，不在群里回复，请私聊我使用此命令。";

std::vector<std::string> personal_questions()
{
    std::vector<std::string> questions{"查个人 zhangsan", "查个人 皇甫清扬 上月", "查个人 没有这个人"};
    for (const auto& command : command_table())
        if (command.answers_in_private && !command.looks_at_persons)
            questions.emplace_back(command.example);
    return questions;
}

/// Every transport by which a group is heard, with and without a way to persons.
class PrivateAnswersTest : public ServiceTest {
protected:
    void with_wecom_app()
    {
        config_json_["wecom"]["apps"] = {
            {{"name", "wecom-app"}, {"corp_id", "ww1"}, {"secret", "the-app-secret"}, {"agent_id", 1000002}}};
        platforms_.add(simulator::WecomAppSettings{
            .name = "wecom-app", .corp_id = "ww1", .secret = "the-app-secret", .members = {administrator, member}});
    }
    void with_dingtalk_app()
    {
        config_json_["dingtalk"]["apps"] = {
            {{"name", "ding-app"}, {"client_id", "ding1"}, {"client_secret", "the-client-secret"}}};
        platforms_.add(simulator::DingtalkAppSettings{.name = "ding-app",
                                                      .client_id = "ding1",
                                                      .client_secret = "the-client-secret",
                                                      .users = {administrator, member}});
    }
    simulator::WecomBot& start_wecom_callback()
    {
        const std::string key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
        config_json_["wecom"]["bots"] = {{{"name", "wecom-bot"},
                                          {"display_names", {"助手"}},
                                          {"path", "/wecom/bot"},
                                          {"token", "token1"},
                                          {"encoding_aes_key", key}}};
        start();
        return platforms_.add(simulator::WecomBotSettings{
            .name = "助手", .bot_id = "AIB1", .url = url() + "/wecom/bot", .token = "token1", .aes_key = key});
    }
    simulator::WecomBot& start_wecom_connection()
    {
        config_json_["wecom"]["bots"] = {{{"name", "wecom-bot"},
                                          {"transport", "connection"},
                                          {"display_names", {"助手"}},
                                          {"bot_id", "AIB1"},
                                          {"secret", "s3cret"}}};
        auto& bot = platforms_.add(simulator::WecomBotSettings{.name = "助手", .bot_id = "AIB1", .secret = "s3cret"});
        start();
        until([&] { return bot.long_connection().connected(); });
        return bot;
    }
    simulator::DingtalkBot& start_dingtalk(const std::string& transport)
    {
        nlohmann::json robot{{"name", "ding-bot"},
                             {"transport", transport},
                             {"client_id", "ding1"},
                             {"app_secret", "the-client-secret"},
                             {"robot_code", "ding1"}};
        if (transport == "http")
            robot["path"] = "/dingtalk/robot";
        config_json_["dingtalk"]["robots"] = {robot};
        if (transport == "http")
            start();
        auto& bot =
            platforms_.add(simulator::DingtalkBotSettings{.name = "助手",
                                                          .client_id = "ding1",
                                                          .client_secret = "the-client-secret",
                                                          .url = transport == "http" ? url() + "/dingtalk/robot" : ""});
        if (transport == "stream") {
            start();
            until([&] { return bot.stream().connections() > 0; });
        }
        return bot;
    }

    /// Asks everything in the group; what is read there must be `in_group` each time, and one-to-one `private_ones`
    /// more than there was.
    template <class Bot>
    void ask_all(Bot& bot, const std::string& chat, const char* in_group, bool privately)
    {
        const auto before = read_in(administrator).size();
        const auto questions = personal_questions();
        for (std::size_t i = 0; i < questions.size(); ++i) {
            say(bot, Speech(administrator, questions[i], chat));
            until([&] {
                return read_in(chat).size() > i && read_in(administrator).size() >= before + (privately ? i + 1 : 0);
            });
        }
        EXPECT_THAT(read_in(chat), Each(std::string(in_group)));
        EXPECT_THAT(read_in(chat), SizeIs(questions.size()));
        EXPECT_THAT(read_in(administrator), SizeIs(before + (privately ? questions.size() : 0)));
        EXPECT_THAT(read_in(member), IsEmpty()) << "only whoever asked";
    }
};

TEST_F(PrivateAnswersTest, WecomCallbackWithAnApp)
{
    with_wecom_app();
    ask_all(start_wecom_callback(), wecom_chat, answered, true);
    EXPECT_THAT(read_in(administrator)[0], StartsWith("皇甫清扬（文学院"));
}

TEST_F(PrivateAnswersTest, WecomCallbackAlone)
{
    ask_all(start_wecom_callback(), wecom_chat, not_here, false);
}

TEST_F(PrivateAnswersTest, WecomLongConnectionPushesToWhoeverSpokeBefore)
{
    auto& bot = start_wecom_connection();
    say(bot, Speech(administrator, "帮助"));
    until([&] { return read_in(administrator).size() == 1; });
    ask_all(bot, wecom_chat, answered, true);
}

TEST_F(PrivateAnswersTest, DingtalkHttpWithAnApplication)
{
    with_dingtalk_app();
    ask_all(start_dingtalk("http"), dingtalk_chat, answered, true);
}

TEST_F(PrivateAnswersTest, DingtalkStreamWithAnApplication)
{
    with_dingtalk_app();
    ask_all(start_dingtalk("stream"), dingtalk_chat, answered, true);
}

TEST_F(PrivateAnswersTest, DingtalkAlone)
{
    ask_all(start_dingtalk("http"), dingtalk_chat, not_here, false);
}

/// Files that administrators send, over every transport that delivers files.
class SentFilesTest : public PrivateAnswersTest {
protected:
    template <class Bot>
    void import_by(Bot& bot)
    {
        const auto day = iso_date(local_day(clock_.now()) - std::chrono::days{1});
        const auto count = [&] { return read_in(administrator).size(); };
        send_file(bot, administrator, "学员" + day + ".csv", "工号,计入年度积分\nzhangsan,38\n");
        until([&] { return count() == 1; });
        const auto preview = read_in(administrator).back();
        EXPECT_THAT(preview, HasSubstr("学员" + day + ".csv"));
        const auto code = preview.find("确认 ");
        ASSERT_NE(code, std::string::npos) << preview;
        say(bot, Speech(administrator, preview.substr(code, std::string("确认 1234").size())));
        until([&] { return count() == 2; });
        auto db = database();
        EXPECT_THAT(store::activity_of(db, store::find_member(db, member)->id,
                                       local_day(clock_.now()) - std::chrono::days{1}, local_day(clock_.now())),
                    SizeIs(1))
            << read_in(administrator).back();
    }
};

TEST_F(SentFilesTest, WecomCallback)
{
    import_by(start_wecom_callback());
}

TEST_F(SentFilesTest, WecomLongConnection)
{
    import_by(start_wecom_connection());
}

TEST_F(SentFilesTest, DingtalkHttp)
{
    with_dingtalk_app();
    import_by(start_dingtalk("http"));
}

TEST_F(SentFilesTest, DingtalkStream)
{
    with_dingtalk_app();
    import_by(start_dingtalk("stream"));
}

TEST_F(SentFilesTest, AFileThatThePlatformNoLongerGivesIsToldKindly)
{
    auto& bot = start_dingtalk("http"); // no application: the platform gives no token
    send_file(bot, administrator, "a.csv", "工号\n");
    until([&] { return !read_in(administrator).empty(); });
    EXPECT_THAT(read_in(administrator), ElementsAre(StartsWith("没有收到文件")));
}

} // namespace
} // namespace tongbao::bot
