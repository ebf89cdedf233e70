#pragma once

#include "adapters/inbound.hpp"
#include "bot/channels.hpp"
#include "bot/clock.hpp"
#include "bot/commands/commands.hpp"
#include "store/inbound.hpp"

namespace tongbao::bot {

/// What is said back to a stored message: asks the commands and puts their answer into the outbox.
class Answering {
public:
    /// All must outlive it.
    Answering(store::Store& store, const Config& config, const Clock& clock, const Channels& channels,
              Commands& commands, Delivery& delivery);
    /// A MessageHandler: worked on twice, a message is answered once.
    boost::asio::awaitable<void> answer(adapters::InboundMessage message, InboundId id);

private:
    boost::asio::awaitable<void> note_unknown_chat(const adapters::InboundMessage& message);

    store::Store& store_;
    const Config& config_;
    const Clock& clock_;
    const Channels& channels_;
    Commands& commands_;
    Delivery& delivery_;
};

} // namespace tongbao::bot
