#include "tests/simulator/dingtalk/robot.hpp"

#include "adapters/crypto.hpp"

#include <algorithm>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <charconv>
#include <nlohmann/json.hpp>

namespace tongbao::simulator {
namespace {

using dingtalk::Complaint;
using nlohmann::json;
using namespace std::chrono_literals;

constexpr auto send_path = "/robot/send";
constexpr auto rate_window = 60s;    // platforms/dingtalk.md §1.6
constexpr auto clock_tolerance = 1h; // §1.2; exactly one hour passes, which is unconfirmed

/// Milliseconds, all digits; empty otherwise.
std::optional<InstantMs> instant_of(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return InstantMs(std::chrono::milliseconds(value));
}

bool within(const std::string& block, const std::string& address)
{
    namespace ip = boost::asio::ip;
    boost::system::error_code not_v4;
    const auto caller = ip::make_address_v4(address, not_v4);
    if (not_v4)
        return false;
    if (block.find('/') == std::string::npos)
        return block == address;
    const auto network = ip::make_network_v4(block).canonical();
    return ip::network_v4(caller, network.prefix_length()).canonical() == network;
}

/// The shape of a real throttle answer, with its members around errcode (§1.6).
Judgement throttle_answer()
{
    const json body{{"status", 1111},
                    {"wait", 5},
                    {"source", "x5"},
                    {"punish", "deny"},
                    {"uuid", adapters::to_hex(adapters::random_bytes(16))},
                    {"errcode", 130101},
                    {"errmsg", "send too fast, exceed 20 times per minute"}};
    return {Fate::refused, 130101, "send too fast", {200, body.dump(), "application/json;charset=UTF-8", {}}};
}

} // namespace

DingtalkRobot::DingtalkRobot(Stage& stage, DingtalkRobotSettings settings)
    : Target(stage, send_path, settings.name), settings_(std::move(settings))
{
    if (settings_.group.empty())
        settings_.group = settings_.name;
}

std::string DingtalkRobot::url() const
{
    return stage().base_url + send_path + "?access_token=" + settings_.access_token;
}

Judgement DingtalkRobot::judge(const Request& request, const Received& read)
{
    if (const auto complaint = security_complaint(request, read))
        return dingtalk::refused(*complaint, settings_.chinese_errors);
    if (const auto complaint = dingtalk::complaint_about(request.body))
        return dingtalk::refused(*complaint, settings_.chinese_errors);
    if (throttled())
        return throttle_answer();
    // §1.1: a msgUuid seen before is a success without a second message. Its window is unconfirmed; here it is for
    // ever.
    const auto uuid = json::parse(request.body).value("msgUuid", json());
    auto judgement = dingtalk::accepted();
    if (uuid.is_string() && !uuids_.insert(uuid).second)
        judgement.fate = Fate::duplicate;
    else
        sent_.push_back(stage().now());
    return judgement;
}

/// Timestamp before sign, as the vectors order them; a missing one counts as 0 (§1.2).
std::optional<Complaint> DingtalkRobot::security_complaint(const Request& request, const Received& read) const
{
    if (!settings_.secret.empty()) {
        const auto timestamp = first(request.query, "timestamp");
        const auto signed_at = instant_of(timestamp);
        if (!signed_at || std::chrono::abs(*signed_at - stage().now()) > clock_tolerance)
            return Complaint{310000, "invalid timestamp", "机器人发送签名过期"};
        if (first(request.query, "sign") != dingtalk::signature(timestamp, settings_.secret))
            return Complaint{310000, "sign not match", "机器人发送签名不匹配"};
    }
    const auto in_text = [&](const std::string& word) { return read.content.find(word) != std::string::npos; };
    const auto& words = settings_.keywords;
    if (!words.empty() && std::none_of(words.begin(), words.end(), in_text))
        return Complaint{310000, "keywords not in content", "关键词不匹配"};
    const auto& blocks = settings_.allowed_ips;
    const auto holds_caller = [&](const std::string& block) { return within(block, request.peer); };
    if (!blocks.empty() && std::none_of(blocks.begin(), blocks.end(), holds_caller))
        return Complaint{310000, "ip " + request.peer + " not in whitelist",
                         "来源IP地址不在白名单 ip " + request.peer + " not in whitelist"};
    return std::nullopt;
}

/// The message that exceeds the rate starts ten minutes in which nothing passes (§1.6).
bool DingtalkRobot::throttled()
{
    const auto now = stage().now();
    if (now < throttled_until_)
        return true;
    while (!sent_.empty() && sent_.front() + rate_window <= now)
        sent_.pop_front();
    if (std::ssize(sent_) < settings_.per_minute)
        return false;
    throttled_until_ = now + settings_.throttle;
    return true;
}

namespace dingtalk {

Judgement refused(const Complaint& complaint, bool chinese)
{
    const auto text = chinese ? "description:" + complaint.chinese +
                                    ";solution:请根据错误描述检查机器人设置;link:请参考本接口对应文档获得更多信息;"
                              : complaint.english;
    const json body{{"errcode", complaint.errcode}, {"errmsg", text}};
    return {Fate::refused, complaint.errcode, complaint.english, {200, body.dump(), "application/json", {}}};
}

Judgement accepted()
{
    return {Fate::accepted, 0, "", {200, R"({"errcode":0,"errmsg":"ok"})", "application/json", {}}};
}

std::optional<Complaint> request_complaint(const Request& request)
{
    if (request.method != "POST")
        return Complaint{43002, "require POST", "需要 POST 请求"};
    if (!first(request.headers, "content-type").starts_with("application/json"))
        return Complaint{43004, "invalid content type", "无效的HTTP HEADER Content-Type"};
    return std::nullopt;
}

std::string signature(std::string_view timestamp, const std::string& secret)
{
    return adapters::base64_encode(adapters::hmac_sha256(secret, std::string(timestamp) + "\n" + secret));
}

void add_robot_routes(Stage& stage, std::function<DingtalkRobot*(std::string_view token)> find)
{
    const auto of = [find](const Request& request) { return find(first(request.query, "access_token")); };
    const auto read = [of](const Request& request) {
        Received entry;
        read_message(request.body, entry);
        const auto* robot = of(request);
        entry.target = robot ? robot->name() : std::string(first(request.query, "access_token"));
        entry.chat = robot ? robot->settings().group : "";
        return entry;
    };
    const auto judge = [of](const Request& request, const Received& entry) {
        auto* robot = of(request);
        const bool chinese = robot && robot->settings().chinese_errors;
        if (first(request.query, "access_token").empty())
            return refused({40035, "miss param : access_token", "缺少参数 access_token"}, chinese);
        if (!robot || robot->removed())
            return refused(
                {robot ? robot->settings().unknown_token_code : 300001, "token is not exist", "token 不存在"}, chinese);
        if (const auto complaint = request_complaint(request))
            return refused(*complaint, chinese);
        return robot->judge(request, entry);
    };
    stage.routes[send_path] = {read, judge};
}

} // namespace dingtalk
} // namespace tongbao::simulator
