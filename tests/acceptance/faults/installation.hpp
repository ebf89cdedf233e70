#pragma once

#include "store/outbox.hpp"
#include "tests/acceptance/faults/platforms.hpp"

#include <nlohmann/json.hpp>

namespace tongbao::acceptance {

/// `tongbao serve` as a process, ready: it listens.
class Service {
public:
    Service(std::unique_ptr<Process> process, std::uint16_t port) : process_(std::move(process)), port_(port) {}
    Process& process() { return *process_; }
    const Process& process() const { return *process_; }
    /// Where the callbacks are heard: http://127.0.0.1:port.
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
    std::uint16_t port() const { return port_; }
    /// SIGKILL, and waits for the end.
    void kill();
    /// SIGTERM; the exit code, or empty when it still runs after `limit`.
    std::optional<int> stop(std::chrono::milliseconds limit = std::chrono::seconds(30));

private:
    std::unique_ptr<Process> process_;
    std::uint16_t port_;
};

/// One message of a test: its key, its group and the text of each of its parts.
struct Seed {
    std::string key{};
    std::string group{};
    std::vector<std::string> texts{};
    bool resend = true;      ///< on an uncertain outcome; else the message is held
    int expires_after_s = 0; ///< counted from when it is put; 0: never
    int priority = 1;        ///< 0 reply, 1 circular, 2 reminder
};

/// An installation in a folder of its own: configuration, database, groups that are robots of `platforms`.
class Installation {
public:
    /// How one run of the service differs from the usual one.
    struct Run {
        std::string program{};                  ///< empty: the shipped one
        std::vector<std::string> arguments{};   ///< of `serve`
        std::vector<std::string> environment{}; ///< NAME=value
        bool wait_until_ready = true;
    };

    explicit Installation(Platforms& platforms);

    const Platforms& platforms() const { return platforms_; }
    const std::filesystem::path& folder() const { return folder_.path(); }
    std::filesystem::path database() const { return folder() / "tongbao.db"; }
    std::filesystem::path config_file() const { return folder() / "config.json"; }

    /// The configuration, to be changed before `start`: without groups, so add at least one.
    nlohmann::json& config() { return config_; }
    void write_config() const;
    /// A group and its robot on the platforms. Names begin with wecom- or dingtalk-. The first one is the operators'.
    void add_group(const std::string& name, const nlohmann::json& robot = nlohmann::json::object());

    /// The credential of a group's robot, which nothing may print.
    static std::string secret_of(const std::string& group);

    /// Puts messages into the outbox in one transaction, as the service would. Not while it runs.
    void put(const std::vector<Seed>& seeds);
    void put_messages(const std::vector<store::NewMessage>& messages);
    /// `count` messages of one part for `group`, keys `group:1`, `group:2`, …
    void put_many(const std::string& group, int count, const Seed& like = {});

    /// Writes the configuration and starts the service on the platforms' clock; throws with its output when it does
    /// not get ready.
    Service start() { return start(Run{}); }
    Service start(const Run& run);
    /// Another subcommand, with --config.
    Finished call(std::vector<std::string> words) const;

    /// All that the service printed and logged, over all runs.
    std::string log() const;

private:
    Platforms& platforms_;
    Folder folder_;
    nlohmann::json config_;
    int runs_ = 0;
};

} // namespace tongbao::acceptance
