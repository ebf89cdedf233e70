#pragma once

#include "bot/delivery/calls.hpp"

#include <map>

namespace tongbao::bot {

/// What may begin now.
struct Room {
    int in_all = 0;
    std::map<std::string, int, std::less<>> by_lane;
};

/// A target's lane and when it was last served, in any growing measure.
struct Turn {
    std::string lane;
    std::int64_t last_served = 0;
};

/// Which of the due calls begin, in this order: replies before circulars before reminders; among equals the target
/// that was served longest ago, then the oldest message. A call counts as its first part. Pure. Every target of `due`
/// must be in `turns`.
std::vector<Call> select(std::vector<Call> due, Room room, const std::map<std::string, Turn, std::less<>>& turns);

} // namespace tongbao::bot
