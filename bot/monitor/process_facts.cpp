#include "bot/monitor/process_facts.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <sys/resource.h>

namespace tongbao::bot {
namespace {

/// A line of /proc/self/status such as `VmRSS:   5432 kB`.
std::int64_t status_number(const std::string& name)
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(name + ":"))
            return std::stoll(line.substr(name.size() + 1));
    return 0;
}

std::int64_t open_files()
{
    std::error_code unseen; // nothing to be said then
    std::int64_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", unseen))
        count += entry.path().empty() ? 0 : 1;
    return count;
}

double seconds(const timeval& time)
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

} // namespace

ProcessFacts process_facts()
{
    constexpr std::int64_t bytes_per_kb = 1024;
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return {status_number("VmRSS") * bytes_per_kb, open_files(), static_cast<std::int64_t>(files.rlim_cur),
            status_number("Threads"), seconds(usage.ru_utime) + seconds(usage.ru_stime)};
}

} // namespace tongbao::bot
