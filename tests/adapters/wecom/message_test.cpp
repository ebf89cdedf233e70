#include "adapters/wecom/message.hpp"

#include <gtest/gtest.h>

using namespace tongbao;
using namespace tongbao::adapters::wecom;

namespace {

const std::vector<std::string> names = {"通报", "通报助手", "Notice Bot"};

} // namespace

TEST(WecomMention, ConfiguredNameGoesWhereverItStands)
{
    EXPECT_EQ(strip_mentions("@通报助手 查排行", names), "查排行");
    EXPECT_EQ(strip_mentions("@Notice Bot  /list week", names), "/list week");
    EXPECT_EQ(strip_mentions("查排行 @通报助手", names), "查排行");
    EXPECT_EQ(strip_mentions("＠通报助手 查排行", names), "查排行");
    EXPECT_EQ(strip_mentions("@李四 @通报助手 查排行", names), "@李四  查排行");
}

TEST(WecomMention, LongestNameGoesFirstAndALongerWordIsAnotherName)
{
    EXPECT_EQ(strip_mentions("@通报助手", names), "");
    EXPECT_EQ(strip_mentions("@Notice Bot2 hello", names), "@Notice Bot2 hello");
}

TEST(WecomMention, UnknownNamesAreCutBeforeASlashAfterWhiteSpace)
{
    EXPECT_EQ(strip_mentions("@通告助手 /help", {}), "/help");
    EXPECT_EQ(strip_mentions("@张 三\xE2\x80\x85/help me", {}), "/help me");
    EXPECT_EQ(strip_mentions("@通告助手 重发", {}), "@通告助手 重发");
}

TEST(WecomMention, AddressesAndFractionsAreNoCommands)
{
    EXPECT_EQ(strip_mentions("@通告助手 https://x.test/a", {}), "@通告助手 https://x.test/a");
    EXPECT_EQ(strip_mentions("@通告助手 1/2", {}), "@通告助手 1/2");
    EXPECT_EQ(strip_mentions("看 /help", {}), "看 /help");
}

TEST(WecomMessage, MixedTextIsJoinedAndVoiceIsText)
{
    const auto mixed = parse_bot_message(R"({"msgid":"1","msgtype":"mixed","mixed":{"msg_item":[
        {"msgtype":"text","text":{"content":"查"}},{"msgtype":"image","image":{"url":"x"}},
        {"msgtype":"text","text":{"content":"排行"}}]}})");
    ASSERT_TRUE(mixed);
    EXPECT_EQ(mixed->text, "查排行");
    const auto voice = parse_bot_message(R"({"msgid":"1","msgtype":"voice","voice":{"content":"查排行"}})");
    ASSERT_TRUE(voice);
    EXPECT_EQ(voice->text, "查排行");
    EXPECT_TRUE(speaks(*mixed) && speaks(*voice));
}

TEST(WecomMessage, OwnAndForeignSendersAreTold)
{
    const auto own = parse_bot_message(R"({"msgid":"1","aibotid":"AIB1","msgtype":"text","from":{"userid":"AIB1"}})");
    EXPECT_TRUE(own && own->own && !own->foreign);
    const auto foreign = parse_bot_message(R"({"msgid":"1","msgtype":"text","from":{"userid":"a","corpid":"w"}})");
    EXPECT_TRUE(foreign && foreign->foreign && !foreign->own);
}

TEST(WecomMessage, RawControlCharactersAreSurvived)
{
    EXPECT_TRUE(parse_bot_message("{\"msgid\":\"1\",\"msgtype\":\"text\",\"text\":{\"content\":\"a\x01\x1f\"}}"));
}

TEST(WecomMessage, WhatIsNoMessageIsNone)
{
    EXPECT_FALSE(parse_bot_message("[]"));
    EXPECT_FALSE(parse_bot_message("{\"msgtype\":\"text\"}"));
    EXPECT_FALSE(parse_bot_message(std::string(100'000, '[')));
    EXPECT_FALSE(parse_app_message("<xml></xml>"));
    EXPECT_FALSE(parse_app_message("<!DOCTYPE xml [<!ENTITY a \"b\">]><xml><MsgType>text</MsgType></xml>"));
    std::string deep = "<xml><MsgType>text</MsgType>";
    for (int i = 0; i < 100'000; ++i)
        deep += "<a>";
    EXPECT_FALSE(parse_app_message(deep));
}

TEST(WecomMessage, EventsOfOneSecondHaveIdsOfTheirOwn)
{
    const std::string head = "<xml><FromUserName>a</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType>"
                             "<Event>click</Event><EventKey>";
    const auto one = parse_app_message(head + "one</EventKey></xml>");
    const auto two = parse_app_message(head + "two</EventKey></xml>");
    ASSERT_TRUE(one && two);
    EXPECT_NE(one->id, two->id);
    EXPECT_EQ(one->id, parse_app_message(head + "one</EventKey></xml>")->id);
}
