#include "adapters/dingtalk/stream_frames.hpp"
#include "adapters/wecom/bot_frames.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace tongbao::adapters;
using dingtalk::answer_to;
using dingtalk::parse_stream_frame;
using dingtalk::StreamFrame;
using testing::HasSubstr;
using testing::Not;

/// The bytes that the official Node client was seen to write (platforms/dingtalk.md §4.8).
TEST(StreamVector, RobotMessageIsAcknowledgedAsByTheOfficialClient)
{
    const auto frame = parse_stream_frame(
        R"({"specVersion":"1.0","type":"CALLBACK","headers":{"appId":"1305d5f5","connectionId":"c3faec14",)"
        R"("contentType":"application/json","messageId":"ID","time":"1690362102194","topic":"/v1.0/im/bot/messages/get"},)"
        R"("data":"{\"conversationId\":\"cid\"}"})");
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->data, R"({"conversationId":"cid"})");
    EXPECT_EQ(
        answer_to(*frame),
        R"({"code":200,"headers":{"contentType":"application/json","messageId":"ID"},"message":"OK","data":"{}"})");
}

TEST(StreamVector, PingGivesHeadersAndDataBackAsTheOfficialClientDoes)
{
    const auto frame = parse_stream_frame(
        R"({"specVersion":"1.0","type":"SYSTEM","headers":{"contentType":"application/json","messageId":"ID",)"
        R"("time":"1795395691397","topic":"ping"},"data":"{\"opaque\":\"一 / é\"}"})");
    ASSERT_TRUE(frame);
    EXPECT_EQ(answer_to(*frame),
              R"({"code":200,"headers":{"contentType":"application/json","messageId":"ID","time":"1795395691397",)"
              R"("topic":"ping"},"message":"OK","data":"{\"opaque\":\"一 / é\"}"})");
}

TEST(StreamVector, EventIsAcknowledgedAsByTheOfficialClient)
{
    const auto frame =
        parse_stream_frame(R"({"type":"EVENT","headers":{"messageId":"ID","topic":"*","eventType":"x"},"data":"{}"})");
    ASSERT_TRUE(frame);
    EXPECT_EQ(answer_to(*frame), R"({"code":200,"headers":{"contentType":"application/json","messageId":"ID"},)"
                                 R"("message":"OK","data":"{\"status\":\"SUCCESS\"}"})");
}

TEST(StreamVector, NothingIsSaidWhereTheOfficialClientSaysNothing)
{
    for (const char* head :
         {R"("type":"SYSTEM","headers":{"topic":"disconnect")", R"("type":"SYSTEM","headers":{"topic":"KEEPALIVE")",
          R"("type":"SYSTEM","headers":{"topic":"CONNECTED")", R"("type":"SYSTEM","headers":{"topic":"REGISTERED")",
          R"("type":"CALLBACK","headers":{"topic":"/v1.0/unknown")", R"("type":"NEW","headers":{"topic":"x")"}) {
        const auto frame = parse_stream_frame("{" + std::string(head) + R"(,"messageId":"ID"},"data":"{}"})");
        ASSERT_TRUE(frame) << head;
        EXPECT_EQ(answer_to(*frame), "") << head;
    }
}

TEST(StreamVector, RealDisconnectFrameIsAnOrder)
{
    const auto frame =
        parse_stream_frame(R"({"specVersion":"1.0","type":"SYSTEM","headers":{"contentType":"application/json",)"
                           R"("messageId":"c0a800e9168327945646012d43","time":"1683279456460","topic":"disconnect"},)"
                           R"("data":"{\"reason\":\"persistent connection is timeout\"}"})");
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->kind, StreamFrame::Kind::disconnect);
}

TEST(StreamVector, NumberWhereTheDocumentationSaysTextIsAccepted)
{
    const auto frame = parse_stream_frame(
        R"({"type":"SYSTEM","header":{"messageId":17,"time":1795395691397,"topic":"ping"},"data":"{}"})");
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->message_id, "17");
    EXPECT_EQ(answer_to(*frame), R"({"code":200,"headers":{"messageId":17,"time":1795395691397,"topic":"ping"},)"
                                 R"("message":"OK","data":"{}"})");
}

