#pragma once

#include "bot/delivery/delivery.hpp"
#include "bot/inbound/inbound.hpp"
#include "bot/lasting_parts.hpp"
#include "bot/monitor/auditor.hpp"
#include "bot/monitor/metrics.hpp"
#include "bot/monitor/pulses.hpp"
#include "bot/transports.hpp"

namespace tongbao::bot {

/// The parts of the service that are watched; all of them outlive the monitor.
struct Watched {
    store::Store& store;
    const Delivery& delivery;
    const Inbound& inbound;
    const Listener& listener;
    const std::vector<Target>& targets;
    const Transports& transports;
    const LastingParts& lasting;
};

/// Health on a listener of its own, without personal data: /healthz (the program answers), /readyz (it can be relied
/// on, else 503 and why not) and /metrics. The addresses are not for the public.
class Monitor {
public:
    /// Binds when the configuration wants it; throws when it cannot. `clock` and `config` must outlive it.
    Monitor(boost::asio::any_io_executor executor, const Config& config, const Clock& clock, Watched watched,
            AlertOperators alert);

    /// The loops whose steps are watched beat here.
    Pulses& pulses() { return pulses_; }
    /// 0: there is no listener.
    std::uint16_t port() const { return listener_ ? listener_->port() : std::uint16_t{0}; }
    /// Audits and answers until cancelled.
    boost::asio::awaitable<void> run();
    boost::asio::awaitable<void> stop(std::chrono::milliseconds drain);

private:
    LiveFacts live_facts();
    boost::asio::awaitable<HttpResponse> ready() const;
    boost::asio::awaitable<HttpResponse> metrics() const;
    boost::asio::awaitable<void> measure_store(Measured& measured) const;

    boost::asio::any_io_executor executor_;
    const Clock& clock_;
    Watched watched_;
    Pulses pulses_;
    std::uint64_t delivery_steps_ = 0;
    std::map<std::string, Instant> deaf_since_; ///< by bot
    Auditor auditor_;
    std::optional<Listener> listener_;
};

} // namespace tongbao::bot
