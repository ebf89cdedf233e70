#include "bot/inbound/wecom_endpoint.hpp"

#include "adapters/blank.hpp"
#include "adapters/crypto.hpp"
#include "adapters/json_text.hpp"
#include "adapters/wecom/bot_reply.hpp"
#include "bot/log.hpp"

namespace tongbao::bot {

using adapters::wecom::CallbackFault;
namespace asio = boost::asio;

namespace {

constexpr std::chrono::hours response_url_lives{1}; // platforms/wecom.md §6.4
constexpr std::chrono::minutes stream_is_polled{6}; // §6.2
constexpr const char* under_way = "正在查询，请稍候……";

bool in_stream(const adapters::InboundMessage& message)
{
    return message.reply_address.starts_with(adapters::wecom::stream_scheme);
}

std::string stream_of(const adapters::InboundMessage& message)
{
    return message.reply_address.substr(adapters::wecom::stream_scheme.size());
}

/// A stranger without our token can make these only; one that made any other holds it, or it is a mistake of set-up.
bool unsigned_fault(CallbackFault fault)
{
    return fault == CallbackFault::missing_parameter || fault == CallbackFault::malformed_envelope ||
           fault == CallbackFault::signature_mismatch;
}

} // namespace

WecomEndpoint::WecomEndpoint(WecomEndpointSettings settings, Inbound& inbound, adapters::wecom::StreamReplies& streams,
                             const Clock& clock)
    : settings_(std::move(settings)), callback_(settings_.callback), inbound_(inbound), streams_(streams), clock_(clock)
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
    const auto now = clock_.now();
    const auto opened = callback_.open(request.query(), request.body, now);
    if (!opened)
        co_return refuse(opened.error(), request.peer);
    auto message = adapters::wecom::parse_bot_message(opened->plaintext);
    if (message && message->type == "stream")
        co_return answer_poll(message->stream, opened->nonce);
    if (message && message->event == "enter_chat")
        co_return answer(adapters::json_text({{"msgtype", "text"}, {"text", {{"content", settings_.welcome}}}}),
                         opened->nonce);
    if (!message || !speaks(*message) || message->sender.empty() || message->foreign || message->own) {
        ++counters_.ignored;
        co_return HttpResponse();
    }
    auto inbound = inbound_of(std::move(*message), now);
    std::string frame;
    if (in_stream(inbound))
        frame = adapters::wecom::unfinished_stream(stream_of(inbound), under_way);
    auto taking = inbound_.take(std::move(inbound), opened->signature);
    co_await std::move(taking);
    if (frame.empty())
        co_return HttpResponse();
    co_return answer(frame, opened->nonce);
}

/// The same words to everybody: whoever guesses learns nothing from them.
HttpResponse WecomEndpoint::refuse(CallbackFault fault, const std::string& peer)
{
    ++counters_.refused;
    if (!unsigned_fault(fault))
        log_event(Level::warning, "callback_refused",
                  {{"receiver", settings_.receiver}, {"reason", adapters::wecom::name_of(fault)}, {"peer", peer}});
    return {403, "text/plain", ""};
}

HttpResponse WecomEndpoint::answer(const std::string& plaintext, const std::string& nonce) const
{
    return {200, "application/json", callback_.seal(plaintext, nonce, clock_.now())};
}

HttpResponse WecomEndpoint::answer_poll(const std::string& stream, const std::string& nonce)
{
    const auto content = streams_.take(stream);
    return answer(content ? adapters::wecom::finished_stream(stream, *content)
                          : adapters::wecom::unfinished_stream(stream, under_way),
                  nonce);
}

adapters::InboundMessage WecomEndpoint::inbound_of(adapters::wecom::Message message, Instant now) const
{
    adapters::InboundMessage inbound;
    inbound.platform = "wecom";
    inbound.receiver = settings_.receiver;
    inbound.text = message.where == ChannelKind::group
                       ? adapters::wecom::strip_mentions(message.text, settings_.display_names)
                       : std::string(adapters::trim_blank(message.text));
    if (message.response_url.starts_with(settings_.api + "/")) {
        inbound.reply_address = std::move(message.response_url);
        inbound.reply_until = now + response_url_lives;
    } else {
        // The same message, sent again by the platform, must name the same stream.
        inbound.reply_address =
            std::string(adapters::wecom::stream_scheme) + adapters::sha1_hex(settings_.receiver + '\n' + message.id);
        inbound.reply_until = now + stream_is_polled;
    }
    inbound.message_id = std::move(message.id);
    inbound.sender = std::move(message.sender);
    inbound.where = message.where;
    inbound.chat = std::move(message.chat);
    return inbound;
}

} // namespace tongbao::bot
