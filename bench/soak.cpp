/// A long run: rounds of messages for some minutes beside a long history, then what has become of memory, files, the
/// time to enqueue and the ledger: scripts/bench soak [MINUTES] [OLD MESSAGES]. Fails when something grew or was lost.
#include "tests/acceptance/faults/soak.hpp"
#include "tests/acceptance/faults/process_footprint.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <iostream>

namespace {

using namespace tongbao::acceptance;
using Steady = std::chrono::steady_clock;

constexpr int warming_up = 4; ///< rounds before the first look
constexpr long most_growth_kb = 8 * 1024;
constexpr int most_files_more = 4;

void print(const char* name, long value, const char* unit)
{
    fmt::print("{{\"bench\":\"soak\",\"case\":\"{}\",\"value\":{},\"unit\":\"{}\"}}\n", name, value, unit);
    std::fflush(stdout);
}

long milliseconds_since(Steady::time_point begun)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - begun).count();
}

long p99_us(std::vector<std::chrono::microseconds> times)
{
    if (times.empty())
        return 0;
    std::ranges::sort(times);
    return times[times.size() * 99 / 100].count();
}

struct Footprint {
    long memory_kb;
    int files;
};

Footprint footprint_of(const Service& service)
{
    return {resident_kb(service.process()), open_files(service.process())};
}

/// The halves of the run are compared, because a slow growth shows in the second only.
void print_enqueue_times(const std::vector<std::chrono::microseconds>& times)
{
    const auto half = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    print("enqueue_p99_first_half", p99_us({times.begin(), half}), "us");
    print("enqueue_p99_second_half", p99_us({half, times.end()}), "us");
}

int run(std::chrono::minutes length, int old_messages)
{
    const Folder platforms_folder;
    Platforms platforms(platforms_folder.path());
    Installation place(platforms);
    Soak soak(place);
    soak.add_history(old_messages);
    const auto asked = Steady::now();
    auto service = place.start();
    print("old_messages", old_messages, "messages");
    print("start", milliseconds_since(asked), "ms");
    bool out = true;
    while (out && soak.rounds() < warming_up)
        out = soak.round();
    const auto first = footprint_of(service);
    while (out && Steady::now() < asked + length)
        out = soak.round();
    const auto last = footprint_of(service);
    service.stop();
    auto ledger = read_ledger(place.database());
    std::erase_if(ledger, [](const auto& message) { return message.key.starts_with("old:"); });
    const auto tally = reconcile(ledger, platforms.received());
    print("length", milliseconds_since(asked) / 1000, "s");
    print("messages", tally.messages, "messages");
    print("lost", tally.lost, "messages");
    print("repeated", tally.repeated, "messages");
    print("resident_first", first.memory_kb, "kB");
    print("resident_last", last.memory_kb, "kB");
    print("files_first", first.files, "files");
    print("files_last", last.files, "files");
    print_enqueue_times(soak.enqueue_times());
    std::cerr << tally.remarks;
    const bool flat = last.memory_kb <= first.memory_kb + most_growth_kb && last.files <= first.files + most_files_more;
    return out && flat && tally.lost == 0 && tally.repeated == 0 ? 0 : 1;
}

} // namespace

int main(int argc, char** argv)
{
    const int minutes = argc > 1 ? std::atoi(argv[1]) : 60;
    const int old_messages = argc > 2 ? std::atoi(argv[2]) : 1'000'000;
    if (minutes <= 0 || old_messages <= 0) {
        std::cerr << "usage: soak [MINUTES] [OLD MESSAGES]\n";
        return 2;
    }
    setenv("TONGBAO_PROGRAM", TONGBAO_PROGRAM_FILE, 0);
    setenv("TONGBAO_SIMULATOR", TONGBAO_SIMULATOR_FILE, 0);
    setenv("TONGBAO_SOURCE", TONGBAO_SOURCE_FOLDER, 0);
    return run(std::chrono::minutes(minutes), old_messages);
}
