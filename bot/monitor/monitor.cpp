#include "bot/monitor/monitor.hpp"

#include "bot/log.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace tongbao::bot {

namespace asio = boost::asio;

Monitor::Monitor(asio::any_io_executor executor, const Config& config, const Clock& clock, Watched watched,
                 AlertOperators alert)
    : executor_(executor),
      clock_(clock),
      watched_(std::move(watched)),
      auditor_(
          executor, watched_.store, clock, config, [this] { return live_facts(); }, std::move(alert))
{
    if (!config.monitor.listen || !watched_.lasting.monitor)
        return;
    listener_.emplace(executor, *config.monitor.listen, *watched_.lasting.monitor);
    listener_->route("GET", "/healthz", [](HttpRequest) -> asio::awaitable<HttpResponse> {
        HttpResponse answer;
        answer.body = "ok\n";
        co_return answer;
    });
    listener_->route("GET", "/readyz", [this](HttpRequest) { return ready(); });
    listener_->route("GET", "/metrics", [this](HttpRequest) { return metrics(); });
}

LiveFacts Monitor::live_facts()
{
    const auto delivery = watched_.delivery.counters();
    if (delivery.steps != std::exchange(delivery_steps_, delivery.steps))
        pulses_.beat("delivery");
    LiveFacts live;
    live.silent_loops = pulses_.silent();
    for (const auto& target : watched_.targets)
        live.lanes[target.name] = target.lane;
    live.open_circuits = {delivery.open_circuits.begin(), delivery.open_circuits.end()};
    live.commits_fail = watched_.store.commit_times().last_failed;
    for (const auto& [bot, seen] : watched_.transports.connection_counters())
        if (seen.connected)
            deaf_since_.erase(bot);
        else
            deaf_since_.try_emplace(bot, clock_.now());
    live.deaf_bots = deaf_since_;
    return live;
}

asio::awaitable<HttpResponse> Monitor::ready() const
{
    const auto health = auditor_.health();
    HttpResponse answer;
    answer.status = health.ready ? 200 : 503;
    answer.content_type = "application/json";
    answer.body = json_text(health) + "\n";
    co_return answer;
}

asio::awaitable<void> Monitor::measure_store(Measured& measured) const
{
    std::map<std::string, std::string> lanes;
    for (const auto& target : watched_.targets)
        lanes[target.name] = target.lane;
    try {
        const auto read = [&](store::Connection& db) {
            for (const auto& depth : store::queue_depths(db)) {
                const auto lane = lanes.find(depth.target);
                auto& queue = measured.lanes[lane == lanes.end() ? "(none)" : lane->second];
                queue.waiting += depth.waiting;
                queue.held += depth.held;
                if (depth.since)
                    queue.since = std::min(queue.since.value_or(*depth.since), *depth.since);
            }
            measured.data = store::data_age(db);
        };
        co_await watched_.store.read(read);
    } catch (const store::DatabaseError& error) { // the other numbers are worth more than none
        log_event(Level::error, "queue_not_measured", {{"code", error.sqlite_code}});
    }
}

asio::awaitable<HttpResponse> Monitor::metrics() const
{
    Measured measured;
    for (const auto& target : watched_.targets) {
        measured.lanes[target.lane]; // also those without work
        if (const auto age = target.channel->token_age())
            measured.token_ages[target.lane] = *age;
    }
    co_await measure_store(measured);
    const auto health = auditor_.health();
    measured.delivery = watched_.delivery.counters();
    measured.inbound = watched_.inbound.counters();
    measured.endpoints = watched_.transports.endpoint_counters();
    measured.connections = watched_.transports.connection_counters();
    measured.listener = watched_.listener.counters();
    measured.commits = watched_.store.commit_times();
    measured.process = process_facts();
    measured.findings = health.findings;
    measured.satisfied = health.ready;
    measured.heartbeats = auditor_.heartbeats();
    measured.reloads_done = watched_.lasting.reloads.done;
    measured.reloads_refused = watched_.lasting.reloads.refused;
    HttpResponse answer;
    answer.content_type = "text/plain; version=0.0.4; charset=utf-8";
    answer.body = exposition(measured, clock_.now());
    co_return answer;
}

asio::awaitable<void> Monitor::run()
{
    using namespace asio::experimental::awaitable_operators;
    if (listener_)
        co_await (auditor_.run() && listener_->run());
    else
        co_await auditor_.run();
}

asio::awaitable<void> Monitor::stop(std::chrono::milliseconds drain)
{
    if (listener_)
        co_await listener_->stop(drain);
}

} // namespace tongbao::bot
