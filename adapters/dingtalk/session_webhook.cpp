#include "adapters/dingtalk/session_webhook.hpp"

#include "adapters/dingtalk/verdicts.hpp"
#include "adapters/json_text.hpp"
#include "adapters/shorten.hpp"

namespace tongbao::adapters::dingtalk {
namespace {

constexpr std::size_t max_reply_bytes = 20'000; // platforms/dingtalk.md §1.6, the whole JSON

/// Plain text: an answer is lines of figures, and Markdown would need a blank line for every line break (§1.5).
std::string body_of(std::string_view content)
{
    return json_text({{"msgtype", "text"}, {"text", {{"content", content}}}});
}

} // namespace

SessionWebhook::SessionWebhook(HttpClient& client, SessionWebhookSettings settings)
    : client_(client), settings_(std::move(settings))
{
}

std::vector<std::string> SessionWebhook::encode(const OutgoingText& text) const
{
    const auto bytes = [](std::string_view part) { return body_of(part).size(); };
    return {body_of(shorten(text.body, max_reply_bytes, bytes, Markup::none))};
}

boost::asio::awaitable<Outcome> SessionWebhook::send(Parcel parcel)
{
    if (!parcel.address().starts_with(settings_.api + "/"))
        co_return Outcome::refused(Scope::message, "the reply address is not on the platform's host");
    HttpRequest request;
    request.url = parcel.address();
    request.headers = {{"Content-Type", "application/json; charset=utf-8"}};
    request.body = std::move(parcel.body);
    request.deadline = settings_.deadline;
    const auto exchange = co_await client_.send(std::move(request));
    auto outcome = read_webhook_verdict(exchange);
    if (outcome.verdict == Verdict::refused)
        outcome.scope = Scope::message; // the session was this message's alone
    outcome.reason = for_operators(outcome.reason, {parcel.address()});
    co_return outcome;
}

} // namespace tongbao::adapters::dingtalk
