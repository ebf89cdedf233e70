#pragma once

#include "adapters/channel.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/result.hpp>
#include <functional>

namespace tongbao::adapters {

/// What a platform's token endpoint gave.
struct FetchedToken {
    std::string token;
    std::chrono::seconds life{0};
};

/// The access token of one credential, fetched when it is first wanted and again before it expires. However many want
/// it, one request is under way at a time and all share its end. The token appears in no error.
class AccessToken {
public:
    /// A failure says what it means for the message that wanted the token, which itself never left.
    using Fetched = boost::system::result<FetchedToken, Outcome>;
    using Fetch = std::function<boost::asio::awaitable<Fetched>()>;
    using Result = boost::system::result<std::string, Outcome>;

    AccessToken(const boost::asio::any_io_executor& executor, Fetch fetch);

    /// The token to use now.
    boost::asio::awaitable<Result> get();
    /// The platform refused `token`: it is not given out again, unless a newer one has already taken its place.
    void rejected(const std::string& token);
    /// How long ago the token was fetched; empty before the first.
    std::optional<std::chrono::seconds> age() const;

private:
    using Clock = std::chrono::steady_clock;
    boost::asio::awaitable<void> refresh();
    boost::asio::awaitable<void> fetched_by_another();

    Fetch fetch_;
    std::string token_; ///< empty: there is none to give out
    Clock::time_point fetched_at_{};
    Clock::time_point usable_until_{};
    std::optional<Outcome> failure_; ///< of the last request
    bool fetching_ = false;
    boost::asio::steady_timer fetched_; ///< cancelled when a request ends
};

/// How long a token that lives for `life` is used: until ten minutes before its end (platforms/dingtalk.md §2.1,
/// wecom.md §4.1), a short-lived one for half of its life.
std::chrono::seconds time_of_use(std::chrono::seconds life);

/// What failing to get a token means for a message: whatever became of the token request, the message never left.
Outcome without_token(Outcome outcome);

} // namespace tongbao::adapters
