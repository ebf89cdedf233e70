#include "tests/simulator/dingtalk/sent_files.hpp"

#include <nlohmann/json.hpp>

namespace tongbao::simulator::dingtalk {
namespace {

using nlohmann::json;

constexpr auto path = "/v1.0/robot/messageFiles/download";

Judgement exchange(const json& body, const std::string& client_id, const std::vector<DingtalkBot*>& bots)
{
    if (!body.is_object() || body.value("robotCode", json()) != client_id)
        return api_failure(400, "invalidParameter.robotCode.notExsit", "robotCode"); // misspelt by the platform (§2.9)
    const auto code = body.value("downloadCode", json());
    for (const auto* bot : bots)
        if (code.is_string() && bot->settings().client_id == client_id)
            if (const auto address = bot->address_of_file(code.get<std::string>()); !address.empty())
                return {Fate::accepted, 0, "", {200, json{{"downloadUrl", address}}.dump()}};
    return api_failure(400, "invalidParameter.downloadCode", "downloadCode"); // the real code is unconfirmed
}

} // namespace

void add_file_route(Stage& stage, std::function<std::vector<DingtalkApp*>()> apps,
                    std::function<std::vector<DingtalkBot*>()> bots)
{
    const auto judge = [apps, bots](const Request& request, Received&) {
        for (auto* app : apps())
            if (app->gave(first(request.headers, "x-acs-dingtalk-access-token"))) {
                if (auto refusal = app->refused_access(request))
                    return *refusal;
                return exchange(json::parse(request.body, nullptr, false), app->settings().client_id, bots());
            }
        return api_failure(400, "InvalidAuthentication", "不合法的access_token");
    };
    stage.routes[path] = {[](const Request&) { return Received{}; }, judge, false};
}

} // namespace tongbao::simulator::dingtalk
