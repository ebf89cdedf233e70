#include "bot/service.hpp"

#include "adapters/wecom/robot_file.hpp"
#include "bot/forecast.hpp"
#include "bot/log.hpp"
#include "bot/name_guard.hpp"
#include "bot/operators.hpp"
#include "bot/private_way.hpp"
#include "bot/trouble_words.hpp"
#include "store/failpoint.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

namespace tongbao::bot {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr auto schedule_interval = 2s;
constexpr auto listener_drain = 3s;
constexpr auto delivery_drain = 5s;
constexpr auto monitor_drain = 1s;

// How long a loop may take beyond the auditor's interval.
constexpr auto delivery_silence = 10s;
constexpr auto schedule_silence = 2 * schedule_interval;
constexpr auto import_silence = 30min; ///< one large file after the other

CommandRules command_rules(const Config& config, const std::vector<Target>& targets, const Clock& clock,
                           const PrivateNotes& notes, SentFiles& files)
{
    CommandRules rules;
    rules.user_id_is_member_id = config.user_id_is_member_id;
    rules.rights = config.rights;
    rules.figures = config.figures;
    rules.private_receivers = private_receivers(config);
    rules.sanity_max = config.sanity_max;
    rules.consent_basis = config.consent_basis;
    rules.tell = [&notes](store::Connection& db, MemberId member, const PrivateNote& note, Instant now) {
        return notes.tell(db, member, note, now);
    };
    rules.fetch_file = [&files](adapters::InboundMessage message) { return files.fetch(std::move(message)); };
    if (config.retention.enabled)
        rules.activity_months = config.retention.activity_months;
    for (const auto& group : config.groups)
        rules.groups.push_back(
            {std::string(name_of(group.platform)), group.chat_id, group.kind, group.unit, group.name});
    rules.forecast = [&targets, &clock](store::Connection& db, const store::MessageRow& message) {
        return Forecast(db, targets, clock).begin(message);
    };
    return rules;
}

DeliveryRules delivery_rules(const Config& config)
{
    DeliveryRules rules;
    rules.user_id_is_member_id = config.user_id_is_member_id;
    return rules;
}

asio::awaitable<void> pause(asio::any_io_executor executor, std::chrono::milliseconds length)
{
    asio::steady_timer timer(executor, length);
    co_await timer.async_wait(asio::use_awaitable);
}

/// One alert a day for each thing that stands still.
std::string finding_key(const AuditFinding& finding, Instant now)
{
    return fmt::format("audit:{}:{}:{}", finding.what, finding.subject, iso_date(local_day(now)));
}

/// One alert a day for a target in trouble, one for each message otherwise.
std::string key_of(const Trouble& trouble, Instant now)
{
    if (trouble.kind == Trouble::Kind::target_refused)
        return fmt::format("trouble:{}:{}", trouble.target, iso_date(local_day(now)));
    return fmt::format("trouble:{}:{}", trouble.message.value, static_cast<int>(trouble.kind));
}

std::string text_of(const std::string& bot, Deafness why)
{
    if (why == Deafness::evicted)
        return fmt::format("机器人“{}”已被另一处连接接管，本服务暂时收不到它的消息。请停掉多余的一处；"
                           "本服务十分钟后会再试着接回，若又被挤下线，间隔会越来越长。",
                           bot);
    return fmt::format("平台不接受机器人“{}”的标识或密钥，本服务收不到它的消息。请核对配置。", bot);
}

} // namespace

