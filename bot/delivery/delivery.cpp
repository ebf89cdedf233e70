#include "bot/delivery/delivery.hpp"

#include "adapters/as_result.hpp"
#include "adapters/crypto.hpp"
#include "adapters/recipients.hpp"
#include "bot/delivery/recovery.hpp"
#include "bot/log.hpp"
#include "store/failpoint.hpp"
#include "store/fence.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

namespace tongbao::bot {

namespace asio = boost::asio;
using store::Connection;

namespace {

constexpr std::chrono::seconds record_again_after{5};
constexpr std::chrono::milliseconds shortest_wait{20};

adapters::Parcel parcel_of(const Call& call)
{
    adapters::Parcel parcel{{}, call.first().body};
    for (const auto& part : call.parts)
        if (!part.address.empty())
            parcel.addresses.push_back(part.address);
    return parcel;
}

} // namespace

Delivery::Delivery(asio::any_io_executor executor, store::Store& store, const Clock& clock,
                   const std::vector<Target>& targets, DeliveryRules rules, OnTrouble on_trouble)
    : executor_(executor),
      store_(store),
      clock_(clock),
      rules_(rules),
      on_trouble_(std::move(on_trouble)),
      boot_(adapters::to_hex(adapters::random_bytes(8))),
      traffic_(targets, rules),
      sending_(executor),
      wake_(executor),
      ended_(executor),
      random_(std::random_device{}())
{
}

asio::awaitable<Instant> Delivery::step(Instant now)
{
    if (!recovered_)
        co_await recover(now);
    const auto seen = co_await look(now);
    if (anything_hopeless(seen, traffic_))
        co_await store_.write([&](Connection& db) { end_hopeless(db, seen, traffic_, on_trouble_, now); });
    if (stopping_)
        co_return now;
    auto claims = co_await claim_due(seen.due, now);
    for (auto& claimed : claims) {
        traffic_.begun(claimed.call.first().target);
        ++in_flight_;
        counters_.attempts += claimed.attempts.size();
        asio::co_spawn(executor_, attempt(std::move(claimed)), [](std::exception_ptr error) {
            if (error)
                std::rethrow_exception(error); // a defect of ours: the process ends and recovers
        });
    }
    co_return next_look(seen, now);
}

asio::awaitable<void> Delivery::recover(Instant now)
{
    const auto machine = clock_.machine_time();
    LanesOfAddresses addresses;
    auto lanes = co_await store_.write([&](Connection& db) {
        store::take_over(db, boot_);
        settle_open_attempts(db, boot_, traffic_, rules_, on_trouble_, now, machine);
        addresses = restore_addresses(db, traffic_, now, machine);
        return restore_lanes(db, traffic_, now, machine);
    });
    traffic_.start(std::move(lanes), std::move(addresses));
    recovered_ = true;
}

asio::awaitable<Look> Delivery::look(Instant now)
{
    const auto wanted = traffic_.wanted(clock_.uptime());
    auto seen = co_await store_.read([&](Connection& db) {
        store::require_charge(db, boot_);
        return look_at(db, wanted, now);
    });
    co_return seen;
}

asio::awaitable<std::vector<Claim>> Delivery::claim_due(std::vector<Call> due, Instant now)
{
    std::erase_if(due, [](const auto& call) { return !call.first().part; });
    const auto selected = select(std::move(due), traffic_.room(clock_.uptime()), traffic_.turns());
    std::vector<Claim> claims;
    if (selected.empty())
        co_return claims;
    TONGBAO_FAILPOINT("before_claim");
    claims = co_await store_.write([&](Connection& db) {
        store::require_charge(db, boot_);
        return claim(db, selected, traffic_.turns(), boot_, rules_, now);
    });
    TONGBAO_FAILPOINT("intent_committed");
    if (claims.size() < selected.size())
        wake(); // what is left out gives its place to another
    co_return claims;
}

Instant Delivery::next_look(const Look& look, Instant now) const
{
    const auto up = clock_.uptime();
    auto room_at = Uptime::max();
    for (const auto& target : look.with_work)
        if (traffic_.knows(target))
            room_at = std::min(room_at, traffic_.next_look(target, up));
    const auto due = look.next_due.value_or(Instant::max());
    return room_at == Uptime::max() ? due : std::min(due, now + std::chrono::ceil<std::chrono::seconds>(room_at - up));
}

asio::awaitable<void> Delivery::attempt(Claim claim)
{
    const auto& call = claim.call;
    auto parcel = parcel_of(call);
    const auto outcome = co_await sending_.send(*traffic_.target(call.first().target).channel, std::move(parcel));
    TONGBAO_FAILPOINT("answered");
    const auto now = clock_.now();
    const auto machine = clock_.machine_time();
    auto results = decide_each(call, outcome, now);
    const auto lesson = traffic_.ended(call, outcome, machine.up);
    const auto ending = ending_of(claim, std::move(results), lesson, now, machine);
    log_ending(claim, ending);
    for (const auto& result : ending.results)
        ++counters_.outcomes[{traffic_.target(call.first().target).lane, result.verdict}];
    co_await record_at_last(ending);
    TONGBAO_FAILPOINT("outcome_committed");
    --in_flight_;
    ended_.cancel();
    wake();
}

std::vector<store::AttemptResult> Delivery::decide_each(const Call& call, const adapters::Outcome& outcome, Instant now)
{
    const double spread = chance();
    const bool left_alone = traffic_.left_alone(call.first().target, clock_.uptime());
    std::vector<store::AttemptResult> results;
    for (const auto& part : call.parts) {
        auto tried = traffic_.tried(part);
        tried.left_alone = left_alone;
        tried.in_company = call.parts.size() > 1 && outcome.verdict == adapters::Verdict::refused;
        const auto own = part.address.empty() ? outcome : adapters::outcome_for(outcome, part.address);
        results.push_back(decide(own, tried, rules_, spread, now));
    }
    return results;
}

/// What was learned must not be lost because the disk is full for a while: the intent stays open until then.
asio::awaitable<void> Delivery::record_at_last(const Ending& ending)
{
    for (;;) {
        try {
            co_await store_.write([&](Connection& db) { record(db, ending, on_trouble_); });
            co_return;
        } catch (const store::DatabaseError& error) {
            log_event(Level::error, "outcome_not_recorded",
                      {{"attempt", ending.attempts.front().value}, {"code", error.sqlite_code}});
        }
        if (stopping_)
            co_return;
        asio::steady_timer pause(executor_, record_again_after);
        co_await pause.async_wait(as_result);
    }
}

DeliveryCounters Delivery::counters() const
{
    auto counters = counters_;
    counters.in_flight = in_flight_;
    counters.open_circuits = traffic_.open_circuits(clock_.uptime());
    return counters;
}

asio::awaitable<void> Delivery::settled()
{
    while (in_flight_ > 0) {
        ended_.expires_at(std::chrono::steady_clock::time_point::max());
        co_await ended_.async_wait(as_result);
    }
}

void Delivery::wake()
{
    woken_ = true;
    wake_.cancel();
}

asio::awaitable<Instant> Delivery::step_or_log()
{
    const auto now = clock_.now();
    try {
        const auto next = co_await step(now);
        ++counters_.steps;
        co_return next;
    } catch (const store::DatabaseError& error) {
        log_event(Level::error, "delivery_step_failed", {{"code", error.sqlite_code}});
    }
    co_return now + std::chrono::ceil<std::chrono::seconds>(rules_.poll);
}

asio::awaitable<void> Delivery::run()
{
    co_await asio::this_coro::throw_if_cancelled(false);
    for (;;) {
        woken_ = false;
        const auto next = co_await step_or_log();
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none)
            co_return;
        if (woken_)
            continue;
        const std::chrono::milliseconds until_next = next == Instant::max() ? rules_.poll : next - clock_.now();
        const auto length =
            std::clamp<std::chrono::milliseconds>(until_next, std::chrono::milliseconds{200}, rules_.poll);
        wake_.expires_after(std::max(clock_.wait_for(length), shortest_wait));
        co_await wake_.async_wait(as_result);
    }
}

asio::awaitable<void> Delivery::stop(std::chrono::milliseconds limit)
{
    stopping_ = true;
    asio::steady_timer patience(executor_, limit);
    patience.async_wait([this](const boost::system::error_code& error) {
        if (!error)
            sending_.cut_off();
    });
    co_await settled();
    patience.cancel();
}

} // namespace tongbao::bot
