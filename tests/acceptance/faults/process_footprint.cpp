#include "tests/acceptance/faults/process_footprint.hpp"

#include <fstream>

namespace tongbao::acceptance {

long resident_kb(const Process& process)
{
    std::ifstream in("/proc/" + std::to_string(process.pid()) + "/status");
    for (std::string line; std::getline(in, line);)
        if (line.starts_with("VmRSS:"))
            return std::atol(line.c_str() + 6);
    return 0;
}

int open_files(const Process& process)
{
    std::error_code hidden; // another user's process
    const std::filesystem::directory_iterator files("/proc/" + std::to_string(process.pid()) + "/fd", hidden);
    return hidden ? 0 : static_cast<int>(std::distance(begin(files), end(files)));
}

} // namespace tongbao::acceptance
