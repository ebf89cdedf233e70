#include "tests/simulator/dingtalk/app.hpp"

#include "adapters/crypto.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace tongbao::simulator {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr auto token_path = "/v1.0/oauth2/accessToken";
constexpr auto old_token_path = "/gettoken";
constexpr auto users_path = "/v1.0/robot/oToMessages/batchSend";
constexpr auto group_path = "/v1.0/robot/groupMessages/send";
constexpr auto read_path = "/v1.0/robot/oToMessages/readStatus";
constexpr auto users_recall_path = "/v1.0/robot/otoMessages/batchRecall"; // oto, not oTo (platforms/dingtalk.md §2.6)
constexpr auto group_recall_path = "/v1.0/robot/groupMessages/recall";
constexpr std::size_t max_param_bytes = 15'000; // §2.3
constexpr std::size_t max_users = 20;           // §2.4
constexpr auto query_delay = 1s;                // §9: not yet queryable for a second
constexpr auto recall_life = 24h;               // §2.6

std::string new_id()
{
    return adapters::to_hex(adapters::random_bytes(16));
}

Judgement succeeded(const json& body)
{
    return {Fate::accepted, 0, "", {200, body.dump(), "application/json;charset=utf-8", {}}};
}

Judgement refused(const std::string& code, const std::string& message)
{
    return dingtalk::api_failure(400, code, message);
}

/// The members of §2.5 that a template needs. All values are texts.
const std::map<std::string, std::vector<const char*>>& templates()
{
    static const std::map<std::string, std::vector<const char*>> all{
        {"sampleText", {"content"}},
        {"sampleMarkdown", {"title", "text"}},
        {"sampleImageMsg", {"photoURL"}},
        {"sampleLink", {"title", "text", "picUrl", "messageUrl"}},
        {"sampleActionCard", {"title", "text", "singleTitle", "singleURL"}},
        {"sampleActionCard2", {"title", "text", "actionTitle1", "actionURL1", "actionTitle2", "actionURL2"}},
        {"sampleActionCard3", {"title", "text", "actionTitle1", "actionURL1", "actionTitle3", "actionURL3"}},
        {"sampleActionCard4", {"title", "text", "actionTitle1", "actionURL1", "actionTitle4", "actionURL4"}},
        {"sampleActionCard5", {"title", "text", "actionTitle1", "actionURL1", "actionTitle5", "actionURL5"}},
        {"sampleActionCard6", {"title", "text", "buttonTitle1", "buttonUrl1", "buttonTitle2", "buttonUrl2"}},
        {"sampleAudio", {"mediaId", "duration"}},
        {"sampleFile", {"mediaId", "fileName", "fileType"}},
        {"sampleVideo", {"duration", "videoMediaId", "videoType", "picMediaId"}},
    };
    return all;
}

/// Reads msgKey and msgParam into the entry; the refusal when they break §2.3 or §2.5.
std::optional<Judgement> read_template(const json& body, Received& entry)
{
    const auto key = body.value("msgKey", json());
    if (!key.is_string() || !templates().contains(key))
        return refused("invalidParameter.msgKey.invalid", "msgKey");
    entry.msgtype = key;
    const auto text = body.value("msgParam", json());
    if (!text.is_string())
        return refused("invalidParameter.msgParam.invalid", "msgParam is not a string");
    if (text.get<std::string>().size() > max_param_bytes)
        return refused("invalidParameter.msgParam.tooLong", "msgParam exceeds 15000 bytes");
    const auto param = json::parse(text.get<std::string>(), nullptr, false);
    if (!param.is_object())
        return refused("invalidParameter.msgParam.invalid", "msgParam is not JSON");
    for (const auto* member : templates().at(key))
        if (!param.value(member, json()).is_string() || param[member].get<std::string>().empty())
            return refused("invalidParameter.msgParam.invalid", std::string("msgParam lacks ") + member);
    entry.content = param.contains("content") ? param["content"].get<std::string>() : param.value("text", param.dump());
    return std::nullopt;
}

} // namespace

DingtalkApp::DingtalkApp(Stage& stage, DingtalkAppSettings settings)
    : Target(stage, users_path, settings.name), settings_(std::move(settings))
{
}

/// Asking again while it is valid returns the same token and extends it (§2.1).
std::string DingtalkApp::give_token()
{
    if (token_.empty() || stage().now() >= token_until_) {
        expire_token();
        token_ = new_id();
    }
    token_until_ = stage().now() + settings_.token_life;
    return token_;
}

