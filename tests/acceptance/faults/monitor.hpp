#pragma once

#include "tests/simulator/callback_client.hpp"

#include <nlohmann/json.hpp>

namespace tongbao::acceptance {

/// For the configuration: a listener on any port, a look every second.
nlohmann::json monitored_every_second();

/// What the monitor that the last start of the service logged says at `path`; status 0 when nobody answers.
simulator::CallbackAnswer ask_monitor(const std::string& log, const std::string& path);

} // namespace tongbao::acceptance
