#pragma once

#include <cstdint>

namespace tongbao::bot {

/// What the kernel says of this process.
struct ProcessFacts {
    std::int64_t resident_bytes = 0;
    std::int64_t open_files = 0;
    std::int64_t max_files = 0;
    std::int64_t threads = 0;
    double cpu_seconds = 0;
};
ProcessFacts process_facts();

} // namespace tongbao::bot
