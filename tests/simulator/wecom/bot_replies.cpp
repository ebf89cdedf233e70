#include "tests/simulator/wecom/bot_replies.hpp"

#include "tests/simulator/wecom/text_of.hpp"

#include <map>
#include <nlohmann/json.hpp>

namespace tongbao::simulator::wecom {
namespace {

using nlohmann::json;

constexpr std::size_t max_content_bytes = 20480; // platforms/wecom.md §6.3: 20480 passes, 20481 fails

const std::set<std::string>& allowed(ReplyPlace place)
{
    static const std::map<ReplyPlace, std::set<std::string>> all{
        {ReplyPlace::callback, {"stream", "template_card", "stream_with_template_card"}},
        {ReplyPlace::enter_chat, {"text", "template_card"}},
        {ReplyPlace::card_event, {"update_template_card"}},
        {ReplyPlace::response_url, {"markdown", "template_card"}},
        {ReplyPlace::long_connection,
         {"stream", "template_card", "stream_with_template_card", "markdown", "file", "image", "voice", "video"}},
        {ReplyPlace::pushed, {"markdown", "template_card", "file", "image", "voice", "video"}},
    };
    return all.at(place);
}

BotReply faulty(BotReply reply, int errcode, std::string fault)
{
    reply.errcode = errcode;
    reply.fault = std::move(fault);
    return reply;
}

} // namespace

BotReply read_bot_reply(const std::string& body, ReplyPlace place)
{
    BotReply reply;
    const auto message = json::parse(body, nullptr, false);
    if (!message.is_object())
        return faulty(reply, 40008, "invalid message type. Warning: wrong json format. ");
    reply.type = text_of(message, message.contains("response_type") ? "response_type" : "msgtype");
    if (!allowed(place).contains(reply.type))
        return faulty(reply, 40008, "invalid message type");
    const auto member = reply.type == "update_template_card"        ? "template_card"
                        : reply.type == "stream_with_template_card" ? "stream"
                                                                    : reply.type;
    const auto part = message.value(member, json());
    if (!part.is_object() || part.empty())
        return faulty(reply, 44004, "empty content");
    reply.stream_id = text_of(part, "id");
    reply.text = part.contains("content") ? text_of(part, "content") : part.dump();
    if (member == std::string("stream"))
        reply.finished = part.value("finish", json()) == true;
    if (member == std::string("stream") && reply.stream_id.empty())
        return faulty(reply, 40063, "stream.id is empty");
    if ((reply.type == "markdown" || reply.type == "text") && reply.text.empty())
        return faulty(reply, 44004, "empty content");
    if (reply.text.size() > max_content_bytes)
        return faulty(reply, 40058, reply.type + ".content exceed max length 20480");
    return reply;
}

} // namespace tongbao::simulator::wecom
