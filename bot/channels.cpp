#include "bot/channels.hpp"

#include "adapters/dingtalk/app.hpp"
#include "adapters/dingtalk/robot.hpp"
#include "adapters/dingtalk/session_webhook.hpp"
#include "adapters/wecom/app.hpp"
#include "adapters/wecom/connection_reply.hpp"
#include "adapters/wecom/robot.hpp"

#include <stdexcept>

namespace tongbao::bot {
namespace {

namespace wecom = adapters::wecom;
namespace dingtalk = adapters::dingtalk;

wecom::RobotFormat wecom_format(const std::string& name)
{
    return name == "markdown"      ? wecom::RobotFormat::markdown
           : name == "markdown_v2" ? wecom::RobotFormat::markdown_v2
                                   : wecom::RobotFormat::text;
}

dingtalk::AppFormat dingtalk_app_format(const std::string& name)
{
    return name == "text" ? dingtalk::AppFormat::text : dingtalk::AppFormat::markdown;
}

} // namespace

Channels::Channels(boost::asio::any_io_executor executor, const Config& config, const Clock& clock)
    : executor_(executor),
      client_(executor, {config.ca_file, config.private_hosts}),
      sockets_(executor, {config.ca_file, config.private_hosts}),
      stream_replies_(executor)
{
    add_apps(config);
    std::map<std::string, std::string> lanes; // two groups with one robot share its pace
    for (const auto& group : config.groups) {
        if (const auto app = dingtalk_apps_.find(group.app); app != dingtalk_apps_.end()) {
            add(group.name, group.app,
                std::make_unique<dingtalk::AppGroup>(app->second, group.chat_id, dingtalk_app_format(group.format)));
            continue;
        }
        const auto& credential = group.webhook_key.empty() ? group.access_token : group.webhook_key;
        const auto& lane = lanes.try_emplace(credential.reveal(), group.name).first->second;
        add(group.name, lane, robot(group, config, clock));
    }
    for (const auto& bot : config.wecom_bots)
        add(bot.name, bot.name, answers(bot, config));
    for (const auto& bot : config.dingtalk_robots)
        add(bot.name, bot.name,
            std::make_unique<dingtalk::SessionWebhook>(client_,
                                                       dingtalk::SessionWebhookSettings{.api = config.dingtalk_api}));
}

void Channels::add_apps(const Config& config)
{
    for (const auto& app : config.wecom_apps) {
        wecom::AppSettings settings;
        settings.credential = {.api = config.wecom_api, .corp_id = app.corp_id, .secret = app.secret.reveal()};
        settings.agent_id = app.agent_id;
        settings.format = app.format == "text" ? wecom::AppFormat::text : wecom::AppFormat::markdown;
        add(app.name, app.name, std::make_unique<wecom::App>(client_, std::move(settings)));
    }
    for (const auto& app : config.dingtalk_apps) {
        const dingtalk::AppCredential credential{.api = config.dingtalk_gateway,
                                                 .client_id = app.client_id,
                                                 .client_secret = app.client_secret.reveal(),
                                                 .robot_code = app.robot_code};
        auto& access = dingtalk_apps_.try_emplace(app.name, client_, credential).first->second;
        add(app.name, app.name, std::make_unique<dingtalk::App>(access, dingtalk_app_format(app.format)));
    }
}

std::unique_ptr<adapters::Channel> Channels::answers(const WecomBotConfig& bot, const Config& config)
{
    wecom::BotReplySettings settings{.api = config.wecom_api};
    if (bot.transport == Transport::callback)
        return std::make_unique<wecom::BotReply>(client_, stream_replies_, std::move(settings));
    wecom::LongConnectionSettings connected{
        .url = config.wecom_socket, .bot_id = bot.bot_id, .secret = bot.secret.reveal()};
    auto& connection = long_connections_[bot.name];
    connection = std::make_unique<wecom::LongConnection>(executor_, sockets_, std::move(connected));
    return std::make_unique<wecom::ConnectionReply>(*connection, client_, stream_replies_, std::move(settings));
}

std::unique_ptr<adapters::Channel> Channels::robot(const GroupConfig& group, const Config& config, const Clock& clock)
{
    if (group.platform == Platform::wecom)
        return std::make_unique<wecom::Robot>(client_, wecom::RobotSettings{.api = config.wecom_api,
                                                                            .key = group.webhook_key.reveal(),
                                                                            .format = wecom_format(group.format)});
    return std::make_unique<dingtalk::Robot>(
        client_, dingtalk::RobotSettings{.api = config.dingtalk_api,
                                         .access_token = group.access_token.reveal(),
                                         .secret = group.signing_secret.reveal(),
                                         .keyword = group.keyword,
                                         .format = group.format == "text" ? dingtalk::RobotFormat::text
                                                                          : dingtalk::RobotFormat::markdown,
                                         .now = [&clock] { return clock.now_ms(); }});
}

void Channels::add(const std::string& name, const std::string& lane, std::unique_ptr<adapters::Channel> channel)
{
    targets_.push_back({name, lane, channel.get()});
    channels_.push_back(std::move(channel));
}

std::vector<std::string> Channels::encode(const std::string& target, const adapters::OutgoingText& text) const
{
    for (const auto& known : targets_)
        if (known.name == target)
            return known.channel->encode(text);
    throw std::out_of_range("no target is called " + target);
}

} // namespace tongbao::bot