Service::Service(asio::any_io_executor executor, const Config& config, const Clock& clock, const Templates& templates,
                 const LastingParts& lasting)
    : executor_(executor),
      config_(config),
      clock_(clock),
      store_(config.store_path.string()),
      channels_(executor, config, clock),
      circulars_(
          config.circular, config.figures, config.calendar, templates,
          [this](const std::string& target, const adapters::OutgoingText& text) {
              return channels_.encode(target, text);
          },
          // Only groups with a WeCom robot may be named for it (bot/config/names).
          [](const std::string& name, std::string content) {
              return adapters::wecom::stored_body({name, std::move(content)});
          }),
      schedule_(config.schedule, config.calendar, circulars_),
      retention_(config.retention),
      calendar_watch_(config.calendar, circulars_),
      delivery_(
          executor, store_, clock, channels_.targets(), delivery_rules(config),
          [this](store::Connection& db, const Trouble& trouble, Instant now) { tell_operators(db, trouble, now); }),
      private_notes_(config, channels_),
      sent_files_(executor, config),
      commands_(store_, config.calendar, templates,
                command_rules(config, channels_.targets(), clock, private_notes_, sent_files_)),
      answering_(store_, config, clock, channels_, commands_, delivery_),
      inbound_(
          executor, store_, clock, {},
          [this](adapters::InboundMessage message, InboundId id) { return answering_.answer(std::move(message), id); }),
      listener_(executor, config.listen, lasting.callbacks),
      transports_(executor, config, channels_, inbound_, listener_, clock,
                  [this](std::string receiver, Deafness why) { return tell_of_deafness(std::move(receiver), why); }),
      monitor_(
          executor, config, clock, {store_, delivery_, inbound_, listener_, channels_.targets(), transports_, lasting},
          [this](store::Connection& db, const AuditFinding& finding, const std::set<std::string>& broken, Instant now) {
              if (const auto target = way_to_operators(config_, broken))
                  enqueue_alert(db, finding_key(finding, now), *target, chinese(finding), now);
          })
{
    monitor_.pulses().expect("delivery", delivery_silence + config.monitor.interval);
    monitor_.pulses().expect("schedule", schedule_silence + config.monitor.interval);
    if (!config.drop_folder.path.empty())
        monitor_.pulses().expect("import", import_silence + config.drop_folder.poll);
    TONGBAO_FAILPOINT("service_made");
}

asio::awaitable<void> Service::run()
{
    co_await store_.write(
        [&](store::Connection& db) { store::rebuild_rollups_if_rules_changed(db, config_.figures.rollup); });
    auto loops = asio::experimental::make_parallel_group(asio::co_spawn(executor_, delivery_.run(), asio::deferred),
                                                         asio::co_spawn(executor_, inbound_.run(), asio::deferred),
                                                         asio::co_spawn(executor_, draft_circulars(), asio::deferred),
                                                         asio::co_spawn(executor_, import_files(), asio::deferred),
                                                         asio::co_spawn(executor_, keep_retention(), asio::deferred),
                                                         asio::co_spawn(executor_, listener_.run(), asio::deferred),
                                                         asio::co_spawn(executor_, transports_.run(), asio::deferred),
                                                         asio::co_spawn(executor_, monitor_.run(), asio::deferred));
    const auto [order, delivery, inbound, drafts, imports, retention, listener, transports, monitor] =
        co_await loops.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    const std::array failures{delivery, inbound, drafts, imports, retention, listener, transports, monitor};
    if (failures[order[0]])
        std::rethrow_exception(failures[order[0]]);
}

asio::awaitable<void> Service::stop()
{
    co_await listener_.stop(listener_drain);
    co_await monitor_.stop(monitor_drain);
    co_await delivery_.stop(delivery_drain);
    transports_.log_counters();
    store_.close();
    TONGBAO_FAILPOINT("service_stopped");
}

asio::awaitable<void> Service::draft_circulars()
{
    for (;;) {
        co_await draft_once();
        co_await pause(executor_, clock_.wait_for(schedule_interval));
    }
}

asio::awaitable<void> Service::draft_once()
{
    const auto now = clock_.now();
    try {
        const auto events = co_await store_.write([&](store::Connection& db) {
            auto done = schedule_.step(db, now);
            if (auto reminded = calendar_watch_.step(db, now))
                done.push_back(std::move(*reminded));
            return done;
        });
        for (const auto& event : events)
            log_event(Level::info, "occurrence",
                      {{"schedule", event.occurrence.schedule},
                       {"period", event.occurrence.period},
                       {"state", store::name_of(event.occurrence.state)},
                       {"detail", event.detail}});
        // A write of its own: a fault in an old circular must not undo the new one.
        const int corrected =
            co_await store_.write([&](store::Connection& db) { return circulars_.record_corrections(db, now); });
        if (!events.empty() || corrected > 0)
            delivery_.wake();
        monitor_.pulses().beat("schedule");
    } catch (const store::DatabaseError& error) {
        log_event(Level::error, "schedule_failed", {{"why", error.what()}}); // the next look tries again
    }
}

asio::awaitable<void> Service::keep_retention()
{
    for (;;) {
        co_await remove_once();
        co_await pause(executor_, schedule_interval);
    }
}

