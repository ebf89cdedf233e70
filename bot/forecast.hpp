#pragma once

#include "bot/clock.hpp"
#include "bot/delivery/target.hpp"
#include "store/outbox_desk.hpp"

namespace tongbao::bot {

/// When queued messages are expected to begin, as far as the paces of their lanes tell. Reads only; for whoever shows a
/// queue: the command line and commands in chats.
class Forecast {
public:
    /// As of `clock`'s now. What is passed must outlive the forecast.
    Forecast(store::Connection& db, const std::vector<Target>& targets, const Clock& clock);

    /// Empty for a message that is not queued, or whose target is not configured.
    std::optional<Instant> begin(const store::MessageRow& message) const;

private:
    store::Connection& db_;
    const std::vector<Target>& targets_;
    MachineTime machine_;
    Instant now_;
};

/// "排队中，预计 9:14", with the day when it is not today.
std::string queued_text(Instant expected, Instant now);

} // namespace tongbao::bot
