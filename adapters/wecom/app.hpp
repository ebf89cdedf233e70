#pragma once

#include "adapters/wecom/app_access.hpp"

namespace tongbao::adapters::wecom {

enum class AppFormat { text, markdown };

struct AppSettings {
    AppCredential credential;
    std::int64_t agent_id = 0;
    /// People who read in the personal WeChat see no markdown (platforms/wecom.md §4.2).
    AppFormat format = AppFormat::text;
    Pace pace{600, std::chrono::seconds{60}}; ///< calls; the platform counts recipients a day instead (§4.8)
};

/// One-to-one messages of a self-built app, up to 1000 recipients a call. The platform's duplicate check is on, for
/// longer than a message is retried, so that a call repeated byte for byte reaches nobody twice.
class App final : public Channel {
public:
    /// `client` must outlive the app.
    App(HttpClient& client, AppSettings settings);
    std::vector<std::string> encode(const OutgoingText& text) const override;
    boost::asio::awaitable<Outcome> send(Parcel parcel) override;
    Pace pace() const override { return settings_.pace; }
    bool deduplicates() const override { return true; }
    int addresses_per_call() const override { return 1000; }
    std::vector<Pace> pace_per_address() const override;
    boost::asio::awaitable<std::optional<Outcome>> check_credential() override;
    std::optional<std::chrono::seconds> token_age() const override { return access_.token_age(); }

private:
    AppSettings settings_;
    AppAccess access_;
};

/// A member id as §8 has it. Nothing else may be an address: "@all" would reach everybody.
bool is_member_id(std::string_view id);

} // namespace tongbao::adapters::wecom
