#include "bot/delivery/delivery.hpp"

#include "adapters/crypto.hpp"
#include "bot/log.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cassert>

namespace tongbao::bot {
namespace {

namespace asio = boost::asio;
using adapters::Outcome;
using adapters::Scope;
using adapters::Verdict;
using store::Connection;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::seconds record_again_after{5};

Trouble trouble_about(Trouble::Kind kind, const store::DuePart& part, std::string reason)
{
    return {kind, part.target, part.message, part.kind, part.dedup_key, std::move(reason)};
}

std::optional<Trouble> trouble_of(const store::DuePart& part, const store::AttemptResult& result)
{
    if (result.after == store::After::die)
        return trouble_about(Trouble::Kind::dead, part, result.reason);
    if (result.after == store::After::hold)
        return trouble_about(Trouble::Kind::held, part, result.reason);
    return std::nullopt;
}

void log_attempt(const store::DuePart& part, AttemptId attempt, const store::AttemptResult& result)
{
    const bool fine = result.after == store::After::sent || result.verdict == "deferred";
    log_event(fine ? Level::info : Level::warning, "attempt_ended",
              {{"attempt", attempt.value},
               {"message", part.message.value},
               {"part", part.number},
               {"target", part.target},
               {"verdict", result.verdict},
               {"reason", result.reason}});
}

} // namespace

/// What one look at the outbox showed.
struct Delivery::Look {
    std::vector<store::DuePart> due;
    std::vector<std::string> with_work; ///< targets
    bool stale = false;
    std::optional<Instant> next_due;
};

/// What is to be recorded about one attempt.
struct Delivery::Ending {
    AttemptId attempt;
    store::AttemptResult result;
    std::optional<Trouble> trouble;
    std::string blocked_lane; ///< empty: none
    Instant blocked_until{};
    Instant now;
};

Delivery::Delivery(asio::any_io_executor executor, store::Store& store, const Clock& clock, std::vector<Target> targets,
                   DeliveryRules rules, OnTrouble on_trouble)
    : executor_(executor),
      store_(store),
      clock_(clock),
      rules_(rules),
      on_trouble_(std::move(on_trouble)),
      boot_(adapters::to_hex(adapters::random_bytes(8))),
      ramp_(rules.max_in_flight),
      wake_(executor),
      ended_(executor),
      random_(std::random_device{}())
{
    for (auto& target : targets) {
        turns_[target.name] = {target.lane, 0};
        targets_[target.name] = {target, {}};
    }
}

Delivery::~Delivery() = default;

asio::awaitable<void> Delivery::recover(Instant now)
{
    const auto settle = [&](Connection& db) {
        for (const auto& open : store::open_attempts(db, boot_)) {
            const auto lost = Outcome::uncertain("the service ended before the answer was recorded");
            const auto result = decide(lost, tried(open.part), rules_, 0, now);
            store::record_outcome(db, open.attempt, result, now);
            if (const auto trouble = trouble_of(open.part, result); trouble && on_trouble_)
                on_trouble_(db, *trouble, now);
        }
        std::map<std::string, Lane, std::less<>> lanes;
        for (const auto& [name, state] : targets_) {
            const auto pace = state.target.channel->pace();
            const auto& lane = state.target.lane;
            lanes[lane] = Lane(pace, store::recent_attempts(db, lane, now - pace.period - std::chrono::seconds{1}),
                               store::lane_blocked_until(db, lane).value_or(Instant{}));
        }
        return lanes;
    };
    lanes_ = co_await store_.write(settle);
    recovered_ = true;
}

std::map<std::string, int> Delivery::wanted(Instant now) const
{
    std::map<std::string, int> places;
    for (const auto& [name, state] : targets_) {
        if (now < state.circuit.open_until)
            continue;
        const bool probing = state.circuit.wait.count() > 0;
        const int free = lanes_.find(state.target.lane)->second.places(now);
        if (free > 0)
            places[name] = probing ? 1 : std::min(free, room());
    }
    return places;
}

asio::awaitable<Delivery::Look> Delivery::look(Instant now)
{
    const auto places = wanted(now);
    const auto read = [&](Connection& db) {
        Look seen;
        seen.with_work = store::targets_with_work(db);
        for (const auto& target : seen.with_work)
            if (const auto wanted_here = places.find(target); wanted_here != places.end())
                for (auto& part : store::due_parts(db, target, now, wanted_here->second))
                    seen.due.push_back(std::move(part));
        seen.stale = store::anything_stale(db, now);
        seen.next_due = store::next_due(db, now);
        return seen;
    };
    auto seen = co_await store_.read(read);
    co_return seen;
}

asio::awaitable<void> Delivery::end_hopeless(const Look& look, Instant now)
{
    std::vector<std::string> unknown;
    for (const auto& target : look.with_work)
        if (!targets_.contains(target))
            unknown.push_back(target);
    const bool damaged = std::any_of(look.due.begin(), look.due.end(), [](const auto& p) { return !p.part; });
    if (!look.stale && unknown.empty() && !damaged)
        co_return;
    const auto end = [&](Connection& db) {
        const auto tell = [&](const Trouble& trouble) {
            if (on_trouble_)
                on_trouble_(db, trouble, now);
        };
        const auto bury = [&](const store::DuePart& part, const char* reason) {
            if (store::end_waiting(db, part.message, store::MessageState::dead, reason, now))
                tell(trouble_about(Trouble::Kind::dead, part, reason));
        };
        for (const auto& part : store::expire(db, now))
            tell(trouble_about(Trouble::Kind::expired, part, "not begun in time"));
        for (const auto& target : unknown)
            for (const auto& part : store::due_parts(db, target, now, rules_.max_in_flight))
                bury(part, "the target is not configured");
        for (const auto& part : look.due)
            if (!part.part)
                bury(part, "the row has no part to send");
    };
    co_await store_.write(end);
}

asio::awaitable<std::vector<Delivery::Claim>> Delivery::claim(std::vector<store::DuePart> selected, Instant now)
{
    std::vector<Claim> claims;
    if (selected.empty())
        co_return claims;
    const auto intend = [&](Connection& db) {
        std::vector<Claim> recorded;
        for (auto& part : selected) {
            const store::Intent intent{part.message, part.part, turns_.find(part.target)->second.lane, boot_,
                                       part.copy};
            if (const auto attempt = store::record_intent(db, intent, now))
                recorded.push_back({part, *attempt});
        }
        return recorded;
    };
    claims = co_await store_.write(intend);
    co_return claims;
}

asio::awaitable<Instant> Delivery::step(Instant now)
{
    if (!recovered_)
        co_await recover(now);
    const auto seen = co_await look(now);
    co_await end_hopeless(seen, now);
    if (stopping_)
        co_return now;
    auto due = seen.due;
    std::erase_if(due, [](const auto& part) { return !part.part; });
    Room places{room(), {}};
    for (const auto& [name, lane] : lanes_)
        places.by_lane[name] = lane.places(now);
    auto selected = select(std::move(due), std::move(places), turns_);
    auto claims = co_await claim(std::move(selected), now);
    for (auto& claimed : claims) {
        auto& turn = turns_.find(claimed.part.target)->second;
        turn.last_served = ++served_;
        lanes_.find(turn.lane)->second.begun();
        ++in_flight_;
        asio::co_spawn(executor_, attempt(std::move(claimed)), [](std::exception_ptr error) {
            if (error)
                std::rethrow_exception(error); // a defect of ours: the process ends and recovers
        });
    }
    co_return next_look(seen, now);
}

Instant Delivery::next_look(const Look& look, Instant now) const
{
    auto next = look.next_due.value_or(Instant::max());
    for (const auto& name : look.with_work) {
        const auto found = targets_.find(name);
        if (found == targets_.end())
            continue;
        const auto& lane = lanes_.find(found->second.target.lane)->second;
        const auto& circuit = found->second.circuit;
        if (now < circuit.open_until)
            next = std::min(next, circuit.open_until);
        else if (lane.places(now) == 0)
            next = std::min(next, lane.next_place(now));
    }
    return next;
}

asio::awaitable<void> Delivery::attempt(Claim claim)
{
    const auto outcome = co_await send(claim);
    Ending ending;
    note(claim, outcome, ending);
    log_attempt(claim.part, claim.attempt, ending.result);
    co_await record(ending);
    --in_flight_;
    ended_.cancel();
    wake();
}

asio::awaitable<Outcome> Delivery::send(const Claim& claim)
{
    const auto signal = cut_off_.emplace(cut_off_.end());
    auto& channel = *targets_.find(claim.part.target)->second.target.channel;
    adapters::Parcel parcel{claim.part.address, claim.part.body};
    auto token = asio::as_tuple(asio::bind_cancellation_slot(signal->slot(), asio::use_awaitable));
    auto [error, outcome] = co_await asio::co_spawn(executor_, channel.send(std::move(parcel)), std::move(token));
    cut_off_.erase(signal);
    if (error) // a defect of ours in the channel; nobody knows how far it came
        co_return Outcome::uncertain("the channel failed", 1);
    co_return outcome;
}

Tried Delivery::tried(const store::DuePart& part) const
{
    Tried facts;
    facts.tries = part.tries;
    facts.limited_tries = part.limited_tries;
    facts.copy = part.copy;
    facts.own_address = !part.address.empty();
    facts.on_uncertain = part.on_uncertain;
    const auto found = targets_.find(part.target);
    facts.deduplicates = found != targets_.end() && found->second.target.channel->deduplicates();
    return facts;
}

void Delivery::note(const Claim& claim, const Outcome& outcome, Ending& ending)
{
    const auto& part = claim.part;
    auto& state = targets_.find(part.target)->second;
    auto& lane = lanes_.find(state.target.lane)->second;
    ending.now = clock_.now();
    ending.attempt = claim.attempt;
    ending.result = decide(outcome, tried(part), rules_, chance(), ending.now);
    ending.trouble = trouble_of(part, ending.result);
    lane.ended(ending.now);
    // A throttled conversation says nothing about the others that a bot answers.
    if (outcome.verdict == Verdict::deferred && part.address.empty()) {
        lane.block(ending.now + outcome.wait);
        ending.blocked_lane = state.target.lane;
        ending.blocked_until = lane.blocked_until();
    }
    if (outcome.verdict == Verdict::sent || outcome.verdict == Verdict::sent_to_some) {
        state.circuit = {};
        ramp_.succeeded();
    }
    if (outcome.verdict == Verdict::retry || outcome.verdict == Verdict::uncertain)
        ramp_.failed();
    if (outcome.verdict == Verdict::refused && outcome.scope != Scope::message &&
        open_circuits(part, outcome, ending.now))
        ending.trouble->kind = Trouble::Kind::target_refused;
}

/// True when a circuit was opened that was closed before.
bool Delivery::open_circuits(const store::DuePart& part, const Outcome& outcome, Instant now)
{
    // An address of its own that refuses says nothing about the bot that serves many.
    if (outcome.scope == Scope::target && !part.address.empty())
        return false;
    const auto& refused = targets_.find(part.target)->second.target;
    bool news = false;
    for (auto& [name, state] : targets_) {
        const bool concerned =
            outcome.scope == Scope::configuration ? state.target.lane == refused.lane : name == part.target;
        if (!concerned)
            continue;
        auto& circuit = state.circuit;
        news = news || circuit.wait.count() == 0;
        circuit.wait =
            circuit.wait.count() == 0 ? rules_.probe_after : std::min(2 * circuit.wait, rules_.longest_probe);
        circuit.open_until = now + circuit.wait;
    }
    return news;
}

asio::awaitable<void> Delivery::record(const Ending& ending)
{
    const auto write = [&](Connection& db) {
        store::record_outcome(db, ending.attempt, ending.result, ending.now);
        if (!ending.blocked_lane.empty())
            store::block_lane(db, ending.blocked_lane, ending.blocked_until, ending.result.reason);
        if (ending.trouble && on_trouble_)
            on_trouble_(db, *ending.trouble, ending.now);
    };
    // What was learned must not be lost because the disk is full for a while: the intent stays open until then.
    for (;;) {
        try {
            co_await store_.write(write);
            co_return;
        } catch (const store::DatabaseError& error) {
            log_event(Level::error, "outcome_not_recorded",
                      {{"attempt", ending.attempt.value}, {"code", error.sqlite_code}});
        }
        if (stopping_)
            co_return;
        asio::steady_timer pause(executor_, record_again_after);
        co_await pause.async_wait(as_result);
    }
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
        co_return co_await step(now);
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
        wake_.expires_after(
            std::clamp<std::chrono::milliseconds>(until_next, std::chrono::milliseconds{200}, rules_.poll));
        co_await wake_.async_wait(as_result);
    }
}

asio::awaitable<void> Delivery::stop(std::chrono::milliseconds limit)
{
    stopping_ = true;
    asio::steady_timer patience(executor_, limit);
    patience.async_wait([this](const boost::system::error_code& error) {
        if (error)
            return;
        for (auto& signal : cut_off_)
            signal.emit(asio::cancellation_type::terminal);
    });
    co_await settled();
    patience.cancel();
}

} // namespace tongbao::bot
