#pragma once

#include "adapters/http_client.hpp"
#include "bot/secret.hpp"

namespace tongbao::bot {

/// Tells a watchdog elsewhere that all is well, by fetching an address. The address is a credential: no error names
/// more of it than the host.
class Heartbeat {
public:
    /// https://..., or http:// to this machine (127.0.0.1, [::1] or localhost).
    static bool acceptable(std::string_view url);

    Heartbeat(boost::asio::any_io_executor executor, adapters::HttpClientSettings network, Secret url);

    bool wanted() const { return !url_.empty(); }
    /// Empty when it was heard (2xx), else why not.
    boost::asio::awaitable<std::string> beat(std::chrono::milliseconds deadline);

private:
    boost::asio::awaitable<std::string> beat_locally(std::chrono::milliseconds deadline);

    boost::asio::any_io_executor executor_;
    adapters::HttpClient client_;
    Secret url_;
};

} // namespace tongbao::bot
