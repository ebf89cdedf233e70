#pragma once

#include "adapters/wecom/long_connection.hpp"
#include "bot/inbound/inbound.hpp"
#include "bot/inbound/reconnect.hpp"
#include "bot/inbound/wecom_hearing.hpp"

#include <random>

namespace tongbao::bot {

struct WecomConnectionSettings {
    WecomReceiver receiver;
    std::string api = "https://qyapi.weixin.qq.com";                   ///< a response_url elsewhere is not used
    std::string welcome;                                               ///< on the first opening of the chat on a day
    std::chrono::milliseconds return_after = std::chrono::minutes{10}; ///< the first eviction
};

/// Keeps the long connection of one WeCom bot (platforms/wecom.md §6.5) and hands over what is heard there.
class WecomConnection {
public:
    /// All must outlive it. `on_deaf` is told when somebody has to look after the bot.
    WecomConnection(WecomConnectionSettings settings, adapters::wecom::LongConnection& connection, Inbound& inbound,
                    const Clock& clock, OnDeaf on_deaf);

    /// Connects again whenever the connection is lost; to a bot that another connection has taken over only after
    /// return_delay, and after five tries with credentials that are refused not at all. Until cancelled.
    boost::asio::awaitable<void> run();
    ConnectionCounters counters() const;

private:
    boost::asio::awaitable<void> hear(adapters::wecom::Message message, std::string req_id);
    boost::asio::awaitable<void> keep(adapters::InboundMessage message);
    boost::asio::awaitable<void> look_after(const adapters::wecom::LongConnectionEnd& end);
    std::chrono::milliseconds pause_after(const adapters::wecom::LongConnectionEnd& end);

    WecomConnectionSettings settings_;
    adapters::wecom::LongConnection& connection_;
    Inbound& inbound_;
    const Clock& clock_;
    OnDeaf on_deaf_;
    ConnectionCounters counters_;
    int failures_ = 0;  ///< in a row
    int refusals_ = 0;  ///< in a row
    int evictions_ = 0; ///< in a row
    std::chrono::steady_clock::time_point held_since_{};
    std::mt19937 random_{std::random_device{}()};
};

} // namespace tongbao::bot
