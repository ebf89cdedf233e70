#pragma once

#include "adapters/wecom/callback.hpp"
#include "bot/clock.hpp"
#include "bot/http.hpp"
#include "bot/inbound/inbound.hpp"

namespace tongbao::bot {

struct WecomEndpointSettings {
    std::string receiver; ///< configured name of the bot or app
    std::string path;     ///< of the callback URL
    adapters::wecom::CallbackSettings callback;
};

/// Takes one opened callback and gives the plaintext to answer with; empty: nothing to say. Throws when the store is
/// unavailable.
using WecomIntake = std::function<boost::asio::awaitable<std::string>(adapters::wecom::OpenedCallback opened)>;

/// One callback address of WeCom: the check of the address, then signed and encrypted calls, answered the same way
/// (platforms/wecom.md §5.1, §5.2, §6.2).
class WecomEndpoint {
public:
    /// What `intake` refers to and `clock` must outlive the endpoint. Throws std::invalid_argument when the key is
    /// malformed.
    WecomEndpoint(WecomEndpointSettings settings, WecomIntake intake, const Clock& clock);
    void listen(Listener& listener);
    std::uint64_t refused() const { return refused_; }

private:
    boost::asio::awaitable<HttpResponse> check_url(HttpRequest request);
    boost::asio::awaitable<HttpResponse> receive(HttpRequest request);
    HttpResponse refuse(adapters::wecom::CallbackFault fault, const std::string& peer);

    WecomEndpointSettings settings_;
    adapters::wecom::Callback callback_;
    WecomIntake intake_;
    const Clock& clock_;
    std::uint64_t refused_ = 0;
};

} // namespace tongbao::bot
