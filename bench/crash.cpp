/// Kills the service at random moments under load, starts it again, and compares in the end what the platforms received
/// with the ledger of attempts: scripts/bench crash KILLS [SEED]. The circulars of the load are held when uncertain, as
/// circulars into groups are; the alerts to one group may be resent.
#include "tests/acceptance/faults/report.hpp"
#include "tests/acceptance/faults/until.hpp"

#include <algorithm>
#include <cstdlib>
#include <date/date.h>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>
#include <thread>

namespace {

using namespace tongbao::acceptance;
using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::system_clock;

constexpr int groups = 120; ///< at 18 messages a minute each
constexpr int circulars_a_kill = 16;
constexpr int probes = 40; ///< groups whose platform answers at once; one message a kill, in turns
constexpr int kills_an_alert = 5;
constexpr const char* alerts = "wecom-alerts";

/// When the service logged that a probe was answered; empty when it was killed before.
std::optional<tongbao::InstantMs> first_probe_in(const std::filesystem::path& log)
{
    std::ifstream in(log);
    for (std::string line; std::getline(in, line);) {
        if (line.find("event=attempt_ended") == std::string::npos ||
            line.find("target=wecom-probe") == std::string::npos)
            continue;
        std::istringstream text(line);
        tongbao::InstantMs at;
        text >> date::parse("%FT%T%Ez", at);
        return text.fail() ? std::nullopt : std::optional(at);
    }
    return std::nullopt;
}

class Crashes {
public:
    explicit Crashes(unsigned seed) : random_(seed)
    {
        place_.add_group(alerts);
        platforms_.always_misbehave(alerts, "delayed", "300");
        for (int number = 0; number < probes; ++number)
            place_.add_group(probe(number));
        for (int number = 1; number <= groups; ++number) {
            const auto name = group(number);
            place_.add_group(name);
            platforms_.always_misbehave(name, "delayed", std::to_string(between(50, 900)));
        }
        place_.config().erase("operators"); // hundreds of held messages would be as many alerts
    }

    void kill_once()
    {
        put_load();
        began_.push_back(std::chrono::time_point_cast<milliseconds>(system_clock::now()));
        const bool early = between(1, 10) == 1; // also while it starts
        auto service = place_.start({.wait_until_ready = !early});
        std::this_thread::sleep_for(milliseconds(between(0, 900))); // the moment that is tried
        service.kill();
    }
    /// False when something still waits after `limit`.
    bool finish(milliseconds limit)
    {
        const auto service = place_.start();
        return holds_within(limit, [&] { return all_ended(read_ledger(place_.database())); });
    }
    int kills() const { return static_cast<int>(began_.size()); }
    Tally tally() const { return reconcile(read_ledger(place_.database()), platforms_.received(), keys_); }

    /// From the start of the program until a platform without delay had answered.
    std::vector<long> resume_times() const
    {
        std::vector<long> times;
        for (std::size_t run = 0; run < began_.size(); ++run)
            if (const auto first = first_probe_in(place_.folder() / fmt::format("serve-{}.log", run + 1)))
                times.push_back((*first - began_[run]).count());
        std::ranges::sort(times);
        return times;
    }

private:
    static std::string group(int number) { return (number % 4 == 0 ? "dingtalk-" : "wecom-") + std::to_string(number); }
    static std::string probe(int number) { return "wecom-probe-" + std::to_string(number); }
    int between(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }
    void put_load()
    {
        std::vector<Seed> seeds;
        for (int i = 0; i < circulars_a_kill; ++i)
            seeds.push_back(seed(group(between(1, groups)), false, between(1, 10) == 1 ? 3 : 1));
        seeds.push_back(seed(probe(kills() % probes), false, 1));
        if (kills() % kills_an_alert == 0)
            seeds.push_back(seed(alerts, true, 1));
        place_.put(seeds);
    }
    Seed seed(const std::string& to, bool resend, int parts)
    {
        Seed made{.key = "m" + std::to_string(keys_.size() + 1), .group = to, .texts = {}, .resend = resend};
        for (int part = 1; part <= parts; ++part)
            made.texts.push_back(fmt::format("通报 {} 第{}部分", made.key, part));
        keys_.push_back(made.key);
        return made;
    }

    Folder platforms_folder_;
    Platforms platforms_{platforms_folder_.path()};
    Installation place_{platforms_};
    std::mt19937 random_;
    std::vector<std::string> keys_;
    std::vector<tongbao::InstantMs> began_;
};

long at_share(const std::vector<long>& sorted, double share)
{
    if (sorted.empty())
        return -1;
    return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
}

void print(const char* name, long value)
{
    fmt::print("{{\"bench\":\"crash\",\"case\":\"{}\",\"value\":{}}}\n", name, value);
    std::fflush(stdout);
}

int run(int kills, unsigned seed)
{
    print("seed", seed);
    Crashes crashes(seed);
    for (int kill = 0; kill < kills; ++kill)
        crashes.kill_once();
    const bool ended = crashes.finish(15min);
    const auto tally = crashes.tally();
    const auto times = crashes.resume_times();
    const int unflagged = tally.repeated - tally.flagged;
    print("kills", crashes.kills());
    print("messages", tally.messages);
    print("lost", tally.lost);
    print("repeated", tally.repeated);
    print("repeated_unflagged", unflagged);
    fmt::print("{{\"bench\":\"crash\",\"case\":\"resume_ms\",\"value\":{},\"p99\":{},\"runs\":{}}}\n",
               at_share(times, 0.5), at_share(times, 0.99), times.size());
    report(8, kills, tally);
    if (!ended)
        std::cerr << "messages still wait a quarter of an hour after the last kill\n";
    std::cerr << tally.remarks;
    return ended && tally.lost == 0 && unflagged == 0 && tally.repeated <= kills ? 0 : 1;
}

} // namespace

int main(int argc, char** argv)
{
    const int kills = argc > 1 ? std::atoi(argv[1]) : 0;
    if (kills <= 0) {
        std::cerr << "usage: crash KILLS [SEED]\n";
        return 2;
    }
    const auto seed = argc > 2 ? static_cast<unsigned>(std::strtoul(argv[2], nullptr, 10)) : std::random_device{}();
    setenv("TONGBAO_PROGRAM", TONGBAO_PROGRAM_FILE, 0);
    setenv("TONGBAO_SIMULATOR", TONGBAO_SIMULATOR_FILE, 0);
    setenv("TONGBAO_SOURCE", TONGBAO_SOURCE_FOLDER, 0);
    return run(kills, seed);
}
