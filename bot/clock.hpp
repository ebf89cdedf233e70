#pragma once

#include "store/machine_time.hpp"
#include "store/vocabulary.hpp"

namespace tongbao::bot {

/// The only source of "now". Waiting uses the steady clock; a fake or shifted clock moves what is due, not how long a
/// wait lasts.
class Clock {
public:
    virtual ~Clock() = default;
    virtual InstantMs now_ms() const = 0;
    Instant now() const { return std::chrono::floor<std::chrono::seconds>(now_ms()); }
    /// For what must last: nobody can set it.
    virtual MachineTime machine_time() const = 0;
    Uptime uptime() const { return machine_time().up; }
};

/// The machine's clock, moved by a fixed offset (zero in service; the demo and tests start it at a chosen instant).
class SystemClock final : public Clock {
public:
    explicit SystemClock(std::chrono::milliseconds offset = {}) : offset_(offset) {}
    InstantMs now_ms() const override
    {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()) + offset_;
    }
    MachineTime machine_time() const override;

private:
    std::chrono::milliseconds offset_;
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
