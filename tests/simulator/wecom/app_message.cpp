#include "tests/simulator/wecom/app_message.hpp"

#include "tests/simulator/wecom/text_of.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

namespace tongbao::simulator::wecom {
namespace {

using nlohmann::json;

constexpr std::size_t max_text_bytes = 2048; // platforms/wecom.md §4.2 and §5.5
constexpr std::size_t max_receivers = 1000;  // §4.2

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::vector<std::string> split(const std::string& joined)
{
    std::vector<std::string> parts;
    for (std::size_t start = 0; start < joined.size();) {
        const auto end = std::min(joined.find('|', start), joined.size());
        if (end > start)
            parts.push_back(joined.substr(start, end - start));
        start = end + 1;
    }
    return parts;
}

void append(std::string& joined, const std::string& id)
{
    joined += (joined.empty() ? "" : "|") + lower(id);
}

bool holds(const std::vector<std::string>& ids, const std::string& id)
{
    return std::any_of(ids.begin(), ids.end(), [&](const auto& each) { return lower(each) == lower(id); });
}

/// The platform cuts without a word (§4.2); no half characters here.
std::string cut(std::string text)
{
    if (text.size() <= max_text_bytes)
        return text;
    auto end = max_text_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    return text.substr(0, end);
}

AppMessage faulty(AppMessage message, int errcode, std::string fault)
{
    message.errcode = errcode;
    message.fault = std::move(fault);
    return message;
}

AppMessage read_content(AppMessage message, const json& part, const std::function<bool(const std::string&)>& has_media)
{
    static const std::set<std::string> media{"image", "voice", "video", "file"};
    message.text = part.contains("content") ? text_of(part, "content") : part.dump();
    if (media.contains(message.type) && text_of(part, "media_id").empty())
        return faulty(message, 41006, "media_id missing");
    if (media.contains(message.type) && !has_media(text_of(part, "media_id")))
        return faulty(message, 40007, "invalid media_id");
    if ((message.type == "text" || message.type == "markdown") && message.text.empty())
        return faulty(message, 44004, "empty content");
    if (message.type == "markdown" && message.text.size() > max_text_bytes)
        return faulty(message, 45002, "content size out of limit");
    if (message.type == "textcard" && text_of(part, "title").empty())
        return faulty(message, 41016, "missing title");
    if (message.type == "textcard" && text_of(part, "description").empty())
        return faulty(message, 41033, "missing description");
    if (message.type == "textcard" && text_of(part, "url").empty())
        return faulty(message, 40063, "some parameters are empty");
    if (message.type == "text")
        message.text = cut(message.text);
    const auto card = text_of(part, "card_type");
    message.interactive = card == "button_interaction" || card == "vote_interaction" || card == "multiple_interaction";
    return message;
}

} // namespace

AppMessage read_app_message(const std::string& body, const std::function<bool(const std::string&)>& has_media)
{
    static const std::set<std::string> types{"text",  "markdown", "textcard", "news",         "image",
                                             "voice", "video",    "file",     "template_card"};
    AppMessage message;
    const auto object = json::parse(body, nullptr, false);
    if (!object.is_object())
        return faulty(message, 40008, "invalid message type. Warning: wrong json format. ");
    message.type = text_of(object, "msgtype");
    message.to_user = text_of(object, "touser");
    if (!types.contains(message.type))
        return faulty(message, 40008, "invalid message type");
    if (!object.contains("agentid"))
        return faulty(message, 41011, "missing agentid");
    if (!object["agentid"].is_number_integer())
        return faulty(message, 40056, "invalid agentid. Warning: wrong json format. ");
    message.agent_id = object["agentid"];
    if (message.to_user.empty() && text_of(object, "toparty").empty() && text_of(object, "totag").empty())
        return faulty(message, 82001, "all empty receivers");
    if (split(message.to_user).size() > max_receivers)
        return faulty(message, 40032, "invalid user list size");
    const auto part = object.find(message.type);
    if (part == object.end() || !part->is_object())
        return faulty(message, 44004, "empty content");
    return read_content(std::move(message), *part, has_media);
}

Audience split_audience(const std::string& to_user, const std::vector<std::string>& members,
                        const std::vector<std::string>& unlicensed)
{
    Audience audience;
    const auto asked = to_user == "@all" ? members : split(to_user);
    for (const auto& id : asked) {
        const auto member =
            std::find_if(members.begin(), members.end(), [&](const auto& each) { return lower(each) == lower(id); });
        if (member == members.end())
            append(audience.invalid, id);
        else if (holds(unlicensed, id))
            append(audience.unlicensed, id);
        else
            audience.reached.push_back(*member);
    }
    return audience;
}

std::string message_xml(const std::string& corp_id, const std::string& user, std::int64_t created,
                        const std::string& rest)
{
    return "<xml><ToUserName><![CDATA[" + corp_id + "]]></ToUserName><FromUserName><![CDATA[" + user +
           "]]></FromUserName><CreateTime>" + std::to_string(created) + "</CreateTime>" + rest + "</xml>";
}

std::string passive_text(const std::string& xml)
{
    const std::string open = "<Content><![CDATA[";
    const auto start = xml.find(open);
    const auto end = xml.find("]]></Content>");
    if (start == std::string::npos || end == std::string::npos)
        return xml;
    return cut(xml.substr(start + open.size(), end - start - open.size()));
}

} // namespace tongbao::simulator::wecom
