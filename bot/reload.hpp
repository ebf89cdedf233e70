#pragma once

#include "bot/config.hpp"

namespace tongbao::bot {

/// What differs between the configuration in force and the next one and cannot change while the program runs: the
/// database and the addresses it listens on. Pure.
std::vector<Fault> needs_restart(const Config& now, const Config& next);

} // namespace tongbao::bot
