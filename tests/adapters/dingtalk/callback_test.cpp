#include "adapters/dingtalk/callback.hpp"

#include <gtest/gtest.h>

using namespace tongbao;
using namespace tongbao::adapters::dingtalk;

namespace {

boost::system::result<Message, CallbackFault> parse(const std::string& members, const std::string& robot = "")
{
    CallbackSettings settings;
    settings.robot_code = robot;
    return parse_message(settings, R"({"msgId":"m1",)" + members + "}");
}

} // namespace

TEST(DingtalkMessage, TextIsTrimmedOfEveryKindOfBlank)
{
    const auto message = parse(R"("msgtype":"text","text":{"content":" 　查排行  "})");
    ASSERT_TRUE(message);
    EXPECT_EQ(message->text, "查排行");
}

TEST(DingtalkMessage, BareContentStringIsText)
{
    EXPECT_EQ(parse(R"("msgtype":"text","content":"help")")->text, "help");
}

TEST(DingtalkMessage, RichTextIsJoinedWithoutTheLeadingMention)
{
    const std::string pieces = R"("msgtype":"richText","content":{"richText":[{"text":"@学习助手"},{"text":" 查"},
        {"type":"picture","downloadCode":"x"},{"text":"排行"}]})";
    EXPECT_EQ(parse(R"("isInAtList":true,)" + pieces)->text, "查排行");
    EXPECT_EQ(parse(pieces)->text, "@学习助手 查排行");
}

TEST(DingtalkMessage, SpeechIsItsRecognition)
{
    EXPECT_EQ(parse(R"("msgtype":"audio","content":{"recognition":"查排行","duration":1})")->text, "查排行");
}

TEST(DingtalkMessage, GroupIsDecidedByConversationType)
{
    const auto group = parse(R"("msgtype":"text","conversationType":"2","conversationId":"cidA")");
    EXPECT_EQ(group->where, ChannelKind::group);
    EXPECT_EQ(group->chat, "cidA");
    const auto direct = parse(R"("msgtype":"text","conversationType":"1","conversationId":"cidA")");
    EXPECT_EQ(direct->where, ChannelKind::direct);
    EXPECT_EQ(direct->chat, "");
}

TEST(DingtalkMessage, TimesMayBeNumbersOrStrings)
{
    const Instant until{std::chrono::seconds{1708332604}};
    EXPECT_EQ(parse(R"("createAt":1708327204136,"sessionWebhookExpiredTime":1708332604316)")->session_until, until);
    EXPECT_EQ(parse(R"("createAt":"1708327204136","sessionWebhookExpiredTime":"1708332604316")")->session_until, until);
}

TEST(DingtalkMessage, OutsiderHasNoSenderAndTheRobotKnowsItself)
{
    EXPECT_EQ(parse(R"("msgtype":"text","senderId":"$:x")")->sender, "");
    EXPECT_TRUE(parse(R"("msgtype":"text","senderId":"$:x","chatbotUserId":"$:x")")->own);
}

TEST(DingtalkMessage, UsedUpQuotaIsToldWithoutContent)
{
    CallbackSettings settings;
    const auto message = parse_message(settings, R"({"errorCode":20001,"errorMessage":"quota"})");
    ASSERT_TRUE(message);
    EXPECT_TRUE(message->quota_exhausted);
    EXPECT_TRUE(parse_message(settings, R"({"errorCode":"20001","msgId":"m"})")->quota_exhausted);
}

TEST(DingtalkMessage, AnotherRobotsMessageIsRefused)
{
    EXPECT_TRUE(parse(R"("robotCode":"dingA")", "dingA"));
    EXPECT_EQ(parse(R"("robotCode":"dingB")", "dingA").error(), CallbackFault::wrong_robot);
}

TEST(DingtalkMessage, SessionWebhookOnAnotherHostIsRefused)
{
    EXPECT_TRUE(parse(R"("sessionWebhook":"https://oapi.dingtalk.com/robot/sendBySession?session=1")"));
    for (const char* url : {"https://oapi.dingtalk.com.evil.test/x", "http://oapi.dingtalk.com/x",
                            "https://oapi.dingtalk.com@evil.test/x", "https://127.0.0.1/x"})
        EXPECT_EQ(parse("\"sessionWebhook\":\"" + std::string(url) + "\"").error(), CallbackFault::foreign_session);
}

TEST(DingtalkMessage, WhatIsNoMessageIsMalformed)
{
    CallbackSettings settings;
    for (const auto& body : {std::string("[]"), std::string("{}"), std::string("{\"msgId\":"), std::string(50'000, '{'),
                             std::string("{\"msgId\":\"\xff\"}")})
        EXPECT_EQ(parse_message(settings, body).error(), CallbackFault::malformed);
}
