#include "tests/simulator/simulator.hpp"

#include "tests/simulator/dingtalk/sent_files.hpp"

#include <algorithm>
#include <ctime>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace tongbao::simulator {
namespace {

InstantMs system_now()
{
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

Stage new_stage(const SimulatorSettings& settings)
{
    Stage stage;
    stage.now = settings.now ? settings.now : system_now;
    if (settings.log_file)
        stage.log = ReceiveLog(*settings.log_file);
    return stage;
}

template <class Value>
Value* find(const std::map<std::string, std::unique_ptr<Value>, std::less<>>& all, std::string_view key)
{
    const auto found = all.find(key);
    return found == all.end() ? nullptr : found->second.get();
}

/// The bot that gave out a reply address.
template <class Bot>
Bot* issuer(const std::vector<std::unique_ptr<Bot>>& bots, std::string_view code)
{
    const auto found = std::find_if(bots.begin(), bots.end(), [&](const auto& bot) { return bot->issued(code); });
    return found == bots.end() ? nullptr : found->get();
}

template <class Bot>
Bot* named(const std::vector<std::unique_ptr<Bot>>& bots, std::string_view name)
{
    const auto found = std::find_if(bots.begin(), bots.end(), [&](const auto& bot) { return bot->name() == name; });
    return found == bots.end() ? nullptr : found->get();
}

template <class App>
std::vector<App*> all(const std::vector<std::unique_ptr<App>>& apps)
{
    std::vector<App*> pointers;
    for (const auto& app : apps)
        pointers.push_back(app.get());
    return pointers;
}

DingtalkStream* stream_where(const std::vector<std::unique_ptr<DingtalkBot>>& bots, const auto& fits)
{
    const auto found = std::find_if(bots.begin(), bots.end(), [&](const auto& bot) { return fits(*bot); });
    return found == bots.end() ? nullptr : &(*found)->stream();
}

/// As every answer of the platforms carries it.
std::string http_date(InstantMs at)
{
    const auto time = std::chrono::system_clock::to_time_t(at);
    std::tm parts{};
    char text[32] = {};
    std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&time, &parts));
    return text;
}

/// What a scripted answer in place of a judgement says about the message.
Judgement unseen(const std::optional<Response>& instead)
{
    Judgement judgement{Fate::ignored, 0, "scripted", instead.value_or(Response())};
    const auto verdict = nlohmann::json::parse(judgement.response.body, nullptr, false);
    if (judgement.response.status != 200)
        judgement.code = judgement.response.status;
    else if (verdict.is_object() && verdict.contains("errcode") && verdict["errcode"].is_number_integer()) {
        judgement.fate = Fate::refused;
        judgement.code = verdict["errcode"];
    }
    return judgement;
}

Response not_found(InstantMs now)
{
    return {404, "<html><body>404 Not Found</body></html>", "text/html", {{"Date", http_date(now)}}};
}

} // namespace

Simulator::Simulator(boost::asio::any_io_executor executor, SimulatorSettings settings)
    : ca_(settings.folder), stage_(new_stage(settings))
{
    add_routes();
    const WebServerSettings server{settings.port, ca_.issue(settings.tls_flaw),
                                   settings.tls_flaw == TlsFlaw::old_protocol};
    const auto converse = [this](Request request, WebSocket socket) {
        return stage_.socket_routes.at(request.path).converse(std::move(request), std::move(socket));
    };
    const WebHandlers handlers{[this](const Request& request) { return react(request); },
                               [this](const Request& request) { return refuse_upgrade(request); }, converse};
    server_ = std::make_unique<WebServer>(executor, server, handlers);
    stage_.base_url = "https://127.0.0.1:" + std::to_string(server_->port());
}

Simulator::~Simulator() = default;

void Simulator::add_routes()
{
    wecom::add_robot_routes(stage_, [this](std::string_view key) { return find(wecom_robots_, key); });
    dingtalk::add_robot_routes(stage_, [this](std::string_view token) { return find(dingtalk_robots_, token); });
    wecom::add_reply_route(stage_, [this](std::string_view code) { return issuer(wecom_bots_, code); });
    dingtalk::add_session_route(stage_, [this](std::string_view session) { return issuer(dingtalk_bots_, session); });
    dingtalk::add_stream_routes(
        stage_,
        [this](std::string_view client) {
            return stream_where(dingtalk_bots_, [&](auto& bot) { return bot.settings().client_id == client; });
        },
        [this](const std::string& ticket) {
            return stream_where(dingtalk_bots_, [&](auto& bot) { return bot.stream().issued(ticket); });
        });
    wecom::add_socket_route(stage_, [this](std::string_view bot_id) -> WecomLongConnection* {
        const auto found = std::find_if(wecom_bots_.begin(), wecom_bots_.end(),
                                        [&](const auto& bot) { return bot->settings().bot_id == bot_id; });
        return found == wecom_bots_.end() ? nullptr : &(*found)->long_connection();
    });
    wecom::add_app_routes(stage_, [this] { return all(wecom_apps_); });
    dingtalk::add_app_routes(stage_, [this] { return all(dingtalk_apps_); });
    dingtalk::add_file_route(
        stage_, [this] { return all(dingtalk_apps_); }, [this] { return all(dingtalk_bots_); });
}

