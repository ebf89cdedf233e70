#include "adapters/app_call.hpp"

#include <boost/asio/this_coro.hpp>

namespace tongbao::adapters {
namespace {

void redact(Outcome& outcome, const std::vector<std::string>& secrets)
{
    outcome.reason = for_operators(outcome.reason, secrets);
    for (auto& recipient : outcome.recipients)
        recipient.reason = for_operators(recipient.reason, secrets);
}

/// A whole call that the gateway turned away for a while says nothing of its recipients.
bool turned_away(const Exchange& exchange)
{
    return exchange && (exchange->status == 429 || exchange->status == 503);
}

} // namespace

boost::asio::awaitable<Outcome> call_as_app(HttpClient& client, AccessToken& token, const AppCall& call,
                                            std::vector<std::string> secrets)
{
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    for (bool renewed = false;; renewed = true) {
        const auto current = co_await token.get();
        if (!current) {
            auto outcome = current.error();
            redact(outcome, secrets);
            co_return outcome;
        }
        secrets.push_back(*current);
        auto request = call.request(*current);
        const auto exchange = co_await client.send(std::move(request));
        const bool refused = call.token_refused(exchange);
        if (refused)
            token.rejected(*current);
        if (refused && !renewed)
            continue;
        auto outcome = call.read(exchange);
        if (outcome.verdict == Verdict::deferred && turned_away(exchange))
            outcome.scope = Scope::configuration;
        redact(outcome, secrets);
        co_return outcome;
    }
}

} // namespace tongbao::adapters
