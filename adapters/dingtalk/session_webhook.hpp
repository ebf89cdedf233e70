#pragma once

#include "adapters/channel.hpp"
#include "adapters/http_client.hpp"

namespace tongbao::adapters::dingtalk {

struct SessionWebhookSettings {
    std::string api = "https://oapi.dingtalk.com"; ///< no session webhook elsewhere is called
    std::chrono::milliseconds deadline{10'000};
};

/// The one answer to a message that a robot heard, posted to the message's sessionWebhook (platforms/dingtalk.md §3.4).
/// A text whose body would exceed 20 000 bytes is shortened.
class SessionWebhook final : public Channel {
public:
    /// `client` must outlive the channel.
    SessionWebhook(HttpClient& client, SessionWebhookSettings settings);
    std::vector<std::string> encode(const OutgoingText& text) const override;
    boost::asio::awaitable<Outcome> send(Parcel parcel) override;
    /// The platform's 20 a minute are those of one group, which the limit of commands a person keeps.
    Pace pace() const override { return {600, std::chrono::seconds(60)}; }
    bool deduplicates() const override { return false; }

private:
    HttpClient& client_;
    SessionWebhookSettings settings_;
};

} // namespace tongbao::adapters::dingtalk