WecomRobot& Simulator::add(WecomRobotSettings settings)
{
    auto& slot = wecom_robots_[settings.key];
    slot = std::make_unique<WecomRobot>(stage_, std::move(settings));
    return *slot;
}

DingtalkRobot& Simulator::add(DingtalkRobotSettings settings)
{
    auto& slot = dingtalk_robots_[settings.access_token];
    slot = std::make_unique<DingtalkRobot>(stage_, std::move(settings));
    return *slot;
}

WecomBot& Simulator::add(WecomBotSettings settings)
{
    return *wecom_bots_.emplace_back(std::make_unique<WecomBot>(stage_, std::move(settings)));
}

DingtalkBot& Simulator::add(DingtalkBotSettings settings)
{
    return *dingtalk_bots_.emplace_back(std::make_unique<DingtalkBot>(stage_, std::move(settings)));
}

WecomApp& Simulator::add(WecomAppSettings settings)
{
    return *wecom_apps_.emplace_back(std::make_unique<WecomApp>(stage_, std::move(settings)));
}

DingtalkApp& Simulator::add(DingtalkAppSettings settings)
{
    return *dingtalk_apps_.emplace_back(std::make_unique<DingtalkApp>(stage_, std::move(settings)));
}

WecomApp* Simulator::wecom_app(std::string_view name)
{
    return named(wecom_apps_, name);
}

DingtalkApp* Simulator::dingtalk_app(std::string_view name)
{
    return named(dingtalk_apps_, name);
}

WecomBot* Simulator::wecom_bot(std::string_view name)
{
    return named(wecom_bots_, name);
}

DingtalkBot* Simulator::dingtalk_bot(std::string_view name)
{
    return named(dingtalk_bots_, name);
}

void Simulator::remove_robot(std::string_view name)
{
    int removed = 0;
    const auto remove_from = [&](auto& robots) {
        for (auto& [key, robot] : robots)
            if (robot->name() == name) {
                robot->remove();
                ++removed;
            }
    };
    remove_from(wecom_robots_);
    remove_from(dingtalk_robots_);
    if (removed == 0)
        throw std::invalid_argument("no such robot");
}

int Simulator::calls(const std::string& path) const
{
    const auto found = stage_.calls.find(path);
    return found == stage_.calls.end() ? 0 : found->second;
}

Reaction Simulator::react(const Request& request)
{
    ++stage_.calls[request.path];
    const auto route = stage_.routes.find(request.path);
    if (route == stage_.routes.end())
        return {not_found(stage_.now()), {}};
    auto entry = route->second.read(request);
    entry.at = stage_.now();
    entry.route = request.path;
    const auto scripted = stage_.script.take(request.path, entry.target);
    auto judgement = judge(request, route->second, entry, scripted);
    entry.fate = judgement.fate;
    entry.code = judgement.code;
    entry.reason = judgement.reason;
    if (route->second.logged)
        stage_.record(std::move(entry));
    judgement.response.headers.emplace_back("Date", http_date(stage_.now()));
    return {std::move(judgement.response), scripted.value_or(Behaviour())};
}

std::optional<Reaction> Simulator::refuse_upgrade(const Request& request)
{
    ++stage_.calls[request.path];
    const auto route = stage_.socket_routes.find(request.path);
    if (route == stage_.socket_routes.end())
        return Reaction{not_found(stage_.now()), {}};
    if (const auto scripted = stage_.script.take(request.path, route->second.target(request)))
        return Reaction{scripted->instead.value_or(Response()), *scripted};
    if (auto refusal = route->second.refuse(request))
        return Reaction{std::move(*refusal), {}};
    return std::nullopt;
}

Judgement Simulator::judge(const Request& request, Route& route, Received& entry,
                           const std::optional<Behaviour>& scripted)
{
    if (scripted && !scripted->accept)
        return unseen(scripted->instead);
    auto judgement = route.judge(request, entry);
    if (scripted && scripted->instead)
        judgement.response = *scripted->instead;
    return judgement;
}

} // namespace tongbao::simulator
