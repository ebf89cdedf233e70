#pragma once

#include "adapters/wecom/callback.hpp"
#include "bot/inbound/inbound.hpp"
#include "bot/inbound/wecom_hearing.hpp"

namespace tongbao::bot {

struct WecomAppIntakeSettings {
    std::string receiver; ///< the app's configured name, also of the channel that answers
    std::string corp_id;
    std::string welcome; ///< when a member opens the app
};

/// What a self-built app hears, always one-to-one (platforms/wecom.md §5). The answer is a message of the app to the
/// member, because the passive one would have to be ready within five seconds.
class WecomAppIntake {
public:
    /// All must outlive the intake.
    WecomAppIntake(WecomAppIntakeSettings settings, Inbound& inbound, const Clock& clock);
    /// See WecomIntake.
    boost::asio::awaitable<std::string> take(adapters::wecom::OpenedCallback opened);
    std::uint64_t ignored() const { return ignored_; }

private:
    std::string answer_event(const adapters::wecom::Message& event);

    WecomAppIntakeSettings settings_;
    Inbound& inbound_;
    const Clock& clock_;
    std::uint64_t ignored_ = 0;
};

} // namespace tongbao::bot