TEST(StreamVector, MessageThatCouldNotBeKeptIsNotAcknowledgedAsDone)
{
    const auto frame = parse_stream_frame(
        R"({"type":"CALLBACK","headers":{"messageId":"ID","topic":"/v1.0/im/bot/messages/get"},"data":"{}"})");
    ASSERT_TRUE(frame);
    EXPECT_THAT(answer_to(*frame, false), HasSubstr(R"("code":500)"));
}

TEST(StreamVector, OpenRequestAsksForRobotMessagesOnly)
{
    EXPECT_EQ(dingtalk::open_request("ding1", "s"),
              R"({"clientId":"ding1","clientSecret":"s","ua":"tongbao",)"
              R"("subscriptions":[{"type":"CALLBACK","topic":"/v1.0/im/bot/messages/get"}]})");
}

TEST(StreamVector, WhatIsNoFrameIsPassedOver)
{
    for (const char* text : {"", "[]", "{}", "not json", R"({"type":"CALLBACK"})", R"({"type":"SYSTEM","headers":[]})"})
        EXPECT_FALSE(parse_stream_frame(text)) << text;
    EXPECT_FALSE(parse_stream_frame(R"({"headers":)" + std::string(100, '[') + std::string(100, ']') + "}"));
}

/// The frames of platforms/wecom.md §6.5.
TEST(BotFrameVector, FramesAreWrittenAsDocumented)
{
    EXPECT_EQ(wecom::bot_frame("aibot_subscribe", "r1", wecom::subscription_body("AIB1", "s\"x")),
              R"({"cmd":"aibot_subscribe","headers":{"req_id":"r1"},"body":{"bot_id":"AIB1","secret":"s\"x"}})");
    EXPECT_EQ(wecom::bot_frame("ping", "r2"), R"({"cmd":"ping","headers":{"req_id":"r2"}})");
}

TEST(BotFrameVector, CallbackIsReadWithItsReqId)
{
    const auto frame = wecom::parse_bot_frame(
        R"({"cmd":"aibot_msg_callback","headers":{"req_id":"R"},"body":{"msgid":"M","aibotid":"AIB","chatid":"wr",)"
        "\"chattype\":\"group\",\"from\":{\"userid\":\"zhangsan\"},\"msgtype\":\"text\","
        "\"text\":{\"content\":\"@\x01助手\x1f /help\"}}}");
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->kind, wecom::BotFrame::Kind::message);
    EXPECT_EQ(frame->req_id, "R");
    EXPECT_EQ(frame->message.text, "@助手 /help"); // raw control characters are taken out (rule 10)
}

TEST(BotFrameVector, AcknowledgementHasNoCommand)
{
    const auto frame =
        wecom::parse_bot_frame(R"({"headers":{"req_id":"R"},"errcode":846605,"errmsg":"invalid req_id"})");
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->kind, wecom::BotFrame::Kind::acknowledgement);
    EXPECT_EQ(frame->errcode, 846605);
}

TEST(BotFrameVector, EvictionHasNoSenderAndNoId)
{
    const auto frame =
        wecom::parse_bot_frame(R"({"cmd":"aibot_event_callback","headers":{"req_id":"R"},"body":{"msgtype":"event",)"
                               R"("event":{"eventtype":"disconnected_event"}}})");
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->kind, wecom::BotFrame::Kind::event);
    EXPECT_EQ(frame->message.event, "disconnected_event");
}

TEST(BotFrameVector, UnknownCommandIsToBeIgnored)
{
    const auto frame = wecom::parse_bot_frame(R"({"cmd":"aibot_new","headers":{"req_id":"R"},"body":{}})");
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->kind, wecom::BotFrame::Kind::other);
    EXPECT_FALSE(wecom::parse_bot_frame("{"));
    EXPECT_FALSE(wecom::parse_bot_frame("[]"));
}
