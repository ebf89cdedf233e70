#pragma once

#include "adapters/channel.hpp"
#include "adapters/http_verdict.hpp"

#include <functional>

namespace tongbao::adapters::dingtalk {

enum class RobotFormat { text, markdown };

struct RobotSettings {
    std::string api = "https://oapi.dingtalk.com";
    std::string access_token{}; ///< a credential
    std::string secret{};       ///< whole, with its SEC prefix; empty: the robot does not ask for signatures
    std::string keyword{};      ///< appended to every text that lacks it; empty: no keyword rule
    RobotFormat format = RobotFormat::text;
    std::chrono::milliseconds deadline{10'000};
    Pace pace{18, std::chrono::seconds{60}}; ///< the platform allows 20 a minute (platforms/dingtalk.md §1.6)
    std::function<InstantMs()> now{};        ///< signs each request; must be set where there is a secret
};

/// A custom group robot with a webhook: it posts into one group and hears nothing.
class Robot final : public Channel {
public:
    /// `client` must outlive the robot.
    Robot(HttpClient& client, RobotSettings settings);
    std::vector<std::string> encode(const OutgoingText& text) const override;
    boost::asio::awaitable<Outcome> send(Parcel parcel) override;
    Pace pace() const override { return settings_.pace; }
    boost::asio::awaitable<std::optional<Outcome>> check_credential() override;
    /// Every stored body carries its msgUuid (§1.1).
    bool deduplicates() const override { return true; }

private:
    boost::asio::awaitable<Exchange> post(std::string body);

    HttpClient& client_;
    RobotSettings settings_;
};

/// The query that authorises one request: the token and, where there is a secret, time stamp and signature (§1.2).
std::string webhook_query(std::string_view access_token, std::string_view secret, InstantMs now);

/// Every line break as a blank line, because one alone does not break a line in most clients (§1.5).
std::string with_blank_lines(std::string_view text);

} // namespace tongbao::adapters::dingtalk
