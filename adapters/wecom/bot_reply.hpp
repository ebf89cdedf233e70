#pragma once

#include "adapters/channel.hpp"
#include "adapters/http_client.hpp"
#include "adapters/wecom/stream_replies.hpp"

namespace tongbao::adapters::wecom {

/// Begins the address of an answer that goes through a stream; the stream's id follows.
constexpr std::string_view stream_scheme = "stream:";

struct BotReplySettings {
    std::string api = "https://qyapi.weixin.qq.com"; ///< no response_url elsewhere is called
    std::chrono::milliseconds deadline{10'000};
};

/// The one answer to a message that a bot heard: by the message's response_url, or where it had none, by the stream
/// that acknowledged it. Both take Markdown of 20480 bytes, once (platforms/wecom.md §6.3, §6.4), so a longer text is
/// shortened.
class BotReply final : public Channel {
public:
    /// Both must outlive the channel.
    BotReply(HttpClient& client, StreamReplies& streams, BotReplySettings settings);
    std::vector<std::string> encode(const OutgoingText& text) const override;
    boost::asio::awaitable<Outcome> send(Parcel parcel) override;
    /// The platform's 30 a minute are those of one conversation (§6.5 rule 9), which the limit of commands a person
    /// keeps.
    Pace pace() const override { return {600, std::chrono::seconds(60)}; }
    /// A response_url works once.
    bool deduplicates() const override { return true; }

private:
    boost::asio::awaitable<Outcome> post(Parcel parcel);
    boost::asio::awaitable<Outcome> stream(Parcel parcel);

    HttpClient& client_;
    StreamReplies& streams_;
    BotReplySettings settings_;
};

/// The frames of a stream, before they are sealed.
std::string unfinished_stream(const std::string& id, const std::string& content);
std::string finished_stream(const std::string& id, const std::string& content);

} // namespace tongbao::adapters::wecom
