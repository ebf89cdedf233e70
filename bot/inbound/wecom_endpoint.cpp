#include "bot/inbound/wecom_endpoint.hpp"

#include "bot/log.hpp"

namespace tongbao::bot {

using adapters::wecom::CallbackFault;
namespace asio = boost::asio;

namespace {

/// A stranger without our token can make these only; one that made any other holds it, or it is a mistake of set-up.
bool unsigned_fault(CallbackFault fault)
{
    return fault == CallbackFault::missing_parameter || fault == CallbackFault::malformed_envelope ||
           fault == CallbackFault::signature_mismatch;
}

} // namespace

WecomEndpoint::WecomEndpoint(WecomEndpointSettings settings, WecomIntake intake, const Clock& clock)
    : settings_(std::move(settings)), callback_(settings_.callback), intake_(std::move(intake)), clock_(clock)
{
}

void WecomEndpoint::listen(Listener& listener)
{
    listener.route("GET", settings_.path, [this](HttpRequest request) { return check_url(std::move(request)); });
    listener.route("POST", settings_.path, [this](HttpRequest request) { return receive(std::move(request)); });
}

asio::awaitable<HttpResponse> WecomEndpoint::check_url(HttpRequest request)
{
    const auto echo = callback_.answer_url_check(request.query(), clock_.now());
    if (!echo)
        co_return refuse(echo.error(), request.peer);
    co_return HttpResponse{200, "text/plain", *echo};
}

asio::awaitable<HttpResponse> WecomEndpoint::receive(HttpRequest request)
{
    auto opened = callback_.open(request.query(), request.body, clock_.now());
    if (!opened)
        co_return refuse(opened.error(), request.peer);
    const auto nonce = opened->nonce;
    auto taking = intake_(std::move(*opened));
    const auto plaintext = co_await std::move(taking);
    if (plaintext.empty())
        co_return HttpResponse();
    const bool xml = settings_.callback.envelope == adapters::wecom::Envelope::xml;
    co_return HttpResponse{200, xml ? "text/xml; charset=utf-8" : "application/json",
                           callback_.seal(plaintext, nonce, clock_.now())};
}

/// The same words to everybody: whoever guesses learns nothing from them.
HttpResponse WecomEndpoint::refuse(CallbackFault fault, const std::string& peer)
{
    ++refused_;
    if (!unsigned_fault(fault))
        log_event(Level::warning, "callback_refused",
                  {{"receiver", settings_.receiver}, {"reason", adapters::wecom::name_of(fault)}, {"peer", peer}});
    return {403, "text/plain", ""};
}

} // namespace tongbao::bot
