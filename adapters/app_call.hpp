#pragma once

#include "adapters/access_token.hpp"
#include "adapters/http_verdict.hpp"

namespace tongbao::adapters {

/// One call of a platform's API in the name of an app.
struct AppCall {
    std::function<HttpRequest(const std::string& token)> request;
    std::function<bool(const Exchange&)> token_refused;
    std::function<Outcome(const Exchange&)> read;
};

/// Makes the call with the app's token. A token that the platform refuses is fetched anew and the call is made once
/// more: such an answer says that nothing was processed, so that it is one attempt all the same. No reason of the
/// outcome holds the token or one of `secrets`.
boost::asio::awaitable<Outcome> call_as_app(HttpClient& client, AccessToken& token, const AppCall& call,
                                            std::vector<std::string> secrets);

} // namespace tongbao::adapters
