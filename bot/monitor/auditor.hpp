#pragma once

#include "bot/clock.hpp"
#include "bot/monitor/audit_facts.hpp"
#include "bot/monitor/heartbeat.hpp"
#include "store/store.hpp"

namespace tongbao::bot {

/// Asked before each look, on the service's thread.
using LiveFactsSource = std::function<LiveFacts()>;
/// Tells the operators of a finding by a way that is none of `broken`. Inside a transaction, on the store's thread.
using AlertOperators =
    std::function<void(store::Connection&, const AuditFinding&, const std::set<std::string>& broken, Instant now)>;

/// Whether the service can be relied on now, and why not.
struct Health {
    bool ready = false;
    std::optional<Instant> looked_at;
    std::vector<AuditFinding> findings;
};

/// Looks again and again for anything that should have moved and did not. While it is satisfied it calls the
/// heartbeat; what it finds in two looks running is told to the operators, once a day.
class Auditor {
public:
    /// `store`, `clock` and `config` must outlive it.
    Auditor(boost::asio::any_io_executor executor, store::Store& store, const Clock& clock, const Config& config,
            LiveFactsSource live, AlertOperators alert);

    /// One look, its report, and the heartbeat.
    boost::asio::awaitable<void> step();
    /// Steps until cancelled.
    boost::asio::awaitable<void> run();

    /// Not ready when something was found, and when the last look is older than two intervals.
    Health health() const;
    std::uint64_t heartbeats() const { return heartbeats_; }

private:
    boost::asio::awaitable<AuditFacts> facts(const LiveFacts& live, Instant now);
    boost::asio::awaitable<bool> report(const LiveFacts& live, std::vector<AuditFinding> before, Instant now);
    boost::asio::awaitable<void> beat();
    void conclude(std::vector<AuditFinding> findings, Instant now);

    boost::asio::any_io_executor executor_;
    store::Store& store_;
    const Clock& clock_;
    const Config& config_;
    LiveFactsSource live_;
    AlertOperators alert_;
    Heartbeat heartbeat_;
    AuditRules rules_;
    std::vector<AuditFinding> findings_;
    std::optional<Instant> looked_at_;
    std::chrono::steady_clock::time_point looked_{};
    std::uint64_t heartbeats_ = 0;
};

/// {"ready": ..., "looked_at": ..., "findings": [...]}
std::string json_text(const Health& health);

} // namespace tongbao::bot
