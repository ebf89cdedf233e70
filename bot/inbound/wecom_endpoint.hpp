#pragma once

#include "adapters/wecom/callback.hpp"
#include "adapters/wecom/message.hpp"
#include "adapters/wecom/stream_replies.hpp"
#include "bot/http.hpp"
#include "bot/inbound/inbound.hpp"

namespace tongbao::bot {

struct WecomEndpointSettings {
    std::string receiver; ///< the bot's configured name
    std::string path;     ///< of the callback URL
    adapters::wecom::CallbackSettings callback;
    std::vector<std::string> display_names; ///< by which people mention the bot
    std::string api = "https://qyapi.weixin.qq.com";
    std::string welcome = "您好！发送“帮助”可查看可用命令。"; ///< on the first opening of the chat on a day
};

/// The callback address of a WeCom bot (platforms/wecom.md §6.2).
class WecomEndpoint {
public:
    /// All must outlive the endpoint. Throws std::invalid_argument when the key is malformed.
    WecomEndpoint(WecomEndpointSettings settings, Inbound& inbound, adapters::wecom::StreamReplies& streams,
                  const Clock& clock);
    void listen(Listener& listener);
    EndpointCounters counters() const { return counters_; }

private:
    boost::asio::awaitable<HttpResponse> check_url(HttpRequest request);
    boost::asio::awaitable<HttpResponse> receive(HttpRequest request);
    HttpResponse refuse(adapters::wecom::CallbackFault fault, const std::string& peer);
    HttpResponse answer(const std::string& plaintext, const std::string& nonce) const;
    HttpResponse answer_poll(const std::string& stream, const std::string& nonce);
    adapters::InboundMessage inbound_of(adapters::wecom::Message message, Instant now) const;

    WecomEndpointSettings settings_;
    adapters::wecom::Callback callback_;
    Inbound& inbound_;
    adapters::wecom::StreamReplies& streams_;
    const Clock& clock_;
    EndpointCounters counters_;
};

} // namespace tongbao::bot
