#pragma once

#include "adapters/app_call.hpp"

namespace tongbao::adapters::dingtalk {

struct AppCredential {
    std::string api = "https://api.dingtalk.com";
    std::string client_id{};
    std::string client_secret{}; ///< a credential
    std::string robot_code{};    ///< normally the client id (platforms/dingtalk.md §0)
    std::chrono::milliseconds deadline{10'000};
};

/// Calls in the name of one application, with its access token (platforms/dingtalk.md §2.1).
class AppAccess {
public:
    /// `client` must outlive the object.
    AppAccess(HttpClient& client, AppCredential credential);
    AppAccess(const AppAccess&) = delete; // its token knows where it is
    AppAccess& operator=(const AppAccess&) = delete;

    using Read = std::function<Outcome(const Exchange&)>;
    /// POST of a JSON body to a path below /v1.0/robot/.
    boost::asio::awaitable<Outcome> post(std::string path, std::string body, Read read);
    /// A message to nobody: token, permission and robot are checked, and then there is nobody to show it to.
    boost::asio::awaitable<Outcome> check();
    const std::string& robot_code() const { return credential_.robot_code; }
    std::optional<std::chrono::seconds> token_age() const { return token_.age(); }

private:
    boost::asio::awaitable<AccessToken::Fetched> fetch();

    HttpClient& client_;
    AppCredential credential_;
    AccessToken token_;
};

} // namespace tongbao::adapters::dingtalk
