#pragma once

#include "adapters/inbound.hpp"

namespace tongbao::adapters::wecom {

/// What a callback said, before anybody decides what to do about it. Absent members are empty.
struct Message {
    std::string type;  ///< text, mixed, voice, event, stream, …; unknown ones are kept as they are
    std::string event; ///< enter_chat, click, …, when `type` is event
    std::string id;    ///< the platform's; made up of the event's members where the platform gives none (§5.2)
    std::string sender;
    bool foreign = false; ///< the sender belongs to another corp
    bool own = false;     ///< the bot heard itself
    ChannelKind where = ChannelKind::direct;
    std::string chat;
    std::string text;             ///< what was typed or spoken, mentions and all
    std::optional<SentFile> file; ///< one-to-one only (§6)
    std::string response_url;
    std::string stream; ///< id of the stream that is polled
    std::string event_key;
    std::string task;
};

/// A bot's plaintext (platforms/wecom.md §6.1). Empty when it is no such object.
std::optional<Message> parse_bot_message(std::string_view json);
/// An app's plaintext (platforms/wecom.md §5.4). Empty when it is no such document.
std::optional<Message> parse_app_message(std::string_view xml);

/// The plaintext of an app's passive reply with a text (platforms/wecom.md §5.5).
std::string passive_text(std::string_view corp_id, std::string_view member, std::string_view content, Instant now);

/// True where somebody typed or said something to us, or sent a file.
bool speaks(const Message& message);

/// What is left of a group message without the mention of the bot (platforms/wecom.md §6.1): configured names go
/// wherever they stand; else, where mentions alone stand before a `/` after white space, the text is cut there.
std::string strip_mentions(std::string_view text, const std::vector<std::string>& display_names);

} // namespace tongbao::adapters::wecom
