#pragma once

#include "adapters/dingtalk/app_access.hpp"
#include "adapters/download.hpp"
#include "adapters/inbound.hpp"
#include "bot/config.hpp"

namespace tongbao::bot {

/// Gets what people send to the bots as files.
class SentFiles {
public:
    /// `config` must outlive it.
    SentFiles(boost::asio::any_io_executor executor, const Config& config);
    /// The content of the message's file, at most `max_bytes`. WeCom gives it for five minutes after it was sent.
    boost::asio::awaitable<adapters::Downloaded> fetch(adapters::InboundMessage message);

    static constexpr std::size_t max_bytes = std::size_t{10} << 20;

private:
    boost::asio::awaitable<adapters::Downloaded> fetch_from_wecom(std::string receiver, adapters::SentFile file);

    const Config& config_;
    adapters::HttpClient client_;
    std::map<std::string, adapters::dingtalk::AppAccess> dingtalk_; ///< by robot
};

} // namespace tongbao::bot
