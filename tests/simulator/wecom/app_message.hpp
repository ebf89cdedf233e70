#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace tongbao::simulator::wecom {

/// The body of message/send, as the platform reads it (platforms/wecom.md §4.2).
struct AppMessage {
    std::string type{};
    std::string text{}; ///< what people read, cut where the platform cuts
    std::string to_user{};
    std::int64_t agent_id = 0;
    bool interactive = false; ///< a card that can be updated
    int errcode = 0;          ///< of the first rule broken
    std::string fault{};
};
AppMessage read_app_message(const std::string& body, const std::function<bool(const std::string&)>& has_media);

/// The ids of `to_user`, compared ignoring case; the answer's lists are joined by | in lower case.
struct Audience {
    std::vector<std::string> reached{}; ///< spelled as in the member list
    std::string invalid{};
    std::string unlicensed{};
};
Audience split_audience(const std::string& to_user, const std::vector<std::string>& members,
                        const std::vector<std::string>& unlicensed);

/// The plaintext of a callback (§5.4); `rest` are the elements after CreateTime.
std::string message_xml(const std::string& corp_id, const std::string& user, std::int64_t created,
                        const std::string& rest);
/// The Content of a passive text reply (§5.5), cut at 2048 bytes; other replies as they are.
std::string passive_text(const std::string& xml);

} // namespace tongbao::simulator::wecom
