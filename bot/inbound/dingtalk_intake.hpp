#pragma once

#include "adapters/dingtalk/callback.hpp"
#include "bot/inbound/inbound.hpp"

namespace tongbao::bot {

/// What a DingTalk robot heard, over whichever transport, on its way to the inbound path.
class DingtalkIntake {
public:
    /// `receiver` is the robot's configured name. All must outlive the intake.
    DingtalkIntake(std::string receiver, adapters::dingtalk::CallbackSettings settings, Inbound& inbound,
                   const Clock& clock);

    /// `body` is a verified message (platforms/dingtalk.md §3.2). Resumes when it is durable or was found to be nothing
    /// for us: acknowledge it then. Throws when the store is unavailable.
    boost::asio::awaitable<boost::system::result<void, adapters::dingtalk::CallbackFault>> take(std::string body);

    const std::string& receiver() const { return receiver_; }
    const adapters::dingtalk::CallbackSettings& settings() const { return settings_; }
    std::uint64_t ignored() const { return ignored_; }

private:
    adapters::InboundMessage inbound_of(adapters::dingtalk::Message message) const;

    std::string receiver_;
    adapters::dingtalk::CallbackSettings settings_;
    Inbound& inbound_;
    const Clock& clock_;
    std::uint64_t ignored_ = 0;
};

} // namespace tongbao::bot
