#pragma once

#include "bot/http.hpp"
#include "bot/inbound/dingtalk_intake.hpp"

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
    EndpointCounters counters() const { return {refused_, intake_.ignored()}; }

private:
    boost::asio::awaitable<HttpResponse> receive(HttpRequest request);
    HttpResponse refuse(adapters::dingtalk::CallbackFault fault, const std::string& peer);

    std::string path_;
    DingtalkIntake intake_;
    const Clock& clock_;
    std::uint64_t refused_ = 0;
};

} // namespace tongbao::bot