void DingtalkApp::expire_token()
{
    if (!token_.empty())
        expired_ = std::exchange(token_, "");
}

void DingtalkApp::change_secret(std::string secret)
{
    settings_.client_secret = std::move(secret);
    forget_token();
}

std::vector<Received> DingtalkApp::group_sends() const
{
    auto found = stage().log.of(name());
    std::erase_if(found, [](const Received& entry) { return entry.route != group_path; });
    return found;
}

std::optional<Judgement> DingtalkApp::refused_access(const Request& request)
{
    const auto now = stage().now();
    if (first(request.headers, "x-acs-dingtalk-access-token") != token_ || now >= token_until_)
        return refused("InvalidAuthentication", "不合法的access_token");
    while (!calls_.empty() && calls_.front() + 1s <= now)
        calls_.pop_front();
    if (std::ssize(calls_) >= settings_.per_second)
        return dingtalk::api_failure(403, "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi", "qps limit");
    calls_.push_back(now);
    if (settings_.may_send)
        return std::nullopt;
    auto judgement =
        dingtalk::api_failure(403, "Forbidden.AccessDenied.AccessTokenPermissionDenied", "应用尚未开通所需的权限");
    auto body = json::parse(judgement.response.body);
    body["accessdenieddetail"] = {{"requiredScopes", {"qyapi_robot_sendmsg"}}};
    judgement.response.body = body.dump();
    return judgement;
}

std::string DingtalkApp::remember(std::vector<std::string> users)
{
    auto key = adapters::base64_encode(adapters::random_bytes(18));
    sent_[key] = {stage().now(), std::move(users)};
    return key;
}

Judgement DingtalkApp::send_to_users(const Request& request, Received& entry)
{
    if (auto refusal = refused_access(request))
        return std::move(*refusal);
    const auto body = json::parse(request.body, nullptr, false);
    if (!body.is_object() || body.value("robotCode", json()) != settings_.client_id)
        return refused("invalidParameter.robotCode.notExsit", "robotCode"); // misspelt by the platform (§2.9)
    const auto ids = body.value("userIds", json());
    if (!ids.is_array() || ids.empty() || ids.size() > max_users)
        return refused("invalidParameter.userIds.invalid", "userIds");
    if (auto refusal = read_template(body, entry))
        return std::move(*refusal);
    auto invalid = json::array();
    auto throttled = json::array();
    for (const auto& id : ids) {
        if (!id.is_string() || id.get<std::string>().starts_with("$:LWCP"))
            return refused("staffId.notExisted", "senderId is no userId");
        const auto known = std::find(settings_.users.begin(), settings_.users.end(), id) != settings_.users.end();
        if (!known)
            invalid.push_back(id);
        else if (throttled_.contains(id))
            throttled.push_back(id);
        else
            entry.notified.push_back(id);
    }
    const json answer{{"processQueryKey", remember(entry.notified)},
                      {"invalidStaffIdList", invalid},
                      {"flowControlledStaffIdList", throttled}};
    auto judgement = succeeded(answer);
    if (entry.notified.empty()) {
        judgement.fate = Fate::refused; // status 200, yet nobody got it (§2.4)
        judgement.reason = "no recipient was reached";
    }
    return judgement;
}

Judgement DingtalkApp::send_to_group(const Request& request, Received& entry)
{
    if (auto refusal = refused_access(request))
        return std::move(*refusal);
    const auto body = json::parse(request.body, nullptr, false);
    if (!body.is_object() || body.value("robotCode", json()) != settings_.client_id)
        return refused("invalidParameter.robotCode.notExsit", "robotCode");
    const auto chat = body.value("openConversationId", json());
    if (!chat.is_string())
        return refused("miss.openConversationId", "openConversationId");
    if (std::find(settings_.groups.begin(), settings_.groups.end(), chat) == settings_.groups.end())
        return refused("resource.not.found", "机器人不存在"); // robot not there, or a one-to-one id (§2.9)
    entry.chat = stage().name_of_chat(chat);
    if (auto refusal = read_template(body, entry))
        return std::move(*refusal);
    return succeeded({{"processQueryKey", remember({})}});
}

Judgement DingtalkApp::read_state(const Request& request)
{
    if (auto refusal = refused_access(request))
        return std::move(*refusal);
    const auto found = sent_.find(std::string(first(request.query, "processQueryKey")));
    const auto now = stage().now();
    if (found == sent_.end() || now < found->second.at + query_delay || now >= found->second.at + recall_life)
        return refused("processQueryKey.expireTime", "no data yet, or expired");
    auto people = json::array();
    for (const auto& user : found->second.users)
        people.push_back({{"name", user}, {"userId", user}, {"readStatus", "UNREAD"}});
    return succeeded(
        {{"sendStatus", found->second.recalled ? "RECALLED" : "SUCCESS"}, {"messageReadInfoList", people}});
}

