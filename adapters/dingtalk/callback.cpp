#include "adapters/dingtalk/callback.hpp"

#include "adapters/blank.hpp"
#include "adapters/crypto.hpp"
#include "adapters/dingtalk/signature.hpp"
#include "adapters/strict_json.hpp"

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

namespace tongbao::adapters::dingtalk {
namespace {

constexpr std::string_view quota_used_up = "20001";

/// Decimal milliseconds, nothing else. Sixteen digits are beyond the year 9999, so nothing overflows later.
std::optional<InstantMs> instant_of(std::string_view milliseconds)
{
    std::int64_t value = 0;
    const auto* end = milliseconds.data() + milliseconds.size();
    const auto [stop, error] = std::from_chars(milliseconds.data(), end, value);
    if (error != std::errc() || stop != end || value < 0 || milliseconds.size() > 15)
        return std::nullopt;
    return InstantMs{std::chrono::milliseconds{value}};
}

/// The pieces of a rich text. Some clients write the robot's mention as the first one (platforms/dingtalk.md §7).
std::string rich_text(const nlohmann::json& body)
{
    std::string text;
    const auto& content = object_member(body, "content");
    const auto pieces = content.find("richText");
    if (pieces == content.end() || !pieces->is_array())
        return text;
    const auto in_list = body.find("isInAtList");
    bool may_be_mention = in_list != body.end() && in_list->is_boolean() && in_list->get<bool>();
    for (const auto& piece : *pieces) {
        const auto words = text_member(piece, "text");
        if (words.empty())
            continue;
        const bool mention = std::exchange(may_be_mention, false) && trim_blank(words).substr(0, 1) == "@";
        if (!mention)
            text += words;
    }
    return text;
}

std::optional<SentFile> file_of(const nlohmann::json& body, const std::string& type)
{
    const auto& content = object_member(body, "content");
    auto code = text_member(content, "downloadCode");
    if (type != "file" || code.empty())
        return std::nullopt;
    return SentFile{text_member(content, "fileName"), std::move(code), ""};
}

std::string text_of(const nlohmann::json& body, const std::string& type)
{
    if (type == "richText")
        return rich_text(body);
    if (type == "audio")
        return text_member(object_member(body, "content"), "recognition");
    if (type != "text")
        return "";
    const auto text = text_member(object_member(body, "text"), "content");
    return text.empty() ? text_member(body, "content") : text;
}

} // namespace

std::string_view name_of(CallbackFault fault)
{
    constexpr std::array<std::string_view, 5> names = {"timestamp", "sign", "malformed", "wrong_robot",
                                                       "foreign_session"};
    return names.at(static_cast<std::size_t>(fault));
}

boost::system::result<void, CallbackFault> verify(const CallbackSettings& settings, const std::string* timestamp,
                                                  const std::string* sign, InstantMs now)
{
    const auto sent = timestamp ? instant_of(*timestamp) : std::nullopt;
    if (!sent || *sent < now - settings.max_skew || *sent > now + settings.max_skew)
        return CallbackFault::timestamp;
    if (!sign || !equal_in_constant_time(*sign, dingtalk::sign(*timestamp, settings.app_secret)))
        return CallbackFault::sign;
    return {};
}

boost::system::result<Message, CallbackFault> parse_message(const CallbackSettings& settings, std::string_view json)
{
    const auto body = parse_strict_json(json);
    if (!body || !body->is_object())
        return CallbackFault::malformed;
    Message message;
    message.type = text_member(*body, "msgtype");
    message.id = text_member(*body, "msgId");
    message.quota_exhausted = text_member(*body, "errorCode") == quota_used_up;
    if (message.id.empty() && !message.quota_exhausted)
        return CallbackFault::malformed;
    if (!settings.robot_code.empty() && text_member(*body, "robotCode") != settings.robot_code)
        return CallbackFault::wrong_robot;
    message.session_webhook = text_member(*body, "sessionWebhook");
    if (!message.session_webhook.empty() && message.session_webhook.rfind(settings.api_base + "/", 0) != 0)
        return CallbackFault::foreign_session;
    if (const auto until = instant_of(text_member(*body, "sessionWebhookExpiredTime")))
        message.session_until = std::chrono::floor<std::chrono::seconds>(*until);
    message.sender = text_member(*body, "senderStaffId");
    const auto speaker = text_member(*body, "senderId");
    message.own = !speaker.empty() && speaker == text_member(*body, "chatbotUserId");
    message.where = text_member(*body, "conversationType") == "2" ? ChannelKind::group : ChannelKind::direct;
    if (message.where == ChannelKind::group)
        message.chat = text_member(*body, "conversationId");
    message.text = std::string(trim_blank(text_of(*body, message.type)));
    message.file = file_of(*body, message.type);
    return message;
}

bool speaks(const Message& message)
{
    return message.type == "text" || message.type == "richText" || message.type == "audio" || message.file.has_value();
}

} // namespace tongbao::adapters::dingtalk
