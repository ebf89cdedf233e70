#include "bot/inbound/dingtalk_endpoint.hpp"

#include "bot/log.hpp"

namespace tongbao::bot {

using adapters::dingtalk::CallbackFault;
namespace asio = boost::asio;

namespace {

constexpr std::chrono::hours session_lives{1}; // where the message does not say: less than all samples (§3.4)

} // namespace

DingtalkEndpoint::DingtalkEndpoint(DingtalkEndpointSettings settings, Inbound& inbound, const Clock& clock)
    : settings_(std::move(settings)), inbound_(inbound), clock_(clock)
{
}

void DingtalkEndpoint::listen(Listener& listener)
{
    listener.route("POST", settings_.path, [this](HttpRequest request) { return receive(std::move(request)); });
}

asio::awaitable<HttpResponse> DingtalkEndpoint::receive(HttpRequest request)
{
    const auto verified = adapters::dingtalk::verify(settings_.callback, request.header("timestamp"),
                                                     request.header("sign"), clock_.now_ms());
    if (!verified)
        co_return refuse(verified.error(), request.peer);
    auto message = adapters::dingtalk::parse_message(settings_.callback, request.body);
    if (!message)
        co_return refuse(message.error(), request.peer);
    if (message->quota_exhausted) {
        log_event(Level::error, "dingtalk_quota_exhausted", {{"receiver", settings_.receiver}});
        ++counters_.ignored;
        co_return HttpResponse();
    }
    if (message->own || message->sender.empty() || message->session_webhook.empty() || !speaks(*message)) {
        ++counters_.ignored;
        co_return HttpResponse();
    }
    auto taking = inbound_.take(inbound_of(std::move(*message), clock_.now()), "");
    co_await std::move(taking);
    co_return HttpResponse();
}

/// The same words to everybody: whoever guesses learns nothing from them.
HttpResponse DingtalkEndpoint::refuse(CallbackFault fault, const std::string& peer)
{
    ++counters_.refused;
    if (fault == CallbackFault::wrong_robot || fault == CallbackFault::foreign_session)
        log_event(Level::warning, "callback_refused",
                  {{"receiver", settings_.receiver}, {"reason", adapters::dingtalk::name_of(fault)}, {"peer", peer}});
    return {403, "text/plain", ""};
}

adapters::InboundMessage DingtalkEndpoint::inbound_of(adapters::dingtalk::Message message, Instant now) const
{
    adapters::InboundMessage inbound;
    inbound.platform = "dingtalk";
    inbound.receiver = settings_.receiver;
    inbound.message_id = std::move(message.id);
    inbound.sender = std::move(message.sender);
    inbound.where = message.where;
    inbound.chat = std::move(message.chat);
    inbound.text = std::move(message.text);
    inbound.reply_address = std::move(message.session_webhook);
    inbound.reply_until = message.session_until.value_or(now + session_lives);
    return inbound;
}

} // namespace tongbao::bot
