#pragma once

#include "adapters/channel.hpp"

namespace tongbao::bot {

/// Where messages go: a configured group, or a bot whose messages bring their own address.
struct Target {
    std::string name;                     ///< as messages name it
    std::string lane;                     ///< the credential whose pace it shares; two targets of one robot share one
    adapters::Channel* channel = nullptr; ///< outlives the delivery
};

} // namespace tongbao::bot
