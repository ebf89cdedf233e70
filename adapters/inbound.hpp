#pragma once

#include "store/vocabulary.hpp"

namespace tongbao::adapters {

/// A verified message that somebody typed to the bot, in the same words for every platform and transport.
struct InboundMessage {
    std::string platform;   ///< "wecom" or "dingtalk"
    std::string receiver;   ///< configured name of the bot that heard it
    std::string message_id; ///< the platform's id: unique per receiver
    std::string sender;     ///< the platform's immutable user id; empty when the platform gave none
    ChannelKind where = ChannelKind::direct;
    std::string chat;          ///< the platform's chat id; empty in a one-to-one chat
    std::string text;          ///< as typed, the mention of the bot removed
    std::string reply_address; ///< a credential: where the answer is posted
    Instant reply_until;       ///< when `reply_address` stops working
};

} // namespace tongbao::adapters
