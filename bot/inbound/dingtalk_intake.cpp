#include "bot/inbound/dingtalk_intake.hpp"

#include "bot/log.hpp"

namespace tongbao::bot {

using adapters::dingtalk::CallbackFault;
namespace asio = boost::asio;

namespace {

constexpr std::chrono::hours session_lives{1}; // where the message does not say: less than all samples (§3.4)

} // namespace

DingtalkIntake::DingtalkIntake(std::string receiver, adapters::dingtalk::CallbackSettings settings, Inbound& inbound,
                               const Clock& clock)
    : receiver_(std::move(receiver)), settings_(std::move(settings)), inbound_(inbound), clock_(clock)
{
}

asio::awaitable<boost::system::result<void, CallbackFault>> DingtalkIntake::take(std::string body)
{
    auto message = adapters::dingtalk::parse_message(settings_, body);
    if (!message)
        co_return message.error();
    if (message->quota_exhausted)
        log_event(Level::error, "dingtalk_quota_exhausted", {{"receiver", receiver_}});
    // Other robots and outsiders have no staff id (§3.2).
    if (message->quota_exhausted || message->own || message->sender.empty() || message->session_webhook.empty() ||
        !speaks(*message)) {
        ++ignored_;
        co_return boost::system::result<void, CallbackFault>();
    }
    auto taking = inbound_.take(inbound_of(std::move(*message)), "");
    co_await std::move(taking);
    co_return boost::system::result<void, CallbackFault>();
}

adapters::InboundMessage DingtalkIntake::inbound_of(adapters::dingtalk::Message message) const
{
    adapters::InboundMessage inbound;
    inbound.platform = "dingtalk";
    inbound.receiver = receiver_;
    inbound.message_id = std::move(message.id);
    inbound.sender = std::move(message.sender);
    inbound.where = message.where;
    inbound.chat = std::move(message.chat);
    inbound.text = std::move(message.text);
    inbound.file = std::move(message.file);
    inbound.reply_address = std::move(message.session_webhook);
    inbound.reply_until = message.session_until.value_or(clock_.now() + session_lives);
    return inbound;
}

} // namespace tongbao::bot
