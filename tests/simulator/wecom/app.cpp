#include "tests/simulator/wecom/app.hpp"

#include "tests/simulator/wecom/app_message.hpp"
#include "tests/simulator/wecom/robot.hpp"
#include "tests/simulator/wecom/verdict.hpp"

#include <algorithm>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>
#include <random>

namespace tongbao::simulator {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr auto token_path = "/cgi-bin/gettoken";
constexpr auto send_path = "/cgi-bin/message/send";
constexpr auto update_path = "/cgi-bin/message/update_template_card";
constexpr auto upload_path = "/cgi-bin/media/upload";
constexpr auto code_life = std::chrono::hours(72); // platforms/wecom.md §4.2
constexpr auto media_life = std::chrono::days(3);  // §4.6
constexpr int per_minute = 30;                     // §4.8
constexpr int per_hour = 1000;                     // §4.8

wecom::CallbackSettings callback_settings(const WecomAppSettings& app)
{
    wecom::CallbackSettings settings;
    settings.url = app.url;
    settings.secrets = {app.token, app.aes_key, app.corp_id};
    settings.wrapping = wecom::Wrapping::xml;
    settings.deadline = app.deadline;
    return settings;
}

std::string new_id()
{
    return adapters::to_hex(adapters::random_bytes(24));
}

} // namespace

WecomApp::WecomApp(Stage& stage, WecomAppSettings settings)
    : Target(stage, send_path, settings.name),
      settings_(std::move(settings)),
      callback_(stage, callback_settings(settings_))
{
}

/// While a token is valid, asking again returns the same one (§4.1).
Judgement WecomApp::give_token()
{
    if (token_.empty() || stage().now() >= token_until_) {
        expire_token();
        token_ = new_id();
        token_until_ = stage().now() + settings_.token_life;
    }
    const auto left = std::chrono::ceil<std::chrono::seconds>(token_until_ - stage().now()).count();
    return wecom::accepted(json{{"access_token", token_}, {"expires_in", left}});
}

void WecomApp::expire_token()
{
    if (!token_.empty())
        expired_.insert(std::exchange(token_, ""));
}

void WecomApp::forget_token()
{
    token_.clear();
}

void WecomApp::change_secret(std::string secret)
{
    settings_.secret = std::move(secret);
    forget_token();
}

bool WecomApp::gave(std::string_view token) const
{
    return (!token_.empty() && token == token_) || expired_.find(token) != expired_.end();
}

std::optional<Judgement> WecomApp::refused_access(const Request& request) const
{
    const auto token = first(request.query, "access_token");
    if (token != token_ || stage().now() >= token_until_)
        return wecom::refused(42001, "access_token expired", request);
    if (!settings_.trusts_caller)
        return wecom::refused(60020, "not allow to access from your ip", request);
    return std::nullopt;
}

Judgement WecomApp::send(const Request& request, Received& entry)
{
    if (auto refusal = refused_access(request))
        return std::move(*refusal);
    auto message = wecom::read_app_message(request.body, [this](const auto& id) {
        const auto found = media_.find(id);
        return found != media_.end() && stage().now() < found->second;
    });
    if (message.errcode != 0)
        return wecom::refused(message.errcode, message.fault, request);
    if (message.agent_id != settings_.agent_id)
        return wecom::refused(301002, "not allow to operate another agent with this accesstoken", request);
    const auto audience = wecom::split_audience(message.to_user, settings_.members, settings_.unlicensed);
    if (audience.reached.empty() && audience.unlicensed.empty())
        return wecom::refused(81013, "user & party & tag all invalid", request);
    entry.msgtype = message.type;
    entry.content = message.text;
    json answer{{"invaliduser", audience.invalid}, {"unlicenseduser", audience.unlicensed}, {"msgid", new_id()}};
    if (message.interactive) {
        answer["response_code"] = new_id();
        response_codes_[answer["response_code"]] = stage().now() + code_life;
    }
    auto judgement = wecom::accepted(answer);
    if (is_duplicate(json::parse(request.body), request.body)) {
        judgement.fate = Fate::duplicate;
        return judgement;
    }
    std::copy_if(audience.reached.begin(), audience.reached.end(), std::back_inserter(entry.notified),
                 [this](const std::string& member) { return !over_the_rate(member); });
    if (entry.notified.size() < audience.reached.size())
        judgement.reason = "dropped silently for some";
    if (entry.notified.empty())
        judgement.fate = Fate::ignored;
    return judgement;
}

/// An identical request JSON within the interval is not delivered twice (§4.2).
bool WecomApp::is_duplicate(const json& message, const std::string& body)
{
    if (message.value("enable_duplicate_check", 0) != 1)
        return false;
    const std::chrono::seconds interval(std::min(message.value("duplicate_check_interval", 1800), 14400));
    const auto found = bodies_.find(body);
    if (found != bodies_.end() && stage().now() < found->second)
        return true;
    bodies_[body] = stage().now() + interval;
    return false;
}

bool WecomApp::over_the_rate(const std::string& member)
{
    auto& times = sent_[member];
    while (!times.empty() && times.front() + 1h <= stage().now())
        times.pop_front();
    const auto in_minute =
        std::count_if(times.begin(), times.end(), [this](const InstantMs& at) { return at + 60s > stage().now(); });
    if (in_minute < per_minute && std::ssize(times) < per_hour) {
        times.push_back(stage().now());
        return false;
    }
    ++dropped_;
    return true;
}

