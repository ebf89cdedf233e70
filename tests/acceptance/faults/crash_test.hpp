#pragma once

#include "tests/acceptance/faults/fault_test.hpp"

#include <csignal>

namespace tongbao::acceptance {

/// What `wait_for` says of a process that SIGKILL ended.
constexpr int killed = 128 + SIGKILL;

/// A service that is killed at a place named by TONGBAO_FAILPOINT in `tongbao-failing`, then started as it is shipped.
class CrashTest : public FaultTest {
protected:
    static constexpr const char* group = "wecom-1";

    explicit CrashTest(const Platforms::Options& options = {}) : FaultTest(options) { place.add_group(group); }

    static Seed text(const std::string& key, bool resend)
    {
        return {.key = key, .group = group, .texts = {"通报 " + key}, .resend = resend};
    }
    /// Runs the program until the fail point ends it. `order` as in tests/failing/failpoint.cpp.
    void run_until_killed(const std::string& order)
    {
        auto service = place.start(
            {.program = failing_program(), .environment = {"TONGBAO_FAILPOINT=" + order}, .wait_until_ready = false});
        ASSERT_EQ(service.process().wait_for(std::chrono::minutes(1)), killed) << order << "\n" << place.log();
    }
    /// Runs a command of `tongbao-failing`.
    void call_until_killed(std::vector<std::string> words, const std::string& order)
    {
        words.insert(words.begin(), failing_program());
        words.insert(words.end(), {"--config", place.config_file().string()});
        Process process(words, place.folder() / "killed.log", {"TONGBAO_FAILPOINT=" + order});
        ASSERT_EQ(process.wait_for(std::chrono::minutes(1)), killed) << process.output();
    }
    /// Starts the shipped program and waits until every message has ended.
    void recover()
    {
        const auto service = place.start();
        ASSERT_TRUE(all_end_within(std::chrono::seconds(90))) << place.log();
    }
    /// Copies of the message's parts that people can read.
    std::vector<std::string> read_in(const std::string& target) const
    {
        std::vector<std::string> texts;
        for (const auto& receipt : platforms.received(target))
            if (receipt.fate == simulator::Fate::accepted)
                texts.push_back(receipt.content);
        return texts;
    }
};

} // namespace tongbao::acceptance
