#include "bot/config/section.hpp"
#include "bot/config/sections.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

using nlohmann::json;

void read_robot(const std::string& where, const json& from, const ConfigSource& source)
{
    DingtalkRobotConfig robot;
    robot.name = field(from, "name", robot.name);
    robot.transport =
        field<std::string>(from, "transport", "http") == "stream" ? Transport::connection : Transport::callback;
    if (robot.transport == Transport::connection)
        source.require(from, where, {"client_id"}, "write the application's Client ID (AppKey), or transport \"http\"");
    else
        source.require(from, where, {"path"},
                       "write the path of the callback URL, e.g. \"/dingtalk/robot\", or transport \"stream\"");
    robot.client_id = field(from, "client_id", robot.client_id);
    robot.path = field(from, "path", robot.path);
    robot.app_secret = source.secret(from, where, "app_secret");
    robot.robot_code = field(from, "robot_code", robot.robot_code);
    source.reading.config.dingtalk_robots.push_back(std::move(robot));
}

} // namespace

void read_dingtalk(const json& root, const ConfigSource& source)
{
    const auto& dingtalk = part(root, "dingtalk");
    auto& config = source.reading.config;
    config.dingtalk_api = field(dingtalk, "api", config.dingtalk_api);
    const auto& robots = list(dingtalk, "robots");
    for (std::size_t i = 0; i < robots.size(); ++i)
        read_robot(fmt::format("$.dingtalk.robots[{}]", i), robots[i], source);
}

} // namespace tongbao::bot
