#pragma once

#include "adapters/wecom/bot_reply.hpp"
#include "adapters/wecom/long_connection.hpp"

namespace tongbao::adapters::wecom {

/// Where the answer to a message heard over the long connection goes.
struct ReplyRoute {
    /// Of the message's frame: good for 24 h (platforms/wecom.md §6.5 rule 7). Empty: nothing was asked, so it goes as
    /// a push, which needs that the conversation has spoken to the bot before (rule 8).
    std::string req_id;
    std::string chat; ///< chat id of a group, member id one-to-one; without any prefix (rule 12)
    ChannelKind where = ChannelKind::direct;
    std::string response_url; ///< empty where the message had none
};

/// The route as a reply address, and back.
std::string address_of(const ReplyRoute& route);
std::optional<ReplyRoute> route_of(std::string_view address);

/// The one answer to a message that a bot heard over its long connection: as Markdown by the req_id of the message;
/// where the platform knows that no more (846605), by the response_url, else as a push into the conversation.
class ConnectionReply final : public Channel {
public:
    /// All must outlive the channel.
    ConnectionReply(LongConnection& connection, HttpClient& client, StreamReplies& streams, BotReplySettings settings);
    std::vector<std::string> encode(const OutgoingText& text) const override { return by_url_.encode(text); }
    boost::asio::awaitable<Outcome> send(Parcel parcel) override;
    /// As BotReply.
    Pace pace() const override { return by_url_.pace(); }
    bool deduplicates() const override { return false; }

private:
    boost::asio::awaitable<Outcome> push_into(const ReplyRoute& route, const std::string& body);

    LongConnection& connection_;
    BotReply by_url_;
};

} // namespace tongbao::adapters::wecom