/// A response_code works once (§4.4).
Judgement WecomApp::update_card(const Request& request)
{
    if (auto refusal = refused_access(request))
        return std::move(*refusal);
    const auto body = json::parse(request.body, nullptr, false);
    const auto code = body.is_object() ? body.value("response_code", "") : "";
    const auto found = response_codes_.find(code);
    if (found == response_codes_.end() || stage().now() >= found->second)
        return wecom::refused(42014, "response_code invalid", request); // which of 42014..42020 is unconfirmed
    response_codes_.erase(found);
    return wecom::accepted(json{{"invaliduser", json::array()}});
}

Judgement WecomApp::upload(const Request& request)
{
    if (auto refusal = refused_access(request))
        return std::move(*refusal);
    static const std::map<std::string_view, std::size_t> megabytes{
        {"image", 10}, {"voice", 2}, {"video", 10}, {"file", 20}};
    const auto type = first(request.query, "type");
    const auto limit = megabytes.find(type);
    if (limit == megabytes.end())
        return wecom::refused(40004, "invalid media type", request);
    const auto size = wecom::multipart_content(request.body).size();
    if (size <= 5 || size > limit->second * 1024 * 1024)
        return wecom::refused(40006, "invalid media size", request);
    const auto id = new_id();
    media_[id] = stage().now() + media_life;
    const auto created = std::chrono::floor<std::chrono::seconds>(stage().now()).time_since_epoch().count();
    return wecom::accepted(json{{"type", type}, {"media_id", id}, {"created_at", std::to_string(created)}});
}

boost::asio::awaitable<Hearing> WecomApp::speak(Speech said)
{
    Hearing heard;
    heard.message_id =
        said.message_id.empty() ? std::to_string(7'000'000'000'000'000'000 + std::random_device()()) : said.message_id;
    stage().say({stage().now(), "wecom", said.user, said.user, said.text});
    const auto created = std::chrono::floor<std::chrono::seconds>(stage().now()).time_since_epoch().count();
    auto xml = wecom::message_xml(settings_.corp_id, said.user, created,
                                  "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[" + said.text +
                                      "]]></Content><MsgId>" + heard.message_id + "</MsgId><AgentID>" +
                                      std::to_string(settings_.agent_id) + "</AgentID>");
    return give(std::move(heard), said, std::move(xml));
}

boost::asio::awaitable<Hearing> WecomApp::notify(std::string user, std::string event, std::string key)
{
    const auto created = std::chrono::floor<std::chrono::seconds>(stage().now()).time_since_epoch().count();
    auto xml = wecom::message_xml(settings_.corp_id, user, created,
                                  "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[" + event +
                                      "]]></Event><EventKey><![CDATA[" + key + "]]></EventKey><AgentID>" +
                                      std::to_string(settings_.agent_id) + "</AgentID>");
    return give(Hearing(), Speech(std::move(user), ""), std::move(xml));
}

boost::asio::awaitable<Hearing> WecomApp::give(Hearing heard, Speech said, std::string xml)
{
    const auto delivered = co_await callback_.deliver(std::move(xml), callback_.settings().tries, said.forgery);
    heard.tries = delivered.tries;
    heard.status = delivered.answer.status;
    heard.took = delivered.answer.took;
    heard.fault = delivered.fault;
    if (delivered.reply.empty())
        co_return heard;
    heard.reply = wecom::passive_text(delivered.reply);
    Received entry;
    entry.at = stage().now();
    entry.platform = "wecom";
    entry.route = "passive reply";
    entry.target = name();
    entry.chat = said.user;
    entry.msgtype = "text";
    entry.content = heard.reply;
    entry.fate = Fate::accepted;
    stage().record(std::move(entry));
    co_return heard;
}

namespace wecom {
namespace {

using Apps = std::function<std::vector<WecomApp*>()>;

Judgement judge_credentials(const Apps& all, const Request& request)
{
    const auto corp = first(request.query, "corpid");
    const auto secret = first(request.query, "corpsecret");
    if (corp.empty())
        return refused(41002, "corpid missing", request);
    if (secret.empty())
        return refused(41004, "corpsecret missing", request);
    bool known_corp = false;
    for (auto* app : all()) {
        known_corp = known_corp || app->settings().corp_id == corp;
        if (app->settings().corp_id == corp && app->settings().secret == secret)
            return app->give_token();
    }
    return known_corp ? refused(40001, "invalid credential", request) : refused(40013, "invalid corpid", request);
}

WecomApp* app_of(const Apps& all, const Request& request)
{
    for (auto* app : all())
        if (app->gave(first(request.query, "access_token")))
            return app;
    return nullptr;
}

Judgement no_app(const Request& request)
{
    return first(request.query, "access_token").empty() ? refused(41001, "access_token missing", request)
                                                        : refused(40014, "invalid access_token", request);
}

} // namespace

void add_app_routes(Stage& stage, Apps all)
{
    const auto read = [all](const Request& request) {
        Received entry;
        read_message(request.body, entry);
        const auto* app = app_of(all, request);
        entry.target = app ? app->name() : "";
        return entry;
    };
    const auto with_app = [all](auto act) {
        return [all, act](const Request& request, Received& entry) {
            auto* app = app_of(all, request);
            return app ? act(*app, request, entry) : no_app(request);
        };
    };
    stage.routes[token_path] = {
        read, [all](const Request& request, Received&) { return judge_credentials(all, request); }, false};
    stage.routes[send_path] = {read, with_app([](WecomApp& app, const Request& request, Received& entry) {
                                   return app.send(request, entry);
                               })};
    stage.routes[update_path] = {
        read, with_app([](WecomApp& app, const Request& request, Received&) { return app.update_card(request); })};
    stage.routes[upload_path] = {
        read, with_app([](WecomApp& app, const Request& request, Received&) { return app.upload(request); }), false};
}

} // namespace wecom
} // namespace tongbao::simulator
