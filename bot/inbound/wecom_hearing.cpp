#include "bot/inbound/wecom_hearing.hpp"

#include "adapters/blank.hpp"

namespace tongbao::bot {

bool asks_us(const adapters::wecom::Message& message)
{
    return speaks(message) && !message.id.empty() && !message.sender.empty() && !message.foreign && !message.own;
}

adapters::InboundMessage heard_by(const WecomReceiver& receiver, adapters::wecom::Message message)
{
    adapters::InboundMessage inbound;
    inbound.platform = "wecom";
    inbound.receiver = receiver.name;
    inbound.text = message.where == ChannelKind::group
                       ? adapters::wecom::strip_mentions(message.text, receiver.display_names)
                       : std::string(adapters::trim_blank(message.text));
    inbound.message_id = std::move(message.id);
    inbound.sender = std::move(message.sender);
    inbound.where = message.where;
    inbound.chat = std::move(message.chat);
    inbound.file = std::move(message.file);
    return inbound;
}

} // namespace tongbao::bot
