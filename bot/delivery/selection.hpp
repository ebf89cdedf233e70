#pragma once

#include "store/attempts.hpp"

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

/// Which of the due parts begin, in this order: replies before circulars before reminders; among equals the target
/// that was served longest ago, then the oldest message. Pure. Every target of `due` must be in `turns`.
std::vector<store::DuePart> select(std::vector<store::DuePart> due, Room room,
                                   const std::map<std::string, Turn, std::less<>>& turns);

} // namespace tongbao::bot
