#pragma once

#include "tests/acceptance/faults/platforms.hpp"

#include <date/date.h>

namespace tongbao::acceptance {

/// Platforms whose clock shows what the machine's does, as commands read it.
inline Platforms::Options on_the_machines_clock()
{
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + std::chrono::hours(8);
    return {.starting_at = date::format("%FT%T", now)};
}

} // namespace tongbao::acceptance
