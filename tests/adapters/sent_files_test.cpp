#include "adapters/dingtalk/callback.hpp"
#include "adapters/dingtalk/sent_file.hpp"
#include "adapters/wecom/message.hpp"
#include "adapters/wecom/sent_file.hpp"
#include "tests/adapters/apps_fixture.hpp"
#include "tests/simulator/wecom/sent_file.hpp"

#include <nlohmann/json.hpp>

namespace tongbao::adapters {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

TEST(WecomSentFile, IsDecryptedWithEitherKindOfKey)
{
    for (const std::string& content :
         {std::string("工号,积分\n1,2\n"), std::string(), std::string(31, 'x'), std::string(32, '\0')}) {
        EXPECT_EQ(wecom::decrypt_file(key, simulator::wecom::encrypt_file(key, content)), content);
        const auto padded = base64_encode(std::string(32, 'k'));
        EXPECT_EQ(wecom::decrypt_file(padded, simulator::wecom::encrypt_file(padded, content)), content);
    }
}

TEST(WecomSentFile, WhatWasNotEncryptedWithTheKeyIsNoFile)
{
    const auto encrypted = simulator::wecom::encrypt_file(key, "内容");
    EXPECT_FALSE(wecom::decrypt_file("short", encrypted));
    EXPECT_FALSE(wecom::decrypt_file("", encrypted));
    EXPECT_FALSE(wecom::decrypt_file(key, ""));
    EXPECT_FALSE(wecom::decrypt_file(key, encrypted + "x"));
    EXPECT_FALSE(wecom::decrypt_file(key, std::string(64, 'x')));
}

TEST(WecomSentFile, MessageTellsWhereItIs)
{
    const auto message = wecom::parse_bot_message(
        R"({"msgid":"1","chattype":"single","from":{"userid":"z"},"msgtype":"file","file":{"url":"https://a/b","aeskey":"k"}})");
    ASSERT_TRUE(message && message->file);
    EXPECT_TRUE(speaks(*message));
    EXPECT_EQ(message->file->address, "https://a/b");
    EXPECT_EQ(message->file->key, "k");
    const auto without = wecom::parse_bot_message(R"({"msgid":"1","from":{"userid":"z"},"msgtype":"file","file":{}})");
    ASSERT_TRUE(without);
    EXPECT_FALSE(speaks(*without));
}

TEST(DownloadName, IsThatOfTheHeader)
{
    EXPECT_EQ(name_in_disposition(R"(attachment; filename="a b.xlsx"; x=1)"), "a b.xlsx");
    EXPECT_EQ(name_in_disposition("attachment; filename=a.xlsx"), "a.xlsx");
    EXPECT_EQ(name_in_disposition("attachment; filename=\"x\"; filename*=UTF-8''%E5%90%8D.csv"), "名.csv");
    EXPECT_EQ(name_in_disposition("attachment; filename=\"x\"; filename*=UTF-8''%E5%9"), "x");
    EXPECT_EQ(name_in_disposition("attachment"), "");
}

/// A file sent to the application's robot; groups deliver none.
class DingtalkSentFileTest : public AppsTest {
protected:
    simulator::DingtalkBot& bot =
        platforms->add(simulator::DingtalkBotSettings{.name = "助手", .client_id = "ding1", .client_secret = "s"});

    std::string code_of(std::string name, std::string bytes)
    {
        simulator::Hearing heard;
        const simulator::Speech said("u1", "");
        const auto body = bot.file_message(said, std::move(name), std::move(bytes), heard);
        dingtalk::CallbackSettings settings;
        settings.api_base = platforms->base_url();
        const auto message = dingtalk::parse_message(settings, body.dump());
        EXPECT_TRUE(message && message->file && speaks(*message));
        EXPECT_EQ(message->file->name, body["content"]["fileName"]);
        return message->file->address;
    }
    Downloaded fetch(const std::string& code) { return run(dingtalk::download_file(ding_access, *client, code)); }
};

TEST_F(DingtalkSentFileTest, CodeIsExchangedForTheContent)
{
    const auto fetched = fetch(code_of("名册.csv", "工号\n1\n"));
    ASSERT_TRUE(fetched);
    EXPECT_EQ(fetched->bytes, "工号\n1\n");
}

TEST_F(DingtalkSentFileTest, ExpiredTokenIsFetchedAnew)
{
    const auto code = code_of("a.csv", "x");
    ASSERT_TRUE(fetch(code));
    ding_app.expire_token();
    EXPECT_TRUE(fetch(code));
}

TEST_F(DingtalkSentFileTest, RefusalsAreFailuresWithoutSecrets)
{
    const auto unknown = fetch("dlsecretcode");
    ASSERT_FALSE(unknown);
    EXPECT_THAT(unknown.error().what, AllOf(HasSubstr("no address"), Not(HasSubstr("dlsecretcode"))));
    const auto code = code_of("a.csv", "x");
    ding_app.allow_sending(false);
    EXPECT_FALSE(fetch(code));
}

TEST_F(DingtalkSentFileTest, WhatIsLargerThanTheClientTakesIsRefused)
{
    const auto fetched = fetch(code_of("a.csv", std::string((std::size_t{1} << 20) + 1, 'x')));
    EXPECT_FALSE(fetched);
}

} // namespace
} // namespace tongbao::adapters
