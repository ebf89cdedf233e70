#include "adapters/wecom/connection_reply.hpp"

#include "adapters/json_text.hpp"
#include "adapters/strict_json.hpp"
#include "adapters/wecom/error_codes.hpp"
#include "adapters/wecom/verdicts.hpp"

namespace tongbao::adapters::wecom {
namespace {

constexpr std::string_view push = "aibot_send_msg";
constexpr int invalid_req_id = 846605;

/// A stored body of ours as a push into a conversation (platforms/wecom.md §6.5).
std::string pushed_body(const ReplyRoute& route, const std::string& body)
{
    auto message = nlohmann::ordered_json::parse(body, nullptr, false);
    if (!message.is_object())
        return body;
    nlohmann::ordered_json pushed = {{"chatid", route.chat}, {"chat_type", route.where == ChannelKind::group ? 2 : 1}};
    pushed.update(message);
    return json_text(pushed);
}

/// The address was this message's alone, so a refusal reaches no further.
Outcome outcome_of(const FrameOutcome& said)
{
    if (!said.left)
        return Outcome::retry("the long connection is down");
    if (!said.answer)
        return Outcome::uncertain("the frame was not acknowledged");
    auto outcome = read_verdict(*said.answer, bot_codes());
    outcome.scope = Scope::message;
    return outcome;
}

} // namespace

std::string address_of(const ReplyRoute& route)
{
    return json_text({{"req_id", route.req_id},
                      {"chat", route.chat},
                      {"group", route.where == ChannelKind::group},
                      {"response_url", route.response_url}});
}

std::optional<ReplyRoute> route_of(std::string_view address)
{
    const auto read = parse_strict_json(address, 2);
    if (!read || !read->is_object())
        return std::nullopt;
    ReplyRoute route;
    route.req_id = text_member(*read, "req_id");
    route.chat = text_member(*read, "chat");
    route.where = read->value("group", false) ? ChannelKind::group : ChannelKind::direct;
    route.response_url = text_member(*read, "response_url");
    return route;
}

ConnectionReply::ConnectionReply(LongConnection& connection, HttpClient& client, StreamReplies& streams,
                                 BotReplySettings settings)
    : connection_(connection), by_url_(client, streams, std::move(settings))
{
}

boost::asio::awaitable<Outcome> ConnectionReply::send(Parcel parcel)
{
    const auto route = route_of(parcel.address());
    if (!route)
        co_return Outcome::refused(Scope::message, "the reply address is not one of a long connection");
    if (route->req_id.empty()) {
        auto pushing = push_into(*route, parcel.body);
        co_return co_await std::move(pushing);
    }
    auto answering = connection_.ask("aibot_respond_msg", route->req_id, parcel.body);
    const auto answered = co_await std::move(answering);
    if (!answered.answer || answered.answer->code != invalid_req_id)
        co_return outcome_of(answered);
    if (!route->response_url.empty()) {
        Parcel by_url{{route->response_url}, std::move(parcel.body)};
        auto posting = by_url_.send(std::move(by_url));
        co_return co_await std::move(posting);
    }
    auto pushing = push_into(*route, parcel.body);
    co_return co_await std::move(pushing);
}

boost::asio::awaitable<Outcome> ConnectionReply::push_into(const ReplyRoute& route, const std::string& body)
{
    auto pushing = connection_.ask(std::string(push), LongConnection::new_req_id(push), pushed_body(route, body));
    const auto pushed = co_await std::move(pushing);
    co_return outcome_of(pushed);
}

} // namespace tongbao::adapters::wecom
