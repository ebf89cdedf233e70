#pragma once

#include "adapters/channel.hpp"
#include "adapters/http_verdict.hpp"
#include "adapters/wecom/robot_file.hpp"

namespace tongbao::adapters::wecom {

/// `text` is cut at 2048 bytes a part, the others at 4096 (platforms/wecom.md §3.1). `markdown` has colours and
/// mentions, `markdown_v2` has tables and lists.
enum class RobotFormat { text, markdown, markdown_v2 };

struct RobotSettings {
    std::string api = "https://qyapi.weixin.qq.com";
    std::string key; ///< the webhook's key, a credential
    RobotFormat format = RobotFormat::text;
    std::chrono::milliseconds deadline{10'000};
    std::chrono::milliseconds upload_deadline{60'000};
    Pace pace{18, std::chrono::seconds{60}}; ///< the platform allows 20 a minute (§3.6)
};

/// A group robot with a webhook: it posts texts and files into one group and hears nothing. The body of a file is that
/// of robot_file.hpp; uploading it says nothing to anybody, so an upload whose end is unknown is made again.
class Robot final : public Channel {
public:
    /// `client` must outlive the robot.
    Robot(HttpClient& client, RobotSettings settings);
    std::vector<std::string> encode(const OutgoingText& text) const override;
    boost::asio::awaitable<Outcome> send(Parcel parcel) override;
    Pace pace() const override { return settings_.pace; }
    boost::asio::awaitable<std::optional<Outcome>> check_credential() override;
    bool deduplicates() const override { return false; }

private:
    struct Uploaded {
        std::string digest; ///< of what was uploaded
        std::string media_id;
        std::chrono::steady_clock::time_point until;
    };
    boost::asio::awaitable<Outcome> send_file(RobotFile file);
    boost::asio::awaitable<Outcome> upload(RobotFile file, std::string digest);
    boost::asio::awaitable<Exchange> post(std::string body);

    HttpClient& client_;
    RobotSettings settings_;
    std::optional<Uploaded> uploaded_; ///< the last one: a repeated attempt need not upload again
};

} // namespace tongbao::adapters::wecom
