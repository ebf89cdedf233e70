#include "tests/simulator/wecom/robot.hpp"

#include "adapters/crypto.hpp"
#include "tests/simulator/wecom/message_rules.hpp"
#include "tests/simulator/wecom/verdict.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace tongbao::simulator {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr auto send_path = "/cgi-bin/webhook/send";
constexpr auto upload_path = "/cgi-bin/webhook/upload_media";
constexpr auto rate_window = 60s;                 // platforms/wecom.md §3.6
constexpr auto media_life = std::chrono::days(3); // §3.4

void add_texts(const json& object, const char* member, std::vector<std::string>& into)
{
    const auto list = object.find(member);
    if (list == object.end() || !list->is_array())
        return;
    for (const auto& each : *list)
        if (each.is_string())
            into.push_back(each);
}

/// `<@userid>` works in text and markdown only (§3.3).
void add_inline_mentions(const std::string& content, std::vector<std::string>& into)
{
    for (auto start = content.find("<@"); start != std::string::npos; start = content.find("<@", start + 1)) {
        const auto end = content.find('>', start);
        if (end != std::string::npos)
            into.push_back(content.substr(start + 2, end - start - 2));
    }
}

} // namespace

WecomRobot::WecomRobot(Stage& stage, WecomRobotSettings settings)
    : Target(stage, send_path, settings.name), settings_(std::move(settings))
{
    if (settings_.group.empty())
        settings_.group = settings_.name;
}

std::string WecomRobot::url() const
{
    return stage().base_url + send_path + "?key=" + settings_.key;
}

std::string WecomRobot::upload_url() const
{
    return stage().base_url + upload_path + "?key=" + settings_.key + "&type=file";
}

Judgement WecomRobot::judge(const Request& request, const Received&)
{
    const auto body = json::parse(request.body, nullptr, false);
    const wecom::RobotLimits limits{settings_.max_text_bytes, [this](const auto& id) { return holds(id); }};
    if (const auto complaint = wecom::complaint_about(body, limits))
        return wecom::refused(complaint->errcode, complaint->text, request);
    if (over_the_rate())
        return wecom::refused(45009, "api freq out of limit", request);
    sent_.push_back(stage().now());
    return wecom::accepted(std::string(wecom::half_understood(body) ? "ok. Warning: wrong json format. " : "ok"));
}

/// The window is taken as sliding, which is the stricter reading (§3.6).
bool WecomRobot::over_the_rate()
{
    while (!sent_.empty() && sent_.front() + rate_window <= stage().now())
        sent_.pop_front();
    return std::ssize(sent_) >= settings_.per_minute;
}

bool WecomRobot::holds(const std::string& media_id) const
{
    return std::any_of(media_.begin(), media_.end(),
                       [&](const Media& media) { return media.id == media_id && stage().now() < media.until; });
}

Judgement WecomRobot::upload(const Request& request)
{
    const auto type = std::string(first(request.query, "type"));
    if (type != "file" && type != "voice")
        return wecom::refused(40004, "invalid media type", request);
    if (request.body.find("name=\"media\"") == std::string::npos)
        return wecom::refused(44001, "empty media data", request);
    const auto content = wecom::multipart_content(request.body);
    const std::size_t limit = type == "file" ? 20UL * 1024 * 1024 : 2UL * 1024 * 1024; // §3.4
    if (content.size() <= 5 || content.size() > limit)
        return wecom::refused(40006, "invalid media size", request);
    media_.push_back({adapters::to_hex(adapters::random_bytes(24)), stage().now() + media_life});
    const auto created = std::chrono::floor<std::chrono::seconds>(stage().now()).time_since_epoch().count();
    return wecom::accepted(
        json{{"type", type}, {"media_id", media_.back().id}, {"created_at", std::to_string(created)}});
}

namespace wecom {

std::string multipart_content(const std::string& body)
{
    const auto head_end = body.find("\r\n\r\n");
    const auto boundary = body.substr(0, body.find("\r\n"));
    const auto end = body.find("\r\n" + boundary, head_end == std::string::npos ? body.size() : head_end + 4);
    if (boundary.size() < 3 || end == std::string::npos)
        return "";
    return body.substr(head_end + 4, end - head_end - 4);
}

void read_message(const std::string& body, Received& into)
{
    into.platform = "wecom";
    into.body = body;
    const auto message = json::parse(body, nullptr, false);
    if (!message.is_object() || !message.contains("msgtype") || !message["msgtype"].is_string())
        return;
    into.msgtype = message["msgtype"];
    const auto part = message.find(into.msgtype);
    if (part == message.end() || !part->is_object())
        return;
    const auto content = part->find("content");
    into.content = content != part->end() && content->is_string() ? content->get<std::string>() : part->dump();
    if (into.msgtype == "text") {
        add_texts(*part, "mentioned_list", into.notified);
        add_texts(*part, "mentioned_mobile_list", into.notified);
    }
    if (into.msgtype == "text" || into.msgtype == "markdown")
        add_inline_mentions(into.content, into.notified);
}

void add_robot_routes(Stage& stage, std::function<WecomRobot*(std::string_view key)> find)
{
    const auto of = [find](const Request& request) { return find(first(request.query, "key")); };
    const auto read = [of](const Request& request) {
        Received entry;
        read_message(request.body, entry);
        const auto* robot = of(request);
        entry.target = robot ? robot->name() : std::string(first(request.query, "key"));
        entry.chat = robot ? robot->settings().group : "";
        return entry;
    };
    const auto known = [of](const Request& request) {
        auto* robot = of(request);
        return robot && !robot->removed() ? robot : nullptr;
    };
    stage.routes[send_path] = {read, [known](const Request& request, const Received& entry) {
                                   auto* robot = known(request);
                                   return robot ? robot->judge(request, entry)
                                                : refused(93000, "invalid webhook url", request);
                               }};
    stage.routes[upload_path] = {read,
                                 [known](const Request& request, const Received&) {
                                     auto* robot = known(request);
                                     return robot ? robot->upload(request)
                                                  : refused(93000, "invalid webhook url", request);
                                 },
                                 false};
}

} // namespace wecom
} // namespace tongbao::simulator
