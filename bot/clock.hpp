#pragma once

#include "store/vocabulary.hpp"

namespace tongbao::bot {

/// The only source of "now". Waiting uses the steady clock; a fake or shifted clock moves what is due, not how long a
/// wait lasts.
class Clock {
public:
    virtual ~Clock() = default;
    virtual InstantMs now_ms() const = 0;
    Instant now() const { return std::chrono::floor<std::chrono::seconds>(now_ms()); }
};

/// The machine's clock, moved by a fixed offset (zero in service; the demo and tests start it at a chosen instant).
class SystemClock final : public Clock {
public:
    explicit SystemClock(std::chrono::milliseconds offset = {}) : offset_(offset) {}
    InstantMs now_ms() const override
    {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()) + offset_;
    }

private:
    std::chrono::milliseconds offset_;
};

/// Stands still until told; for tests.
class FakeClock final : public Clock {
public:
    explicit FakeClock(Instant start) : now_(start) {}
    InstantMs now_ms() const override { return now_; }
    void advance(std::chrono::milliseconds by) { now_ += by; }
    void set(Instant to) { now_ = to; }

private:
    InstantMs now_;
};

} // namespace tongbao::bot
