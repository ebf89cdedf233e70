#include "bot/monitor/metrics.hpp"

#include <limits>
#include <prometheus/text_serializer.h>

namespace tongbao::bot {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Labels = std::vector<ClientMetric::Label>;

/// Metric families in the making.
class Families {
public:
    void begin(MetricType type, std::string name, std::string help)
    {
        families_.push_back({std::move(name), std::move(help), type, {}});
    }
    template <class Number>
    void add(Labels labels, Number number)
    {
        ClientMetric metric;
        metric.label = std::move(labels);
        const auto value = static_cast<double>(number);
        if (families_.back().type == MetricType::Counter)
            metric.counter.value = value;
        else
            metric.gauge.value = value;
        families_.back().metric.push_back(std::move(metric));
    }
    template <class Number>
    void one(MetricType type, std::string name, std::string help, Number number)
    {
        begin(type, std::move(name), std::move(help));
        add({}, number);
    }
    void add_histogram(const store::CommitTimes::Counts& counts)
    {
        ClientMetric metric;
        auto& histogram = metric.histogram;
        for (std::size_t i = 0; i < counts.buckets.size(); ++i) {
            histogram.sample_count += counts.buckets.at(i);
            const bool last = i == store::CommitTimes::bounds.size();
            histogram.bucket.push_back({histogram.sample_count, last ? std::numeric_limits<double>::infinity()
                                                                     : store::CommitTimes::bounds.at(i)});
        }
        histogram.sample_sum = counts.seconds;
        families_.back().metric.push_back(std::move(metric));
    }
    std::string text() const { return prometheus::TextSerializer().Serialize(families_); }

private:
    std::vector<MetricFamily> families_;
};

constexpr auto counter = MetricType::Counter;
constexpr auto gauge = MetricType::Gauge;

void add_queue(Families& to, const Measured& measured, Instant now)
{
    to.begin(gauge, "tongbao_queue_messages", "Messages that wait or are being sent, by lane");
    for (const auto& [lane, queue] : measured.lanes)
        to.add({{"lane", lane}}, queue.waiting);
    to.begin(gauge, "tongbao_queue_oldest_age_seconds", "Age of the oldest message that waits, by lane");
    for (const auto& [lane, queue] : measured.lanes)
        to.add({{"lane", lane}}, queue.since ? (now - *queue.since).count() : 0);
    to.begin(gauge, "tongbao_held_messages", "Messages that a person must release or drop, by lane");
    for (const auto& [lane, queue] : measured.lanes)
        to.add({{"lane", lane}}, queue.held);
}

void add_delivery(Families& to, const DeliveryCounters& delivery)
{
    to.one(counter, "tongbao_attempts_total", "Attempts to send a part", delivery.attempts);
    to.one(gauge, "tongbao_attempts_in_flight", "Attempts under way", delivery.in_flight);
    to.begin(counter, "tongbao_attempt_outcomes_total", "Ended attempts, by lane and verdict");
    for (const auto& [key, count] : delivery.outcomes)
        to.add({{"lane", key.first}, {"verdict", key.second}}, count);
    to.begin(gauge, "tongbao_circuit_open", "1 for a target that refused messages and is left alone");
    for (const auto& target : delivery.open_circuits)
        to.add({{"target", target}}, 1);
}

void add_tokens(Families& to, const Measured& measured)
{
    to.begin(gauge, "tongbao_token_age_seconds", "Age of the access token in use, by lane");
    for (const auto& [lane, age] : measured.token_ages)
        to.add({{"lane", lane}}, age.count());
}

void add_store(Families& to, const store::CommitTimes::Counts& commits)
{
    to.begin(MetricType::Histogram, "tongbao_store_commit_seconds", "Time until a transaction was durable");
    to.add_histogram(commits);
    to.one(counter, "tongbao_store_commit_failures_total", "Transactions that could not be committed",
           commits.failures);
}

void add_data(Families& to, const store::DataAge& age, Instant now)
{
    if (age.newest_day) {
        const auto day = Instant{age.newest_day->time_since_epoch()} - std::chrono::hours{8}; // Shanghai's midnight
        to.one(gauge, "tongbao_source_age_seconds", "Time since the end of the last day that any unit has covered",
               (now - day - std::chrono::hours{24}).count());
    }
    if (age.last_import)
        to.one(gauge, "tongbao_last_import_timestamp_seconds", "When a file was last imported",
               age.last_import->time_since_epoch().count());
}

void add_inbound(Families& to, const Measured& measured)
{
    const auto& inbound = measured.inbound;
    to.begin(counter, "tongbao_inbound_messages_total", "Messages from chats, by what became of them");
    to.add({{"outcome", "received"}}, inbound.received);
    to.add({{"outcome", "replayed"}}, inbound.replayed);
    to.add({{"outcome", "throttled"}}, inbound.throttled);
    to.add({{"outcome", "answered"}}, inbound.answered);
    to.add({{"outcome", "failed"}}, inbound.failed);
    to.one(gauge, "tongbao_inbound_waiting", "Stored messages that nobody works on yet", inbound.waiting);
    to.begin(counter, "tongbao_callbacks_refused_total", "Callbacks whose signature or receiver was wrong, by bot");
    for (const auto& [bot, counts] : measured.endpoints)
        to.add({{"bot", bot}}, counts.refused);
    to.begin(counter, "tongbao_callbacks_ignored_total", "Callbacks that were not for us, by bot");
    for (const auto& [bot, counts] : measured.endpoints)
        to.add({{"bot", bot}}, counts.ignored);
}

void add_connections(Families& to, const std::map<std::string, ConnectionCounters>& connections)
{
    to.begin(gauge, "tongbao_connection_up",
             "1 while the connection of our own to the platform hears messages, by bot");
    for (const auto& [bot, counts] : connections)
        to.add({{"bot", bot}}, counts.connected);
    to.begin(counter, "tongbao_connections_total",
             "Connections of our own to the platform, by bot and what became of them");
    for (const auto& [bot, counts] : connections) {
        to.add({{"bot", bot}, {"event", "opened"}}, counts.opened);
        to.add({{"bot", bot}, {"event", "lost"}}, counts.lost);
        to.add({{"bot", bot}, {"event", "failed"}}, counts.failed);
    }
    to.begin(counter, "tongbao_connection_messages_ignored_total",
             "Messages over these connections not for us, by bot");
    for (const auto& [bot, counts] : connections)
        to.add({{"bot", bot}}, counts.ignored);
}

void add_listener(Families& to, const ListenerCounters& listener)
{
    to.one(counter, "tongbao_http_requests_total", "Requests to the callback listener", listener.requests);
    to.one(counter, "tongbao_http_turned_away_total", "Connections and requests above a limit", listener.turned_away);
    to.one(counter, "tongbao_http_evicted_total", "Idle connections closed to admit a newer one", listener.evicted);
    to.one(counter, "tongbao_http_timed_out_total", "Connections that missed a deadline", listener.timed_out);
    to.one(counter, "tongbao_http_handler_failures_total", "Requests answered with 500", listener.handler_failed);
    to.one(gauge, "tongbao_http_connections", "Open connections of the callback listener", listener.open);
}

void add_service(Families& to, const Measured& measured)
{
    to.one(gauge, "tongbao_auditor_satisfied", "1 while nothing stands still that should move", measured.satisfied);
    to.begin(gauge, "tongbao_auditor_finding", "1 for each thing that stands still, by kind");
    for (const auto& finding : measured.findings)
        to.add({{"finding", finding.what}, {"subject", finding.subject}}, 1);
    to.one(counter, "tongbao_heartbeats_total", "Heartbeats that the watchdog heard", measured.heartbeats);
    to.begin(counter, "tongbao_config_reloads_total", "Reloads of the configuration, by outcome");
    to.add({{"outcome", "done"}}, measured.reloads_done);
    to.add({{"outcome", "refused"}}, measured.reloads_refused);
}

void add_process(Families& to, const ProcessFacts& process)
{
    to.one(gauge, "process_resident_memory_bytes", "Resident memory", process.resident_bytes);
    to.one(gauge, "process_open_fds", "Open file descriptors", process.open_files);
    to.one(gauge, "process_max_fds", "Limit of open file descriptors", process.max_files);
    to.one(gauge, "process_threads", "Threads", process.threads);
    to.one(counter, "process_cpu_seconds_total", "Processor time", process.cpu_seconds);
}

} // namespace

std::string exposition(const Measured& measured, Instant now)
{
    Families families;
    add_queue(families, measured, now);
    add_delivery(families, measured.delivery);
    add_tokens(families, measured);
    add_store(families, measured.commits);
    if (measured.data)
        add_data(families, *measured.data, now);
    add_inbound(families, measured);
    add_connections(families, measured.connections);
    add_listener(families, measured.listener);
    add_service(families, measured);
    add_process(families, measured.process);
    return families.text();
}

} // namespace tongbao::bot
