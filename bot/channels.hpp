#pragma once

#include "adapters/dingtalk/app_access.hpp"
#include "adapters/http_client.hpp"
#include "adapters/wecom/long_connection.hpp"
#include "adapters/wecom/stream_replies.hpp"
#include "bot/clock.hpp"
#include "bot/config.hpp"
#include "bot/delivery/delivery.hpp"

namespace tongbao::bot {

/// Every way out of the configured service: a channel for each group's robot and one for each bot that answers.
class Channels {
public:
    /// `clock` must outlive the channels.
    Channels(boost::asio::any_io_executor executor, const Config& config, const Clock& clock);

    /// For the delivery; they point into this object.
    const std::vector<Target>& targets() const { return targets_; }
    /// The stored bodies of a text for one target: its platform's encoding, split to its limit. Throws
    /// std::out_of_range for a name that is no target.
    std::vector<std::string> encode(const std::string& target, const adapters::OutgoingText& text) const;
    /// Answers that a WeCom bot gives to the platform's polls.
    adapters::wecom::StreamReplies& stream_replies() { return stream_replies_; }
    /// The long connection over which a WeCom bot hears and answers; somebody has to hold it. Throws std::out_of_range
    /// for a name that is no such bot.
    adapters::wecom::LongConnection& long_connection(const std::string& bot) { return *long_connections_.at(bot); }

private:
    void add(const std::string& name, const std::string& lane, std::unique_ptr<adapters::Channel> channel);
    std::unique_ptr<adapters::Channel> answers(const WecomBotConfig& bot, const Config& config);
    std::unique_ptr<adapters::Channel> robot(const GroupConfig& group, const Config& config, const Clock& clock);
    void add_apps(const Config& config);

    boost::asio::any_io_executor executor_;
    adapters::HttpClient client_;
    adapters::WebSocketClient sockets_;
    adapters::wecom::StreamReplies stream_replies_;
    std::map<std::string, adapters::dingtalk::AppAccess> dingtalk_apps_; ///< by name; channels share the token
    std::map<std::string, std::unique_ptr<adapters::wecom::LongConnection>> long_connections_; ///< by bot
    std::vector<std::unique_ptr<adapters::Channel>> channels_;
    std::vector<Target> targets_;
};

} // namespace tongbao::bot
