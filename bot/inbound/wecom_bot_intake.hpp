#pragma once

#include "adapters/wecom/callback.hpp"
#include "adapters/wecom/stream_replies.hpp"
#include "bot/inbound/inbound.hpp"
#include "bot/inbound/wecom_hearing.hpp"

namespace tongbao::bot {

struct WecomBotIntakeSettings {
    WecomReceiver receiver;
    std::string api = "https://qyapi.weixin.qq.com"; ///< a response_url elsewhere is not used
    std::string welcome;                             ///< on the first opening of the chat on a day
};

/// What a bot hears by callback (platforms/wecom.md §6.2).
class WecomBotIntake {
public:
    /// All must outlive the intake.
    WecomBotIntake(WecomBotIntakeSettings settings, Inbound& inbound, adapters::wecom::StreamReplies& streams,
                   const Clock& clock);
    /// See WecomIntake.
    boost::asio::awaitable<std::string> take(adapters::wecom::OpenedCallback opened);
    std::uint64_t ignored() const { return ignored_; }

private:
    std::string answer_poll(const std::string& stream);
    adapters::InboundMessage inbound_of(adapters::wecom::Message message) const;

    WecomBotIntakeSettings settings_;
    Inbound& inbound_;
    adapters::wecom::StreamReplies& streams_;
    const Clock& clock_;
    std::uint64_t ignored_ = 0;
};

} // namespace tongbao::bot
