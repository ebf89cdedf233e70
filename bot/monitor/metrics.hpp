#pragma once

#include "bot/delivery/counters.hpp"
#include "bot/http.hpp"
#include "bot/inbound/inbound.hpp"
#include "bot/inbound/reconnect.hpp"
#include "bot/monitor/audit.hpp"
#include "bot/monitor/process_facts.hpp"
#include "store/commit_times.hpp"
#include "store/queue_depth.hpp"

namespace tongbao::bot {

/// The queue of one lane: its targets together.
struct LaneQueue {
    int waiting = 0;
    int held = 0;
    std::optional<Instant> since; ///< when its oldest waiting message was made
};

/// Everything that is measured. No personal data and no secret: names are those of the configuration.
struct Measured {
    std::map<std::string, LaneQueue> lanes; ///< empty where the database cannot be read
    std::optional<store::DataAge> data;
    std::map<std::string, std::chrono::seconds> token_ages; ///< of the access tokens that are held, by lane
    DeliveryCounters delivery;
    InboundCounters inbound;
    std::map<std::string, EndpointCounters> endpoints;     ///< by configured bot
    std::map<std::string, ConnectionCounters> connections; ///< by configured bot
    ListenerCounters listener;
    store::CommitTimes::Counts commits;
    ProcessFacts process;
    std::vector<AuditFinding> findings;
    bool satisfied = false; ///< the auditor, lately
    std::uint64_t heartbeats = 0;
    std::uint64_t reloads_done = 0;
    std::uint64_t reloads_refused = 0;
};

/// The numbers in Prometheus' text format; docs/operations.md names each.
std::string exposition(const Measured& measured, Instant now);

} // namespace tongbao::bot
