#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace tongbao::bot {

/// What the delivery has done since it began, for whoever watches it.
struct DeliveryCounters {
    std::uint64_t steps = 0;    ///< looks at the outbox that ended without an error
    std::uint64_t attempts = 0; ///< begun
    int in_flight = 0;
    /// Ended attempts by lane and verdict.
    std::map<std::pair<std::string, std::string>, std::uint64_t> outcomes;
    std::vector<std::string> open_circuits; ///< targets that are left alone now
};

} // namespace tongbao::bot
