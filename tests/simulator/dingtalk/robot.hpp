#pragma once

#include "tests/simulator/dingtalk/message_rules.hpp"
#include "tests/simulator/stage.hpp"

#include <deque>
#include <set>

namespace tongbao::simulator {

struct DingtalkRobotSettings {
    std::string name{};
    std::string access_token{};
    std::string group{};                    ///< where it speaks; empty: a group called like the robot
    std::string secret{};                   ///< with its SEC prefix; empty: no signing
    std::vector<std::string> keywords{};    ///< empty: no keyword rule
    std::vector<std::string> allowed_ips{}; ///< IPv4 addresses or CIDR blocks; empty: no rule
    bool chinese_errors = false;            ///< the wording since about 2022 (platforms/dingtalk.md §1.7)
    int unknown_token_code = 300001;        ///< live hosts answered 300005 in 2026
    int per_minute = 20;
    std::chrono::milliseconds throttle{std::chrono::minutes(10)}; ///< scaled down in tests
};

/// A custom group robot behind an access token (platforms/dingtalk.md §1).
class DingtalkRobot final : public Target {
public:
    DingtalkRobot(Stage& stage, DingtalkRobotSettings settings);

    /// Without timestamp and sign: those belong to each request.
    std::string url() const;
    const DingtalkRobotSettings& settings() const { return settings_; }
    /// Taken out of the group: the token does not exist from now on.
    void remove() { removed_ = true; }
    bool removed() const { return removed_; }

    Judgement judge(const Request& request, const Received& read);

private:
    std::optional<dingtalk::Complaint> security_complaint(const Request& request, const Received& read) const;
    bool throttled();

    DingtalkRobotSettings settings_;
    bool removed_ = false;
    std::deque<InstantMs> sent_;
    InstantMs throttled_until_;
    std::set<std::string> uuids_;
};

namespace dingtalk {

/// A refusal inside HTTP 200, in English or in the newer Chinese form (§1.7).
Judgement refused(const Complaint& complaint, bool chinese = false);
Judgement accepted();
/// What must hold for every webhook-style POST before its robot is asked: method, content type (§1.7).
std::optional<Complaint> request_complaint(const Request& request);
/// The sign of a query or header: base64(HMAC-SHA256(secret, timestamp LF secret)) (§1.2).
std::string signature(std::string_view timestamp, const std::string& secret);
/// The robots' route; `find` gives the robot of a token or nothing.
void add_robot_routes(Stage& stage, std::function<DingtalkRobot*(std::string_view token)> find);

} // namespace dingtalk
} // namespace tongbao::simulator
