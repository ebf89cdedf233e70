#include "tests/simulator/dingtalk/message_rules.hpp"

#include <functional>
#include <map>
#include <nlohmann/json.hpp>

namespace tongbao::simulator::dingtalk {
namespace {

using nlohmann::json;
using Verdict = std::optional<Complaint>;

constexpr std::size_t max_body_bytes = 20'000; // platforms/dingtalk.md §1.6

std::string text_of(const json& object, const char* member)
{
    if (!object.is_object())
        return "";
    const auto found = object.find(member);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

/// Members of §1.3 that must be there and not empty. The first code of the hundred that names the message type is the
/// first member's (§1.7: 4002xx to 4006xx).
Verdict required(const json& part, int first_code, std::initializer_list<const char*> members)
{
    for (const auto* member : members) {
        if (text_of(part, member).empty())
            return Complaint{first_code, std::string("miss param : ") + member, std::string("缺少参数 ") + member};
        ++first_code;
    }
    return std::nullopt;
}

Verdict list_of(const json& part, const char* list, int code, std::initializer_list<const char*> members)
{
    const auto found = part.find(list);
    if (found == part.end() || !found->is_array() || found->empty())
        return Complaint{code, std::string("miss param : ") + list, std::string("缺少参数 ") + list};
    for (const auto& each : *found)
        if (auto complaint = required(each, code + 1, members))
            return complaint;
    return std::nullopt;
}

Verdict action_card_rule(const json& part)
{
    if (auto complaint = required(part, 400501, {"title", "text"}))
        return complaint;
    if (!text_of(part, "singleTitle").empty() && !text_of(part, "singleURL").empty())
        return std::nullopt; // btns is ignored then (§1.3)
    return list_of(part, "btns", 400503, {"title", "actionURL"});
}

const std::map<std::string, std::function<Verdict(const json&)>>& rules()
{
    static const std::map<std::string, std::function<Verdict(const json&)>> all{
        {"text", [](const json& part) { return required(part, 400201, {"content"}); }},
        {"link",
         [](const json& part) {
             return required(part, 400301, {"title", "text", "messageUrl"});
         }},
        {"markdown",
         [](const json& part) {
             return required(part, 400401, {"title", "text"});
         }},
        {"actionCard", action_card_rule},
        {"feedCard",
         [](const json& part) {
             return list_of(part, "links", 400601, {"title", "messageURL", "picURL"});
         }},
    };
    return all;
}

void add_alerted(const json& at, const char* member, const Received& message, std::vector<std::string>& into)
{
    const auto list = at.find(member);
    if (list == at.end() || !list->is_array())
        return;
    for (const auto& each : *list) {
        // In markdown the text must name the person as well, or nobody is notified (§1.4).
        if (each.is_string() &&
            (message.msgtype == "text" || message.content.find("@" + each.get<std::string>()) != std::string::npos))
            into.push_back(each);
    }
}

} // namespace

std::optional<Complaint> complaint_about(const std::string& body)
{
    if (body.size() > max_body_bytes)
        return Complaint{460101, "message too long, exceed 20000 bytes", "body 大小不合法，最大20000bytes"};
    const auto message = json::parse(body, nullptr, false);
    if (!message.is_object())
        return Complaint{40035, "invalid json", "缺少 JSON 参数"};
    const auto type = text_of(message, "msgtype");
    const auto rule = rules().find(type);
    if (rule == rules().end())
        return Complaint{400105, "unsupported msgtype", "不支持的消息类型"};
    const auto part = message.find(type);
    return rule->second(part != message.end() && part->is_object() ? *part : json::object());
}

std::string body_text(const json& message)
{
    const auto type = text_of(message, "msgtype");
    if (!message.is_object() || !message.contains(type))
        return "";
    return text_of(message[type], type == "text" ? "content" : "text");
}

void read_message(const std::string& body, Received& into)
{
    into.platform = "dingtalk";
    into.body = body;
    const auto message = json::parse(body, nullptr, false);
    if (!message.is_object())
        return;
    into.msgtype = text_of(message, "msgtype");
    into.content = body_text(message);
    const auto at = message.find("at");
    if (at == message.end() || !at->is_object() || (into.msgtype != "text" && into.msgtype != "markdown"))
        return;
    if (at->value("isAtAll", json()) == true)
        into.notified.push_back("@all");
    add_alerted(*at, "atMobiles", into, into.notified);
    add_alerted(*at, "atUserIds", into, into.notified);
}

} // namespace tongbao::simulator::dingtalk
