#pragma once

#include "adapters/http_client.hpp"
#include "adapters/websocket.hpp"
#include "bot/channels.hpp"
#include "bot/inbound/dingtalk_endpoint.hpp"
#include "bot/inbound/dingtalk_stream.hpp"
#include "bot/inbound/wecom_app_intake.hpp"
#include "bot/inbound/wecom_bot_intake.hpp"
#include "bot/inbound/wecom_connection.hpp"
#include "bot/inbound/wecom_endpoint.hpp"

namespace tongbao::bot {

/// Every way in of the configured bots: the addresses that the platforms call, and the connections that we open. All
/// lead to `inbound`.
class Transports {
public:
    /// All must outlive the transports. `on_deaf` is told when a bot hears nothing until somebody does something.
    Transports(boost::asio::any_io_executor executor, const Config& config, Channels& channels, Inbound& inbound,
               Listener& listener, const Clock& clock, OnDeaf on_deaf);

    /// Keeps the connections until cancelled.
    boost::asio::awaitable<void> run();
    /// By configured bot.
    std::map<std::string, EndpointCounters> endpoint_counters() const;
    std::map<std::string, ConnectionCounters> connection_counters() const;
    /// One line a bot: what its way in has seen since the start.
    void log_counters() const;

private:
    struct BotCallback {
        WecomBotIntake intake;
        std::unique_ptr<WecomEndpoint> endpoint;
    };
    struct AppCallback {
        WecomAppIntake intake;
        std::unique_ptr<WecomEndpoint> endpoint;
    };
    struct Stream {
        std::string name;
        adapters::dingtalk::StreamGateway gateway;
        DingtalkIntake intake;
        std::unique_ptr<DingtalkStream> stream;
    };
    void add(const WecomBotConfig& bot, const Config& config);
    void add(const WecomAppConfig& app);
    void add(const DingtalkRobotConfig& robot, const Config& config);

    boost::asio::any_io_executor executor_;
    Channels& channels_;
    Inbound& inbound_;
    Listener& listener_;
    const Clock& clock_;
    OnDeaf on_deaf_;
    adapters::HttpClient client_;
    adapters::WebSocketClient sockets_;
    std::map<std::string, std::unique_ptr<BotCallback>> wecom_callbacks_;
    std::map<std::string, std::unique_ptr<AppCallback>> wecom_app_callbacks_;
    std::map<std::string, std::unique_ptr<WecomConnection>> wecom_connections_;
    std::map<std::string, std::unique_ptr<DingtalkEndpoint>> dingtalk_endpoints_;
    std::map<std::string, std::unique_ptr<Stream>> dingtalk_streams_;
};

} // namespace tongbao::bot
