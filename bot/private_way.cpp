#include "bot/private_way.hpp"

#include "adapters/wecom/connection_reply.hpp"

#include <algorithm>

namespace tongbao::bot {
namespace {

std::optional<PrivateWay> wecom_way(const Config& config, const std::string& user_id, std::string_view heard_by)
{
    if (!config.wecom_apps.empty())
        return PrivateWay{config.wecom_apps.front().name, user_id};
    const auto connected = [](const WecomBotConfig& bot) { return bot.transport == Transport::connection; };
    auto bot = std::ranges::find_if(
        config.wecom_bots, [&](const WecomBotConfig& each) { return connected(each) && each.name == heard_by; });
    if (bot == config.wecom_bots.end())
        bot = std::ranges::find_if(config.wecom_bots, connected);
    if (bot == config.wecom_bots.end())
        return std::nullopt;
    return PrivateWay{bot->name, adapters::wecom::address_of({"", user_id, ChannelKind::direct, ""})};
}

} // namespace

std::optional<PrivateWay> private_way(const Config& config, std::string_view platform, const std::string& user_id,
                                      std::string_view heard_by)
{
    if (platform == name_of(Platform::wecom))
        return wecom_way(config, user_id, heard_by);
    if (platform == name_of(Platform::dingtalk) && !config.dingtalk_apps.empty())
        return PrivateWay{config.dingtalk_apps.front().name, user_id};
    return std::nullopt;
}

std::set<std::string> private_receivers(const Config& config)
{
    std::set<std::string> receivers;
    for (const auto& bot : config.wecom_bots)
        if (private_way(config, name_of(Platform::wecom), "", bot.name))
            receivers.insert(bot.name);
    for (const auto& robot : config.dingtalk_robots)
        if (private_way(config, name_of(Platform::dingtalk), "", robot.name))
            receivers.insert(robot.name);
    return receivers;
}

} // namespace tongbao::bot
