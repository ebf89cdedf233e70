#pragma once

#include "adapters/dingtalk/callback.hpp"
#include "bot/http.hpp"
#include "bot/inbound/inbound.hpp"

namespace tongbao::bot {

struct DingtalkEndpointSettings {
    std::string receiver; ///< the robot's configured name
    std::string path;     ///< of the callback URL
    adapters::dingtalk::CallbackSettings callback;
};

/// The callback address of a DingTalk robot in HTTP mode (platforms/dingtalk.md §3).
class DingtalkEndpoint {
public:
    /// All must outlive the endpoint.
    DingtalkEndpoint(DingtalkEndpointSettings settings, Inbound& inbound, const Clock& clock);
    void listen(Listener& listener);
    EndpointCounters counters() const { return counters_; }

private:
    boost::asio::awaitable<HttpResponse> receive(HttpRequest request);
    HttpResponse refuse(adapters::dingtalk::CallbackFault fault, const std::string& peer);
    adapters::InboundMessage inbound_of(adapters::dingtalk::Message message, Instant now) const;

    DingtalkEndpointSettings settings_;
    Inbound& inbound_;
    const Clock& clock_;
    EndpointCounters counters_;
};

} // namespace tongbao::bot
