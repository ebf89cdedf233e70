#pragma once

#include "tests/simulator/stage.hpp"

#include <deque>
#include <nlohmann/json_fwd.hpp>
#include <set>

namespace tongbao::simulator {

struct DingtalkAppSettings {
    std::string name{};
    std::string client_id{}; ///< AppKey, also its robotCode
    std::string client_secret{};
    std::vector<std::string> users{};  ///< user ids in its visible range
    std::vector<std::string> groups{}; ///< openConversationIds of the groups its robot is in
    bool may_send = true;              ///< the permission qyapi_robot_sendmsg
    int per_second = 20;               ///< platforms/dingtalk.md §2.8
    std::chrono::seconds token_life{7200};
};

/// The sending APIs of an application (platforms/dingtalk.md §2). As a Target it is batchSend; groupMessages/send is
/// `group_sends`.
class DingtalkApp final : public Target {
public:
    DingtalkApp(Stage& stage, DingtalkAppSettings settings);

    const DingtalkAppSettings& settings() const { return settings_; }
    /// The token given out is refused from now on.
    void expire_token();
    /// As if it had never been given out.
    void forget_token() { token_.clear(); }
    /// Reset in the console: the token given out goes with the old one.
    void change_secret(std::string secret);
    const std::string& token() const { return token_; }
    void allow_sending(bool allow) { settings_.may_send = allow; }
    /// These users come back in flowControlledStaffIdList from now on.
    void throttle(std::set<std::string> users) { throttled_ = std::move(users); }
    std::vector<Received> group_sends() const;

    std::string give_token();
    bool gave(std::string_view token) const { return !token.empty() && (token == token_ || token == expired_); }
    /// Why a call in the application's name is refused, whatever it is about; empty when it is not.
    std::optional<Judgement> refused_access(const Request& request);
    Judgement send_to_users(const Request& request, Received& entry);
    Judgement send_to_group(const Request& request, Received& entry);
    Judgement read_state(const Request& request);
    Judgement recall(const Request& request);

private:
    struct Sent {
        InstantMs at;
        std::vector<std::string> users{};
        bool recalled = false;
    };
    std::string remember(std::vector<std::string> users);

    DingtalkAppSettings settings_;
    std::string token_;
    std::string expired_;
    InstantMs token_until_;
    std::set<std::string> throttled_;
    std::deque<InstantMs> calls_;
    std::map<std::string, Sent> sent_; ///< by processQueryKey
};

namespace dingtalk {

/// A failure of the new API: an HTTP status and a code (§2.2).
Judgement api_failure(int status, const std::string& code, const std::string& message);
/// The applications' routes; `all` lists them.
void add_app_routes(Stage& stage, std::function<std::vector<DingtalkApp*>()> all);

} // namespace dingtalk
} // namespace tongbao::simulator
