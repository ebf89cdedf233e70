#include "adapters/access_token.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace tongbao::adapters {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::minutes margin{10};

} // namespace

AccessToken::AccessToken(const asio::any_io_executor& executor, Fetch fetch)
    : fetch_(std::move(fetch)), fetched_(executor, Clock::time_point::max())
{
}

asio::awaitable<AccessToken::Result> AccessToken::get()
{
    co_await asio::this_coro::throw_if_cancelled(false);
    if (!token_.empty() && Clock::now() < usable_until_)
        co_return token_;
    auto fetching = fetching_ ? fetched_by_another() : refresh();
    co_await std::move(fetching);
    if (failure_)
        co_return *failure_;
    if (token_.empty()) // this wait was cut off, or a third party has already seen the token refused
        co_return Outcome::retry("no access token came in time");
    co_return token_;
}

asio::awaitable<void> AccessToken::fetched_by_another()
{
    co_await fetched_.async_wait(asio::as_tuple(asio::use_awaitable));
}

asio::awaitable<void> AccessToken::refresh()
{
    fetching_ = true;
    failure_.reset();
    token_.clear();
    const auto asked_at = Clock::now();
    try {
        auto fetch = fetch_();
        const auto fetched = co_await std::move(fetch);
        if (fetched) {
            token_ = fetched->token;
            fetched_at_ = asked_at;
            usable_until_ = asked_at + time_of_use(fetched->life);
        } else {
            failure_ = without_token(fetched.error());
        }
    } catch (...) {
        fetching_ = false;
        fetched_.cancel();
        throw;
    }
    fetching_ = false;
    fetched_.cancel();
}

void AccessToken::rejected(const std::string& token)
{
    if (token == token_)
        token_.clear();
}

std::optional<std::chrono::seconds> AccessToken::age() const
{
    if (fetched_at_ == Clock::time_point{})
        return std::nullopt;
    return std::chrono::floor<std::chrono::seconds>(Clock::now() - fetched_at_);
}

std::chrono::seconds time_of_use(std::chrono::seconds life)
{
    return std::max<std::chrono::seconds>(life - margin, life / 2);
}

Outcome without_token(Outcome outcome)
{
    if (outcome.verdict == Verdict::uncertain)
        outcome.verdict = Verdict::retry;
    if (outcome.verdict == Verdict::deferred)
        outcome.scope = Scope::configuration;
    outcome.reason = "access token: " + outcome.reason;
    return outcome;
}

} // namespace tongbao::adapters