asio::awaitable<void> Service::remove_once()
{
    const auto now = clock_.now();
    try {
        const auto step = co_await store_.write([&](store::Connection& db) { return retention_.step(db, now); });
        if (step)
            log_event(Level::info, "retention",
                      {{"state", step->done ? "done" : "removed"},
                       {"activity_rows", step->removed.activity_rows},
                       {"message_texts", step->removed.message_texts},
                       {"persons", step->removed.persons},
                       {"accounts", step->removed.accounts},
                       {"cards", step->removed.cards},
                       {"requests", step->removed.requests},
                       {"command_log", step->removed.command_log}});
    } catch (const store::DatabaseError& error) {
        log_event(Level::error, "retention_failed", {{"why", error.what()}}); // the next look tries again
    }
}

asio::awaitable<void> Service::import_files()
{
    const auto& settings = config_.drop_folder;
    if (settings.path.empty()) {
        co_await pause(executor_, std::chrono::hours(24 * 365)); // no folder to look at
        co_return;
    }
    DropFolder folder({.path = settings.path, .stable = settings.stable});
    for (;;) {
        co_await import_once(folder);
        co_await pause(executor_, clock_.wait_for(settings.poll));
    }
}

asio::awaitable<void> Service::import_once(DropFolder& folder)
{
    const auto now = clock_.now();
    DropFolderImport rules;
    rules.settings.activity.sanity_max = config_.sanity_max;
    rules.rules = config_.figures.rollup;
    try {
        rules.options.earliest_open = co_await store_.read([](store::Connection& db) { return first_open_day(db); });
        const auto reports = co_await import_dropped(folder, store_, rules, local_day(now), now);
        for (const auto& report : reports)
            log_event(report.refused ? Level::warning : Level::info, "file_imported",
                      {{"sha256", report.sha256.substr(0, 12)},
                       {"kind", name_of(report.kind)},
                       {"added", report.added},
                       {"replaced", report.replaced},
                       {"queued", report.queued},
                       {"rejected", report.rejected},
                       {"outcome", report.already_imported ? "known"
                                   : report.committed      ? "imported"
                                                           : "refused"}});
        monitor_.pulses().beat("import");
    } catch (const std::exception& error) {
        // Database or folder: the file stays in the spool, and the next look tries again.
        log_event(Level::error, "import_failed", {{"why", error.what()}});
    }
}

/// On the store's thread, inside the transaction that records the trouble.
void Service::tell_operators(store::Connection& db, const Trouble& trouble, Instant now) const
{
    log_event(Level::warning, "delivery_trouble",
              {{"message", trouble.message.value},
               {"target", trouble.target},
               {"others", trouble.others},
               {"why", trouble.reason}});
    // An alert that fails on its second way is left to the log: alerts about alerts would never end.
    const bool personal = trouble.message_kind == "reply" || trouble.message_kind == "note";
    const bool second_way = trouble.message_kind == "alert" && trouble.target != config_.circular.operators;
    if (personal || second_way)
        return;
    auto broken = trouble.other_targets;
    broken.insert(trouble.target);
    auto target = way_to_operators(config_, broken);
    if (!target) // where so many are in trouble at once, one that is not the first may do
        target = way_to_operators(config_, {trouble.target});
    if (target)
        enqueue_alert(db, key_of(trouble, now), *target, chinese(trouble), now);
    else if (!config_.circular.operators.empty())
        log_event(Level::error, "operators_out_of_reach", {{"target", trouble.target}});
}

void Service::enqueue_alert(store::Connection& db, const std::string& key, const std::string& target,
                            const std::string& text, Instant now) const
{
    store::NewMessage alert;
    alert.dedup_key = key;
    alert.kind = "alert";
    alert.target = target;
    alert.not_after = now + 24h;
    alert.parts = channels_.encode(target, {"运行提醒", fit_for_group(db, text, config_.circular.allowed_names)});
    store::enqueue(db, alert, now);
}

asio::awaitable<void> Service::tell_of_deafness(std::string receiver, Deafness why)
{
    const auto* word = why == Deafness::evicted ? "evicted" : "refused";
    log_event(Level::error, "deaf", {{"receiver", receiver}, {"why", word}});
    const auto target = way_to_operators(config_, {});
    if (!target)
        co_return;
    const auto now = clock_.now();
    const auto key = fmt::format("deaf:{}:{}:{}", receiver, word, iso_date(local_day(now)));
    const auto text = text_of(receiver, why);
    try {
        co_await store_.write([&](store::Connection& db) { enqueue_alert(db, key, *target, text, now); });
        delivery_.wake();
    } catch (const store::DatabaseError& error) { // the log has it
        log_event(Level::error, "alert_unstored", {{"what", error.what()}});
    }
}

} // namespace tongbao::bot
