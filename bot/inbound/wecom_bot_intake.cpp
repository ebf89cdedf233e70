#include "bot/inbound/wecom_bot_intake.hpp"

#include "adapters/crypto.hpp"
#include "adapters/json_text.hpp"
#include "adapters/wecom/bot_reply.hpp"

namespace tongbao::bot {

namespace asio = boost::asio;
namespace wecom = adapters::wecom;

namespace {

constexpr std::chrono::hours response_url_lives{1}; // platforms/wecom.md §6.4
constexpr std::chrono::minutes stream_is_polled{6}; // §6.2
constexpr const char* under_way = "正在查询，请稍候……";

} // namespace

WecomBotIntake::WecomBotIntake(WecomBotIntakeSettings settings, Inbound& inbound, wecom::StreamReplies& streams,
                               const Clock& clock)
    : settings_(std::move(settings)), inbound_(inbound), streams_(streams), clock_(clock)
{
}

asio::awaitable<std::string> WecomBotIntake::take(wecom::OpenedCallback opened)
{
    auto message = wecom::parse_bot_message(opened.plaintext);
    if (message && message->type == "stream")
        co_return answer_poll(message->stream);
    if (message && message->event == "enter_chat")
        co_return adapters::json_text({{"msgtype", "text"}, {"text", {{"content", settings_.welcome}}}});
    if (!message || !asks_us(*message)) {
        ++ignored_;
        co_return std::string();
    }
    auto inbound = inbound_of(std::move(*message));
    std::string frame;
    if (inbound.reply_address.starts_with(wecom::stream_scheme))
        frame = wecom::unfinished_stream(inbound.reply_address.substr(wecom::stream_scheme.size()), under_way);
    auto taking = inbound_.take(std::move(inbound), std::move(opened.signature));
    co_await std::move(taking);
    co_return frame;
}

std::string WecomBotIntake::answer_poll(const std::string& stream)
{
    const auto content = streams_.take(stream);
    return content ? wecom::finished_stream(stream, *content) : wecom::unfinished_stream(stream, under_way);
}

adapters::InboundMessage WecomBotIntake::inbound_of(wecom::Message message) const
{
    const auto response_url = std::move(message.response_url);
    auto inbound = heard_by(settings_.receiver, std::move(message));
    if (response_url.starts_with(settings_.api + "/")) {
        inbound.reply_address = response_url;
        inbound.reply_until = clock_.now() + response_url_lives;
    } else {
        // The same message, sent again by the platform, must name the same stream.
        inbound.reply_address =
            std::string(wecom::stream_scheme) + adapters::sha1_hex(settings_.receiver.name + '\n' + inbound.message_id);
        inbound.reply_until = clock_.now() + stream_is_polled;
    }
    return inbound;
}

} // namespace tongbao::bot
