#pragma once

#include "tests/acceptance/faults/installation.hpp"

namespace tongbao::acceptance {

/// A message to one person through an app, or to one of the groups that an app's robot is in.
struct Letter {
    std::string target; ///< the app or the group
    std::string member; ///< empty for a group
    std::string text;
    std::string key() const { return target + ":" + member + ":" + text; }
};

/// An app of each platform through which the service writes to persons. Their secrets are files, so that a reload reads
/// them again.
class Apps {
public:
    static constexpr const char* wecom = "wecom-app";
    static constexpr const char* dingtalk = "dingtalk-app";
    static constexpr const char* token_path_of_wecom = "/cgi-bin/gettoken";
    static constexpr const char* token_path_of_dingtalk = "/v1.0/oauth2/accessToken";
    static constexpr const char* send_path_of_wecom = "/cgi-bin/message/send";
    static constexpr const char* send_path_of_dingtalk = "/v1.0/robot/oToMessages/batchSend";
    static constexpr const char* group_path_of_dingtalk = "/v1.0/robot/groupMessages/send";

    /// Who can be reached.
    struct Reach {
        std::vector<std::string> members{};    ///< in the visible range of both apps
        std::vector<std::string> unlicensed{}; ///< of these: WeCom lets nobody write to them (platforms/wecom.md §4.2)
        std::vector<std::string> groups{};     ///< the DingTalk app's robot is in them; names beginning with dingtalk
    };
    /// Adds both to the platforms and to the configuration.
    Apps(Installation& place, const Reach& reach);

    /// Puts them into the outbox as the service would.
    void put(const std::vector<Letter>& letters);

    /// What the configuration's file holds; not the platform's idea of it.
    std::string secret_of(const std::string& app) const;
    void write_secret(const std::string& app, const std::string& secret) const;
    /// The access token that the platform takes now.
    std::string token_of(const std::string& app) const;
    /// See /app in tests/simulator/control.hpp.
    void order(const std::string& app, const std::string& event, nlohmann::json more = nlohmann::json::object()) const;
    /// The next `times` requests to `path` get that behaviour (see behaviour::named).
    void misbehave(const std::string& path, const std::string& behaviour, const nlohmann::json& argument = "",
                   int times = 1) const;
    /// Requests that reached `path`.
    int calls(const std::string& path) const;

private:
    Installation& place_;
};

} // namespace tongbao::acceptance