Judgement DingtalkApp::recall(const Request& request)
{
    if (auto refusal = refused_access(request))
        return std::move(*refusal);
    const auto body = json::parse(request.body, nullptr, false);
    const auto keys = body.is_object() ? body.value("processQueryKeys", json()) : json();
    if (!keys.is_array() || keys.empty() || keys.size() > max_users)
        return refused("invalidParameter.processQueryKeys.invalid", "processQueryKeys");
    auto recalled = json::array();
    auto failed = json::object();
    for (const auto& key : keys) {
        const auto text = key.is_string() ? key.get<std::string>() : key.dump();
        const auto found = sent_.find(text);
        if (found == sent_.end() || stage().now() >= found->second.at + recall_life) {
            failed[text] = "processQueryKey.expireTime";
            continue;
        }
        found->second.recalled = true;
        recalled.push_back(text);
    }
    return succeeded({{"successResult", recalled}, {"failedResult", failed}});
}

namespace dingtalk {
namespace {

using Apps = std::function<std::vector<DingtalkApp*>()>;

DingtalkApp* app_with(const Apps& all, const json& id, const json& secret)
{
    for (auto* app : all())
        if (app->settings().client_id == id && app->settings().client_secret == secret)
            return app;
    return nullptr;
}

Judgement new_token(const Apps& all, const Request& request)
{
    const auto body = json::parse(request.body, nullptr, false);
    if (!body.is_object()) // a form-encoded body, for instance (§2.1)
        return refused("Missingbody", "body is mandatory for this action.");
    auto* app = app_with(all, body.value("appKey", json()), body.value("appSecret", json()));
    if (!app)
        return refused("invalidClientIdOrSecret", "无效的clientId或者clientSecret");
    return succeeded({{"accessToken", app->give_token()}, {"expireIn", app->settings().token_life.count()}});
}

Judgement old_token(const Apps& all, const Request& request)
{
    auto* app = app_with(all, first(request.query, "appkey"), first(request.query, "appsecret"));
    if (!app)
        return succeeded({{"errcode", 40089}, {"errmsg", "不合法的corpid或corpsecret"}});
    return succeeded({{"errcode", 0},
                      {"errmsg", "ok"},
                      {"access_token", app->give_token()},
                      {"expires_in", app->settings().token_life.count()}});
}

} // namespace

Judgement api_failure(int status, const std::string& code, const std::string& message)
{
    const json body{{"code", code}, {"requestid", new_id()}, {"message", message}};
    return {Fate::refused, status, code, {status, body.dump(), "application/json;charset=utf-8", {}}};
}

void add_app_routes(Stage& stage, Apps all)
{
    const auto of = [all](const Request& request) -> DingtalkApp* {
        for (auto* app : all())
            if (app->gave(first(request.headers, "x-acs-dingtalk-access-token")))
                return app;
        return nullptr;
    };
    const auto read = [of](const Request& request) {
        Received entry;
        entry.platform = "dingtalk";
        entry.body = request.body;
        const auto* app = of(request);
        entry.target = app ? app->name() : "";
        return entry;
    };
    const auto add = [&](const char* path, auto act, bool logged) {
        stage.routes[path] = {read,
                              [of, act](const Request& request, Received& entry) {
                                  auto* app = of(request);
                                  return app ? act(*app, request, entry)
                                             : refused("InvalidAuthentication", "不合法的access_token");
                              },
                              logged};
    };
    stage.routes[token_path] = {read, [all](const Request& request, Received&) { return new_token(all, request); },
                                false};
    stage.routes[old_token_path] = {read, [all](const Request& request, Received&) { return old_token(all, request); },
                                    false};
    add(
        users_path, [](auto& app, const auto& request, auto& entry) { return app.send_to_users(request, entry); },
        true);
    add(
        group_path, [](auto& app, const auto& request, auto& entry) { return app.send_to_group(request, entry); },
        true);
    add(
        read_path, [](auto& app, const auto& request, auto&) { return app.read_state(request); }, false);
    add(
        users_recall_path, [](auto& app, const auto& request, auto&) { return app.recall(request); }, false);
    add(
        group_recall_path, [](auto& app, const auto& request, auto&) { return app.recall(request); }, false);
}

} // namespace dingtalk
} // namespace tongbao::simulator
