#include "bot/config/section.hpp"
#include "bot/config/sections.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

using nlohmann::json;

void read_wecom_app(const std::string& where, const json& from, const ConfigSource& source)
{
    WecomAppConfig app;
    app.name = field(from, "name", app.name);
    app.corp_id = field(from, "corp_id", app.corp_id);
    app.secret = source.secret(from, where, "secret");
    app.agent_id = field(from, "agent_id", app.agent_id);
    app.format = field(from, "format", app.format);
    app.path = field(from, "path", app.path);
    if (!app.path.empty())
        source.require(from, where, {"token", "encoding_aes_key"},
                       "copy it from the app's page (接收消息, 设置 API 接收), or remove path");
    app.token = source.secret(from, where, "token");
    app.encoding_aes_key = source.callback_key(from, where);
    source.reading.config.wecom_apps.push_back(std::move(app));
}

void read_dingtalk_app(const std::string& where, const json& from, const ConfigSource& source)
{
    DingtalkAppConfig app;
    app.name = field(from, "name", app.name);
    app.client_id = field(from, "client_id", app.client_id);
    app.client_secret = source.secret(from, where, "client_secret");
    app.robot_code = field(from, "robot_code", app.robot_code);
    app.format = field(from, "format", app.format);
    source.reading.config.dingtalk_apps.push_back(std::move(app));
}

} // namespace

void read_apps(const json& root, const ConfigSource& source)
{
    const auto& wecom = list(part(root, "wecom"), "apps");
    for (std::size_t i = 0; i < wecom.size(); ++i)
        read_wecom_app(fmt::format("$.wecom.apps[{}]", i), wecom[i], source);
    const auto& dingtalk = part(root, "dingtalk");
    auto& config = source.reading.config;
    config.dingtalk_gateway = field(dingtalk, "gateway", config.dingtalk_gateway);
    const auto& apps = list(dingtalk, "apps");
    for (std::size_t i = 0; i < apps.size(); ++i)
        read_dingtalk_app(fmt::format("$.dingtalk.apps[{}]", i), apps[i], source);
}

} // namespace tongbao::bot
