#pragma once

#include "adapters/wecom/message.hpp"

namespace tongbao::bot {

/// Who hears: a bot or an app.
struct WecomReceiver {
    std::string name;                       ///< configured
    std::vector<std::string> display_names; ///< by which people mention it
};

/// False where there is nothing to answer: no text, nobody we could know, somebody of another corp, or a bot.
bool asks_us(const adapters::wecom::Message& message);

/// The message in the words of every platform, without the address of its answer.
adapters::InboundMessage heard_by(const WecomReceiver& receiver, adapters::wecom::Message message);

} // namespace tongbao::bot
