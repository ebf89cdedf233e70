#pragma once

#include "tests/acceptance/process.hpp"

namespace tongbao::acceptance {

/// Memory of a process that is in RAM.
long resident_kb(const Process& process);

/// Files that a process holds open; 0 where that may not be seen (the service hides itself from other users).
int open_files(const Process& process);

} // namespace tongbao::acceptance
