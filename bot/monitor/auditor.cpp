#include "bot/monitor/auditor.hpp"

#include "bot/log.hpp"
#include "bot/operators.hpp"
#include "store/service_report.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>

namespace tongbao::bot {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

bool contains(const std::vector<AuditFinding>& list, const AuditFinding& finding)
{
    return std::ranges::find(list, finding) != list.end();
}

/// Targets by which an alert would not get through.
std::set<std::string> broken_targets(const LiveFacts& live, const std::vector<AuditFinding>& findings)
{
    auto broken = live.open_circuits;
    for (const auto& finding : findings)
        if (finding.what == "target_stuck")
            broken.insert(finding.subject);
    return broken;
}

} // namespace

Auditor::Auditor(asio::any_io_executor executor, store::Store& store, const Clock& clock, const Config& config,
                 LiveFactsSource live, AlertOperators alert)
    : executor_(executor),
      store_(store),
      clock_(clock),
      config_(config),
      live_(std::move(live)),
      alert_(std::move(alert)),
      heartbeat_(executor, {config.ca_file, config.private_hosts}, config.monitor.heartbeat_url)
{
    rules_.file += config.drop_folder.stable + 2 * config.drop_folder.poll;
}

asio::awaitable<AuditFacts> Auditor::facts(const LiveFacts& live, Instant now)
{
    AuditFacts known;
    try {
        known = co_await store_.read([&](store::Connection& db) { return facts_in(db, live, config_, rules_, now); });
    } catch (const store::DatabaseError& error) {
        log_event(Level::error, "audit_blind", {{"code", error.sqlite_code}});
        known.blind = true;
    }
    known.silent_loops = live.silent_loops;
    known.deaf_bots = live.deaf_bots;
    known.commits_fail = live.commits_fail;
    known.operators_out_of_reach =
        !config_.circular.operators.empty() && !way_to_operators(config_, live.open_circuits);
    if (const auto age = oldest_file_age(config_.drop_folder.path); age && !config_.drop_folder.path.empty())
        known.file = now - *age;
    co_return known;
}

void Auditor::conclude(std::vector<AuditFinding> findings, Instant now)
{
    for (const auto& finding : findings)
        if (!contains(findings_, finding))
            log_event(Level::warning, "audit_found", {{"finding", finding.what}, {"subject", finding.subject}});
    if (findings.empty() && !findings_.empty())
        log_event(Level::info, "audit_satisfied");
    findings_ = std::move(findings);
    looked_at_ = now;
    looked_ = std::chrono::steady_clock::now();
}

/// True when it became durable.
asio::awaitable<bool> Auditor::report(const LiveFacts& live, std::vector<AuditFinding> before, Instant now)
{
    const auto text = json_text(health());
    const auto broken = broken_targets(live, findings_);
    const auto write = [&](store::Connection& db) {
        store::save_service_report(db, "audit", text, now);
        for (const auto& finding : findings_)
            if (contains(before, finding))
                alert_(db, finding, broken, now);
    };
    try {
        co_await store_.write(write);
        co_return true;
    } catch (const store::DatabaseError& error) {
        log_event(Level::error, "audit_not_recorded", {{"code", error.sqlite_code}});
    }
    co_return false;
}

asio::awaitable<void> Auditor::beat()
{
    const auto failure = co_await heartbeat_.beat(std::min<std::chrono::milliseconds>(config_.monitor.interval, 10s));
    if (failure.empty())
        ++heartbeats_;
    else
        log_event(Level::warning, "heartbeat_failed", {{"why", failure}});
}

asio::awaitable<void> Auditor::step()
{
    const auto now = clock_.now();
    const auto live = live_();
    const auto known = co_await facts(live, now);
    auto before = findings_;
    conclude(audit(known, rules_, now), now);
    const bool recorded = co_await report(live, std::move(before), now);
    if (recorded && findings_.empty() && heartbeat_.wanted())
        co_await beat();
}

asio::awaitable<void> Auditor::run()
{
    asio::steady_timer pause(executor_);
    for (;;) {
        co_await step();
        pause.expires_after(config_.monitor.interval);
        co_await pause.async_wait(asio::use_awaitable);
    }
}

Health Auditor::health() const
{
    auto findings = findings_;
    const bool fresh = looked_at_ && std::chrono::steady_clock::now() - looked_ <= 2 * config_.monitor.interval;
    if (!fresh)
        findings.push_back({"auditor_silent", "", "the auditor has not completed a look for two intervals"});
    const bool ready = findings.empty();
    return {ready, looked_at_, std::move(findings)};
}

std::string json_text(const Health& health)
{
    auto findings = nlohmann::ordered_json::array();
    for (const auto& finding : health.findings)
        findings.push_back({{"finding", finding.what}, {"subject", finding.subject}, {"text", finding.text}});
    nlohmann::ordered_json whole{{"ready", health.ready}, {"findings", std::move(findings)}};
    if (health.looked_at)
        whole["looked_at"] = health.looked_at->time_since_epoch().count();
    return whole.dump();
}

} // namespace tongbao::bot
