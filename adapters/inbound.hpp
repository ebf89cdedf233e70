#pragma once

#include "store/vocabulary.hpp"

#include <optional>

namespace tongbao::adapters {

/// A file that somebody sent to the bot, still with the platform.
struct SentFile {
    std::string name;    ///< as the sender's device calls it; empty where the platform does not say
    std::string address; ///< a credential: a URL, or a code that the platform exchanges for one
    std::string key;     ///< a credential, of its encryption; empty: it has none of its own
};

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
    std::optional<SentFile> file = {};
};

} // namespace tongbao::adapters
