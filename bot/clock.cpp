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

InstantMs machine_now()
{
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

MachineTime machine_up()
{
    static const std::int64_t run = read_machine_run();
    timespec up{};
    clock_gettime(CLOCK_BOOTTIME, &up);
    return {run,
            std::chrono::duration_cast<Uptime>(std::chrono::seconds{up.tv_sec} + std::chrono::nanoseconds{up.tv_nsec})};
}

} // namespace

SystemClock::SystemClock(std::chrono::milliseconds offset, int rate)
    : offset_(offset), rate_(rate), began_(machine_now()), machine_began_(machine_up())
{
}

InstantMs SystemClock::now_ms() const
{
    return began_ + (machine_now() - began_) * rate_ + offset_;
}

/// Uptimes of a faster clock compare with none of another run.
MachineTime SystemClock::machine_time() const
{
    auto time = machine_up();
    if (rate_ == 1)
        return time;
    time.run ^= machine_began_.up.count();
    time.up = machine_began_.up + (time.up - machine_began_.up) * rate_;
    return time;
}

} // namespace tongbao::bot
