#pragma once

#include "adapters/dingtalk/app_access.hpp"

namespace tongbao::adapters::dingtalk {

enum class AppFormat { text, markdown };

/// Well below the 20 calls a second of the free edition (platforms/dingtalk.md §2.8).
constexpr Pace app_pace{12, std::chrono::seconds{1}};

/// The bodies of an application's message, each with its parameter within 15 000 bytes (§2.3, §2.5), as they are
/// stored: without the recipients.
std::vector<std::string> app_bodies(const OutgoingText& text, AppFormat format, const std::string& robot_code);

/// One-to-one messages of an application's robot, up to 20 recipients a call (§2.4). The platform knows no copies.
class App final : public Channel {
public:
    /// `access` must outlive the channel.
    App(AppAccess& access, AppFormat format, Pace pace = app_pace) : access_(access), format_(format), pace_(pace) {}
    std::vector<std::string> encode(const OutgoingText& text) const override;
    boost::asio::awaitable<Outcome> send(Parcel parcel) override;
    Pace pace() const override { return pace_; }
    bool deduplicates() const override { return false; }
    int addresses_per_call() const override { return 20; }
    boost::asio::awaitable<std::optional<Outcome>> check_credential() override;
    std::optional<std::chrono::seconds> token_age() const override { return access_.token_age(); }

private:
    AppAccess& access_;
    AppFormat format_;
    Pace pace_;
};

/// Messages of an application's robot into one internal group (§2.3).
class AppGroup final : public Channel {
public:
    /// `access` must outlive the channel.
    AppGroup(AppAccess& access, std::string conversation, AppFormat format);
    std::vector<std::string> encode(const OutgoingText& text) const override;
    boost::asio::awaitable<Outcome> send(Parcel parcel) override;
    Pace pace() const override { return app_pace; }
    bool deduplicates() const override { return false; }
    boost::asio::awaitable<std::optional<Outcome>> check_credential() override;
    std::optional<std::chrono::seconds> token_age() const override { return access_.token_age(); }

private:
    AppAccess& access_;
    std::string conversation_; ///< openConversationId
    AppFormat format_;
};

} // namespace tongbao::adapters::dingtalk
