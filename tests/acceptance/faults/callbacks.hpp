#pragma once

#include "tests/acceptance/faults/installation.hpp"
#include "tests/simulator/callback_client.hpp"

namespace tongbao::acceptance {

/// An organisation whose members type to a bot of each platform, and the callbacks by which the service hears them.
class Callbacks {
public:
    static constexpr const char* wecom_bot = "wecom-bot";
    static constexpr const char* dingtalk_bot = "dingtalk-bot";

    /// Configures both bots and imports the sample organisation. Before the service's first start.
    explicit Callbacks(Installation& place);
    /// Tells the platforms where the service listens, and keeps that port for later starts. `deadline`: how long the
    /// platforms wait for an acknowledgement.
    void open(const Service& service, std::chrono::milliseconds deadline = std::chrono::seconds(30));

    /// What the configuration holds of the bots that nothing may tell.
    static std::vector<std::string> secrets();
    /// Members of the sample organisation, who are users of that id on both platforms.
    const std::vector<std::string>& members() const { return members_; }
    /// One of them types one-to-one; `more` as in tests/simulator/control.hpp. Gives what became of it.
    nlohmann::json speak(const std::string& bot, const std::string& member, const std::string& text,
                         const nlohmann::json& more = nlohmann::json::object()) const;

    /// Sent as it is to the service.
    simulator::CallbackAnswer send(simulator::CallbackRequest request) const;
    /// A callback of the smart bot that holds `plaintext`, encrypted and signed as the platform does.
    simulator::CallbackRequest wecom_callback(const std::string& plaintext) const;
    /// A callback of the DingTalk robot with that body, signed as the platform does.
    simulator::CallbackRequest dingtalk_callback(const std::string& body) const;

private:
    Installation& place_;
    std::string url_;
    std::vector<std::string> members_;
};

/// Rows of the inbound table, by state; all states when empty.
int inbound_rows(const std::filesystem::path& database, const std::string& state = "");

} // namespace tongbao::acceptance
