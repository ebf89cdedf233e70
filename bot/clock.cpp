#include "bot/clock.hpp"

#include <charconv>
#include <ctime>
#include <fstream>
#include <string>

namespace tongbao::bot {
namespace {

/// The first digits of the id that the kernel draws at each start; zero where it gives none.
std::int64_t read_machine_run()
{
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string id;
    std::getline(file, id);
    std::int64_t run = 0;
    std::from_chars(id.data(), id.data() + std::min<std::size_t>(id.size(), 8), run, 16);
    return run;
}

} // namespace

MachineTime SystemClock::machine_time() const
{
    static const std::int64_t run = read_machine_run();
    timespec up{};
    clock_gettime(CLOCK_BOOTTIME, &up);
    return {run,
            std::chrono::duration_cast<Uptime>(std::chrono::seconds{up.tv_sec} + std::chrono::nanoseconds{up.tv_nsec})};
}

} // namespace tongbao::bot
