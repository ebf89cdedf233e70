#include "bot/inbound/wecom_app_intake.hpp"

#include "bot/log.hpp"

namespace tongbao::bot {

namespace asio = boost::asio;
namespace wecom = adapters::wecom;

namespace {

constexpr std::chrono::hours answer_lives{1}; // nobody waits for it longer

} // namespace

WecomAppIntake::WecomAppIntake(WecomAppIntakeSettings settings, Inbound& inbound, const Clock& clock)
    : settings_(std::move(settings)), inbound_(inbound), clock_(clock)
{
}

asio::awaitable<std::string> WecomAppIntake::take(wecom::OpenedCallback opened)
{
    auto message = wecom::parse_app_message(opened.plaintext);
    if (message && message->type == "event")
        co_return answer_event(*message);
    if (!message || !asks_us(*message)) {
        ++ignored_;
        co_return std::string();
    }
    auto inbound = heard_by({settings_.receiver, {}}, std::move(*message));
    inbound.reply_address = inbound.sender;
    inbound.reply_until = clock_.now() + answer_lives;
    auto taking = inbound_.take(std::move(inbound), std::move(opened.signature));
    co_await std::move(taking);
    co_return std::string();
}

std::string WecomAppIntake::answer_event(const wecom::Message& event)
{
    if (event.event == "enter_agent" && !event.sender.empty())
        return wecom::passive_text(settings_.corp_id, event.sender, settings_.welcome, clock_.now());
    if (event.event == "inactive_alert" || event.event == "low_active_alert") // the platform is about to suspend it
        log_event(Level::error, "app_unused", {{"receiver", settings_.receiver}, {"event", event.event}});
    ++ignored_;
    return {};
}

} // namespace tongbao::bot
