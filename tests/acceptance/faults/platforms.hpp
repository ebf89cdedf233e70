#pragma once

#include "tests/acceptance/process.hpp"
#include "tests/simulator/receive_log.hpp"

#include <nlohmann/json.hpp>

namespace tongbao::acceptance {

/// Both platforms in a process of their own, over real TLS sockets (tests/simulator/program.cpp).
class Platforms {
public:
    struct Options {
        std::string tls_flaw = "none";                   ///< see tls_flaw_named
        std::string starting_at = "2026-09-23T10:00:00"; ///< local time; a Wednesday, on which no circular is due
        int clock_rate = 1;                              ///< how many times as fast as the machine's clock theirs runs
    };

    /// Keeps its certificates and its receive log in `folder`; a log that is there is continued. Returns when it
    /// listens; throws when it does not.
    Platforms(std::filesystem::path folder, const Options& options);
    explicit Platforms(const std::filesystem::path& folder) : Platforms(folder, Options{}) {}

    /// What both `wecom.api` and `dingtalk.api` are set to.
    std::string base_url() const { return place_.at("base_url"); }
    std::string ca_file() const { return place_.at("ca_file"); }
    /// Their clock, to about the second times its rate. The service of an Installation runs on the same.
    Instant now() const;
    int clock_rate() const { return clock_rate_; }

    /// One order to its control interface, see tests/simulator/control.hpp. Throws with its words when it refuses.
    nlohmann::json order(const std::string& path, const nlohmann::json& body = nlohmann::json::object()) const;
    /// The next `times` requests to `group`, a robot named like a group of the configuration, get that behaviour (see
    /// behaviour::named).
    void misbehave(const std::string& group, const std::string& behaviour, const nlohmann::json& argument = "",
                   int times = 1) const;
    /// From now on until `behave`.
    void always_misbehave(const std::string& group, const std::string& behaviour,
                          const nlohmann::json& argument = "") const;
    void behave(const std::string& group) const;

    /// The receive log, in order of arrival: the oracle.
    std::vector<simulator::Received> received() const;
    std::vector<simulator::Received> received(const std::string& target) const;

    Process& process() { return *process_; }

private:
    void script(const std::string& group, nlohmann::json order) const;
    std::filesystem::path folder_;
    Instant starting_at_;
    int clock_rate_;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
    std::unique_ptr<Process> process_;
    nlohmann::json place_;
};

} // namespace tongbao::acceptance
