#include "bot/inbound/dingtalk_endpoint.hpp"

#include "bot/log.hpp"

namespace tongbao::bot {

using adapters::dingtalk::CallbackFault;
namespace asio = boost::asio;

DingtalkEndpoint::DingtalkEndpoint(DingtalkEndpointSettings settings, Inbound& inbound, const Clock& clock)
    : path_(std::move(settings.path)),
      intake_(std::move(settings.receiver), std::move(settings.callback), inbound, clock),
      clock_(clock)
{
}

void DingtalkEndpoint::listen(Listener& listener)
{
    listener.route("POST", path_, [this](HttpRequest request) { return receive(std::move(request)); });
}

asio::awaitable<HttpResponse> DingtalkEndpoint::receive(HttpRequest request)
{
    const auto verified = adapters::dingtalk::verify(intake_.settings(), request.header("timestamp"),
                                                     request.header("sign"), clock_.now_ms());
    if (!verified)
        co_return refuse(verified.error(), request.peer);
    auto taking = intake_.take(std::move(request.body));
    const auto taken = co_await std::move(taking);
    if (!taken)
        co_return refuse(taken.error(), request.peer);
    co_return HttpResponse();
}

/// The same words to everybody: whoever guesses learns nothing from them.
HttpResponse DingtalkEndpoint::refuse(CallbackFault fault, const std::string& peer)
{
    ++refused_;
    if (fault == CallbackFault::wrong_robot || fault == CallbackFault::foreign_session)
        log_event(Level::warning, "callback_refused",
                  {{"receiver", intake_.receiver()}, {"reason", adapters::dingtalk::name_of(fault)}, {"peer", peer}});
    return {403, "text/plain", ""};
}

} // namespace tongbao::bot
