#include "adapters/wecom/bot_frames.hpp"

#include "adapters/json_text.hpp"
#include "adapters/strict_json.hpp"
#include "adapters/wecom/message_members.hpp"

#include <fmt/format.h>

namespace tongbao::adapters::wecom {

std::optional<BotFrame> parse_bot_frame(std::string_view text)
{
    const auto frame = parse_strict_json(without_controls(text));
    if (!frame || !frame->is_object())
        return std::nullopt;
    BotFrame read;
    read.req_id = text_member(object_member(*frame, "headers"), "req_id");
    const auto cmd = text_member(*frame, "cmd");
    const auto errcode = frame->find("errcode");
    if (cmd == "aibot_msg_callback" || cmd == "aibot_event_callback") {
        read.kind = cmd == "aibot_msg_callback" ? BotFrame::Kind::message : BotFrame::Kind::event;
        read.message = bot_message_of(object_member(*frame, "body"));
    } else if (cmd.empty() && errcode != frame->end() && errcode->is_number_integer()) {
        read.kind = BotFrame::Kind::acknowledgement;
        read.errcode = errcode->get<std::int64_t>();
        read.errmsg = text_member(*frame, "errmsg");
    }
    return read;
}

std::string bot_frame(std::string_view cmd, std::string_view req_id, std::string_view body)
{
    const auto head = fmt::format(R"({{"cmd":{},"headers":{{"req_id":{}}})", json_text(cmd), json_text(req_id));
    return body.empty() ? head + "}" : fmt::format(R"({},"body":{}}})", head, body);
}

std::string subscription_body(std::string_view bot_id, std::string_view secret)
{
    return json_text({{"bot_id", bot_id}, {"secret", secret}});
}

} // namespace tongbao::adapters::wecom
