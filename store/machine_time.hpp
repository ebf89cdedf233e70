#pragma once

#include <chrono>
#include <cstdint>

namespace tongbao {

/// Time since the machine started, sleep included: nobody can set it. Only those of one start compare.
using Uptime = std::chrono::milliseconds;
struct MachineTime {
    std::int64_t run = 0; ///< tells the machine's starts apart
    Uptime up{};
};

} // namespace tongbao
