#pragma once

#include "bot/bound_socket.hpp"
#include "bot/config.hpp"

#include <optional>

namespace tongbao::bot {

/// How often the configuration was loaded again since the program began.
struct ReloadCounts {
    std::uint64_t done = 0;
    std::uint64_t refused = 0;
};

/// What stays when the configuration is loaded again and the service's parts are made anew.
struct LastingParts {
    /// Binds what `config` wants. Throws boost::system::system_error when it cannot.
    explicit LastingParts(const Config& config)
        : callbacks(config.listen.address, config.listen.port),
          monitor(config.monitor.listen ? std::optional<BoundSocket>(std::in_place, config.monitor.listen->address,
                                                                     config.monitor.listen->port)
                                        : std::nullopt)
    {
    }

    BoundSocket callbacks;
    std::optional<BoundSocket> monitor;
    ReloadCounts reloads;
};

} // namespace tongbao::bot
