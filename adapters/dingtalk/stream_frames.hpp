#pragma once

#include <optional>
#include <string>
#include <string_view>

/// The frames of Stream mode (platforms/dingtalk.md §4.3, §4.4).
namespace tongbao::adapters::dingtalk {

struct StreamFrame {
    enum class Kind {
        robot_message,
        event,
        other_callback, ///< a topic that nobody subscribed to
        ping,
        disconnect, ///< an order to open another connection: nothing more comes here
        notice,     ///< CONNECTED, REGISTERED, KEEPALIVE and whatever comes later: nothing to answer
    };
    Kind kind = Kind::notice;
    std::string message_id;
    std::string headers; ///< their JSON as it arrived, members in order
    std::string data;    ///< of a robot message: the JSON of §3.2
};

/// Empty when the text is no such frame.
std::optional<StreamFrame> parse_stream_frame(std::string_view text);

/// The frame to answer with, byte for byte as the official Node client's (§4.8); empty where that says nothing. `taken`
/// false: we could not keep the message, so that the platform had better send it again.
std::string answer_to(const StreamFrame& frame, bool taken = true);

/// The body of connections/open (§4.1), subscribing to robot messages and nothing else: events are metered.
std::string open_request(std::string_view client_id, std::string_view client_secret);

} // namespace tongbao::adapters::dingtalk
