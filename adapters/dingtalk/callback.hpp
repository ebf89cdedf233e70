#pragma once

#include "adapters/inbound.hpp"

#include <boost/system/result.hpp>

/// Robot messages that DingTalk pushes over HTTP (platforms/dingtalk.md §3).
namespace tongbao::adapters::dingtalk {

/// Why a callback was refused. For our log and counters only.
enum class CallbackFault { timestamp, sign, malformed, wrong_robot, foreign_session };
std::string_view name_of(CallbackFault fault);

struct CallbackSettings {
    std::string app_secret;
    std::string robot_code; ///< empty: not checked
    /// A reply URL elsewhere is refused, so that a forged body cannot make us call other hosts.
    std::string api_base = "https://oapi.dingtalk.com";
    std::chrono::milliseconds max_skew = std::chrono::hours(1);
};

struct Message {
    std::string type; ///< text, richText, audio, picture, …
    std::string id;
    std::string sender; ///< staff id; empty for outsiders and before the robot is published
    bool own = false;   ///< the robot heard itself
    ChannelKind where = ChannelKind::direct;
    std::string chat;             ///< empty one-to-one
    std::string text;             ///< white space at both ends removed
    std::optional<SentFile> file; ///< one-to-one only (§3.2); its address is the downloadCode
    std::string session_webhook;
    std::optional<Instant> session_until;
    bool quota_exhausted = false; ///< errorCode 20001: the message came without its content
};

/// The two headers, as they arrived; null when missing. Exactly one skew away still counts as fresh.
boost::system::result<void, CallbackFault> verify(const CallbackSettings& settings, const std::string* timestamp,
                                                  const std::string* sign, InstantMs now);

/// The body of a verified callback.
boost::system::result<Message, CallbackFault> parse_message(const CallbackSettings& settings, std::string_view body);

/// True where somebody typed or said something to us, or sent a file.
bool speaks(const Message& message);

} // namespace tongbao::adapters::dingtalk
