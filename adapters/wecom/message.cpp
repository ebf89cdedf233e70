#include "adapters/wecom/message.hpp"

#include "adapters/blank.hpp"
#include "adapters/crypto.hpp"
#include "adapters/strict_json.hpp"
#include "adapters/wecom/message_members.hpp"
#include "adapters/wecom/strict_xml.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tongbao::adapters::wecom {
namespace {

constexpr std::string_view narrow_at = "@";
constexpr std::string_view wide_at = "\xEF\xBC\xA0";

/// Bytes of the `@` or `＠` that `text` begins with: 0 when it begins with neither.
std::size_t leading_at(std::string_view text)
{
    for (const auto at : {narrow_at, wide_at})
        if (text.substr(0, at.size()) == at)
            return at.size();
    return 0;
}

std::string content_of(const nlohmann::json& holder, const char* type)
{
    return text_member(object_member(holder, type), "content");
}

std::string mixed_text(const nlohmann::json& body)
{
    std::string text;
    const auto& mixed = object_member(body, "mixed");
    const auto items = mixed.find("msg_item");
    if (items == mixed.end() || !items->is_array())
        return text;
    for (const auto& item : *items)
        if (text_member(item, "msgtype") == "text")
            text += content_of(item, "text");
    return text;
}

/// Kept for five minutes, encrypted; its name comes with the download (platforms/wecom.md §6.1).
std::optional<SentFile> file_of(const nlohmann::json& body, const std::string& type)
{
    const auto& file = object_member(body, "file");
    auto url = text_member(file, "url");
    if (type != "file" || url.empty())
        return std::nullopt;
    return SentFile{"", std::move(url), text_member(file, "aeskey")};
}

/// Distinct events of one member may fall in one second, so the key is wide (platforms/wecom.md §5.2).
std::string event_id(const StrictXml& xml)
{
    std::string key;
    for (const char* name : {"FromUserName", "CreateTime", "Event", "EventKey", "TaskId", "AgentID"})
        key += xml.word(name) + '\n';
    return "event:" + sha1_hex(key);
}

bool named_character(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '-';
}

/// Removes every mention of `name`; true when there was one. `@Bot2` is no mention of Bot.
bool remove_mentions(std::string& text, const std::string& name)
{
    bool removed = false;
    for (std::size_t at = 0; at < text.size();) {
        const auto mark = leading_at(std::string_view(text).substr(at));
        const auto end = at + mark + name.size();
        if (mark == 0 || text.compare(at + mark, name.size(), name) != 0 ||
            (end < text.size() && named_character(text[end]))) {
            ++at;
            continue;
        }
        text.erase(at, mark + name.size());
        removed = true;
    }
    return removed;
}

/// The first `/` after white space.
std::size_t command_start(std::string_view text)
{
    for (std::size_t at = 0; at < text.size(); ++at)
        if (const auto blank = leading_blank(text.substr(at)); blank > 0 && text.substr(at + blank, 1) == "/")
            return at + blank;
    return std::string_view::npos;
}

} // namespace

std::string without_controls(std::string_view json)
{
    std::string clean;
    clean.reserve(json.size());
    for (const char c : json)
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n')
            clean.push_back(c);
    return clean;
}

std::optional<Message> parse_bot_message(std::string_view json)
{
    const auto body = parse_strict_json(without_controls(json));
    if (!body || !body->is_object())
        return std::nullopt;
    auto message = bot_message_of(*body);
    if (message.type.empty() || message.id.empty())
        return std::nullopt;
    return message;
}

Message bot_message_of(const nlohmann::json& body)
{
    Message message;
    message.type = text_member(body, "msgtype");
    message.id = text_member(body, "msgid");
    const auto& from = object_member(body, "from");
    message.sender = text_member(from, "userid");
    message.foreign = !text_member(from, "corpid").empty();
    message.own = !message.sender.empty() && message.sender == text_member(body, "aibotid");
    message.where = text_member(body, "chattype") == "group" ? ChannelKind::group : ChannelKind::direct;
    message.chat = text_member(body, "chatid");
    message.text = message.type == "mixed" ? mixed_text(body) : content_of(body, message.type.c_str());
    message.file = file_of(body, message.type);
    message.response_url = text_member(body, "response_url");
    message.stream = text_member(object_member(body, "stream"), "id");
    const auto& event = object_member(body, "event");
    message.event = text_member(event, "eventtype");
    const auto& details = object_member(event, message.event);
    message.event_key = text_member(details, "event_key");
    message.task = text_member(details, "task_id");
    return message;
}

std::optional<Message> parse_app_message(std::string_view xml)
{
    const auto body = StrictXml::parse(xml);
    if (!body)
        return std::nullopt;
    Message message;
    message.type = body->word("MsgType");
    if (message.type.empty())
        return std::nullopt;
    message.event = body->word("Event");
    message.id = body->word("MsgId");
    if (message.id.empty())
        message.id = event_id(*body);
    message.sender = body->word("FromUserName");
    message.text = body->find("Content").value_or("");
    message.event_key = body->word("EventKey");
    message.task = body->word("TaskId");
    return message;
}

std::string passive_text(std::string_view corp_id, std::string_view member, std::string_view content, Instant now)
{
    const auto literal = [](std::string_view text) {
        std::string inside(text);
        for (auto at = inside.find("]]>"); at != std::string::npos; at = inside.find("]]>", at + 3))
            inside.replace(at, 3, "]] >");
        return "<![CDATA[" + inside + "]]>";
    };
    return fmt::format("<xml><ToUserName>{}</ToUserName><FromUserName>{}</FromUserName><CreateTime>{}</CreateTime>"
                       "<MsgType><![CDATA[text]]></MsgType><Content>{}</Content></xml>",
                       literal(member), literal(corp_id), now.time_since_epoch().count(), literal(content));
}

bool speaks(const Message& message)
{
    return message.type == "text" || message.type == "mixed" || message.type == "voice" || message.file.has_value();
}

std::string strip_mentions(std::string_view text, const std::vector<std::string>& display_names)
{
    auto longest_first = display_names;
    std::sort(longest_first.begin(), longest_first.end(),
              [](const auto& left, const auto& right) { return left.size() > right.size(); });
    std::string rest(text);
    bool removed = false;
    for (const auto& name : longest_first)
        removed = (!name.empty() && remove_mentions(rest, name)) || removed;
    if (!removed && leading_at(trim_blank(rest)) > 0)
        if (const auto start = command_start(rest); start != std::string::npos)
            rest.erase(0, start);
    return std::string(trim_blank(rest));
}

} // namespace tongbao::adapters::wecom
