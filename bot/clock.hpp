#pragma once

#include "store/machine_time.hpp"
#include "store/vocabulary.hpp"

namespace tongbao::bot {

/// The only source of "now". Waiting uses the steady clock; a fake or shifted clock moves what is due, not how long a
/// wait lasts. Deadlines of exchanges with others are real time under every clock.
class Clock {
public:
    virtual ~Clock() = default;
    virtual InstantMs now_ms() const = 0;
    Instant now() const { return std::chrono::floor<std::chrono::seconds>(now_ms()); }
    /// For what must last: nobody can set it.
    virtual MachineTime machine_time() const = 0;
    Uptime uptime() const { return machine_time().up; }
    /// How long to wait until this clock has moved on by `length`.
    virtual std::chrono::milliseconds wait_for(std::chrono::milliseconds length) const { return length; }
};

/// The machine's clock, moved by a fixed offset (zero in service; the demo and tests start it at a chosen instant). In
/// rehearsals it runs `rate` times as fast from its construction on, as on a machine that has just started.
class SystemClock final : public Clock {
public:
    explicit SystemClock(std::chrono::milliseconds offset = {}, int rate = 1);
    InstantMs now_ms() const override;
    MachineTime machine_time() const override;
    std::chrono::milliseconds wait_for(std::chrono::milliseconds length) const override { return length / rate_; }

private:
    std::chrono::milliseconds offset_;
    int rate_;
    InstantMs began_;
    MachineTime machine_began_;
};

/// Stands still until told; for tests.
class FakeClock final : public Clock {
public:
    explicit FakeClock(Instant start) : now_(start) {}
    InstantMs now_ms() const override { return now_; }
    MachineTime machine_time() const override { return machine_; }
    /// Time passes.
    void advance(std::chrono::milliseconds by)
    {
        now_ += by;
        machine_.up += by;
    }
    /// Somebody sets the clock; no time passes.
    void set(InstantMs to) { now_ = to; }
    /// The machine starts anew.
    void reboot() { machine_ = {machine_.run + 1, Uptime{0}}; }

private:
    InstantMs now_;
    MachineTime machine_{1, std::chrono::hours{1}};
};

} // namespace tongbao::bot
