#include "adapters/dingtalk/stream_frames.hpp"

#include "adapters/json_text.hpp"
#include "adapters/strict_json.hpp"

#include <fmt/format.h>

namespace tongbao::adapters::dingtalk {
namespace {

using nlohmann::ordered_json;
constexpr std::string_view robot_topic = "/v1.0/im/bot/messages/get";

StreamFrame::Kind kind_of(const std::string& type, const std::string& topic)
{
    if (type == "CALLBACK")
        return topic == robot_topic ? StreamFrame::Kind::robot_message : StreamFrame::Kind::other_callback;
    if (type == "EVENT")
        return StreamFrame::Kind::event;
    if (type == "SYSTEM" && topic == "ping")
        return StreamFrame::Kind::ping;
    if (type == "SYSTEM" && topic == "disconnect")
        return StreamFrame::Kind::disconnect;
    return StreamFrame::Kind::notice;
}

std::string ack(int code, const std::string& headers, std::string_view message, std::string_view data)
{
    return fmt::format(R"({{"code":{},"headers":{},"message":"{}","data":{}}})", code, headers, message,
                       json_text(data));
}

std::string own_headers(const std::string& message_id)
{
    return json_text({{"contentType", "application/json"}, {"messageId", message_id}});
}

} // namespace

std::optional<StreamFrame> parse_stream_frame(std::string_view text)
{
    const auto read = parse_strict_json(text);
    if (!read || !read->is_object())
        return std::nullopt;
    // One documented sample spells the member so.
    const char* spelled = read->contains("headers") ? "headers" : "header";
    const auto& headers = object_member(*read, spelled);
    StreamFrame frame;
    frame.kind = kind_of(text_member(*read, "type"), text_member(headers, "topic"));
    frame.message_id = text_member(headers, "messageId");
    frame.data = text_member(*read, "data");
    if (frame.message_id.empty() && frame.kind != StreamFrame::Kind::disconnect)
        return std::nullopt; // nothing could be acknowledged
    if (frame.kind == StreamFrame::Kind::ping)
        frame.headers = json_text(ordered_json::parse(text).at(spelled));
    return frame;
}

std::string answer_to(const StreamFrame& frame, bool taken)
{
    switch (frame.kind) {
    case StreamFrame::Kind::robot_message:
        return taken ? ack(200, own_headers(frame.message_id), "OK", "{}")
                     : ack(500, own_headers(frame.message_id), "not stored", "");
    case StreamFrame::Kind::event:
        return ack(200, own_headers(frame.message_id), "OK", R"({"status":"SUCCESS"})");
    case StreamFrame::Kind::ping:
        return ack(200, frame.headers, "OK", frame.data);
    case StreamFrame::Kind::other_callback:
    case StreamFrame::Kind::disconnect:
    case StreamFrame::Kind::notice:
        break;
    }
    return {};
}

std::string open_request(std::string_view client_id, std::string_view client_secret)
{
    const ordered_json robot = {{"type", "CALLBACK"}, {"topic", robot_topic}};
    return json_text({{"clientId", client_id},
                      {"clientSecret", client_secret},
                      {"ua", "tongbao"},
                      {"subscriptions", ordered_json::array({robot})}});
}

} // namespace tongbao::adapters::dingtalk
