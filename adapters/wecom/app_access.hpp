#pragma once

#include "adapters/app_call.hpp"

namespace tongbao::adapters::wecom {

struct AppCredential {
    std::string api = "https://qyapi.weixin.qq.com";
    std::string corp_id{};
    std::string secret{}; ///< of the app, a credential
    std::chrono::milliseconds deadline{10'000};
};

/// Calls in the name of one self-built app, with its access token (platforms/wecom.md §4.1).
class AppAccess {
public:
    /// `client` must outlive the object.
    AppAccess(HttpClient& client, AppCredential credential);
    AppAccess(const AppAccess&) = delete; // its token knows where it is
    AppAccess& operator=(const AppAccess&) = delete;

    using Read = std::function<Outcome(const Exchange&)>;
    /// POST of a JSON body to a path below /cgi-bin/.
    boost::asio::awaitable<Outcome> post(std::string path, std::string body, Read read);
    /// POST of any body; `query` is what follows the token.
    boost::asio::awaitable<Outcome> post(std::string path, std::string query, std::string content_type,
                                         std::string body, Read read);
    std::optional<std::chrono::seconds> token_age() const { return token_.age(); }

private:
    boost::asio::awaitable<AccessToken::Fetched> fetch();

    HttpClient& client_;
    AppCredential credential_;
    AccessToken token_;
};

} // namespace tongbao::adapters::wecom
