#pragma once

#include "adapters/wecom/message.hpp"

#include <cstdint>

/// The frames of a bot's long connection (platforms/wecom.md §6.5).
namespace tongbao::adapters::wecom {

/// One frame from the platform.
struct BotFrame {
    enum class Kind { message, event, acknowledgement, other };
    Kind kind = Kind::other; ///< other: a command we do not know, to be ignored
    std::string req_id;
    Message message; ///< of a message or an event
    std::int64_t errcode = 0;
    std::string errmsg;
};

/// Empty when the text is no frame: not one JSON object once raw control characters are taken out of it (rule 10).
std::optional<BotFrame> parse_bot_frame(std::string_view text);

/// `body` is the JSON text of the frame's body; empty: the frame has none.
std::string bot_frame(std::string_view cmd, std::string_view req_id, std::string_view body = "");
std::string subscription_body(std::string_view bot_id, std::string_view secret);

} // namespace tongbao::adapters::wecom
