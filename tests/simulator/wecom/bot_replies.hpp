#pragma once

#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>

namespace tongbao::simulator::wecom {

/// The bodies a bot may answer with, by the place of the answer (platforms/wecom.md §6.3).
enum class ReplyPlace { callback, enter_chat, card_event, response_url, long_connection, pushed };

struct BotReply {
    std::string type{};
    std::string text{}; ///< what the chat shows
    std::string stream_id{};
    bool finished = true; ///< false: a stream that goes on
    int errcode = 0;      ///< of the first rule broken
    std::string fault{};  ///< empty: fine
};

/// Reads an answer and checks it for its place.
BotReply read_bot_reply(const std::string& body, ReplyPlace place);

} // namespace tongbao::simulator::wecom
