#include "adapters/wecom/bot_reply.hpp"

#include "adapters/json_text.hpp"
#include "adapters/shorten.hpp"
#include "adapters/wecom/error_codes.hpp"
#include "adapters/wecom/verdicts.hpp"

namespace tongbao::adapters::wecom {
namespace {

constexpr std::size_t max_content_bytes = 20'480; // platforms/wecom.md §6.3

std::string stream_frame(const std::string& id, bool finish, const std::string& content)
{
    return json_text({{"msgtype", "stream"}, {"stream", {{"id", id}, {"finish", finish}, {"content", content}}}});
}

/// The Markdown in a stored body of ours; empty when it is none.
std::string content_of(const std::string& body)
{
    const auto stored = nlohmann::json::parse(body, nullptr, false);
    const auto at = nlohmann::json::json_pointer("/markdown/content");
    return stored.is_object() && stored.contains(at) ? stored.value(at, std::string()) : std::string();
}

} // namespace

std::string unfinished_stream(const std::string& id, const std::string& content)
{
    return stream_frame(id, false, content);
}

std::string finished_stream(const std::string& id, const std::string& content)
{
    return stream_frame(id, true, content);
}

BotReply::BotReply(HttpClient& client, StreamReplies& streams, BotReplySettings settings)
    : client_(client), streams_(streams), settings_(std::move(settings))
{
}

std::vector<std::string> BotReply::encode(const OutgoingText& text) const
{
    const auto bytes = [](std::string_view part) { return part.size(); };
    const auto content = shorten(text.body, max_content_bytes, bytes, Markup::markdown);
    return {json_text({{"msgtype", "markdown"}, {"markdown", {{"content", content}}}})};
}

boost::asio::awaitable<Outcome> BotReply::send(Parcel parcel)
{
    auto sending = parcel.address().starts_with(stream_scheme) ? stream(std::move(parcel)) : post(std::move(parcel));
    auto outcome = co_await std::move(sending);
    if (outcome.verdict == Verdict::refused)
        outcome.scope = Scope::message; // the address was this message's alone
    co_return outcome;
}

boost::asio::awaitable<Outcome> BotReply::post(Parcel parcel)
{
    if (!parcel.address().starts_with(settings_.api + "/"))
        co_return Outcome::refused(Scope::message, "the reply address is not on the platform's host");
    HttpRequest request;
    request.url = parcel.address();
    request.headers = {{"Content-Type", "application/json"}};
    request.body = std::move(parcel.body);
    request.deadline = settings_.deadline;
    const auto exchange = co_await client_.send(std::move(request));
    auto outcome = read_verdict(exchange, bot_codes());
    outcome.reason = for_operators(outcome.reason, {parcel.address()});
    co_return outcome;
}

boost::asio::awaitable<Outcome> BotReply::stream(Parcel parcel)
{
    auto id = parcel.address().substr(stream_scheme.size());
    auto offering = streams_.offer(std::move(id), content_of(parcel.body), settings_.deadline);
    const bool taken = co_await std::move(offering);
    co_return taken ? Outcome::sent() : Outcome::retry("the platform has not polled the stream");
}

} // namespace tongbao::adapters::wecom
