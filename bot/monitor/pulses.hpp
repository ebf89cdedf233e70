#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tongbao::bot {

/// When each loop of the service last did its work without an error, by the steady clock.
class Pulses {
public:
    using Steady = std::chrono::steady_clock;

    /// From `now` on the loop must beat at least this often.
    void expect(std::string loop, std::chrono::milliseconds longest, Steady::time_point now = Steady::now());
    /// Ignored for a loop nobody expects.
    void beat(std::string_view loop, Steady::time_point now = Steady::now());
    /// Loops that have been silent for too long.
    std::vector<std::string> silent(Steady::time_point now = Steady::now()) const;

private:
    struct Pulse {
        std::chrono::milliseconds longest;
        Steady::time_point last;
    };
    std::map<std::string, Pulse, std::less<>> pulses_;
};

} // namespace tongbao::bot
