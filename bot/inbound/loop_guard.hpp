#pragma once

#include "store/vocabulary.hpp"

#include <string>
#include <unordered_map>

namespace tongbao::bot {

/// Notices that we talk with a machine: two bots that answer each other never stop, and stay below every limit of
/// messages a minute. A person who types that long without a pause does not exist.
class LoopGuard {
public:
    /// Trips when `speaker` has spoken more than `at_most` times in a row with less than `pause` between two messages;
    /// then nothing of it counts until it was silent for `rest`.
    LoopGuard(int at_most, std::chrono::seconds pause, std::chrono::seconds rest)
        : at_most_(at_most), pause_(pause), rest_(rest)
    {
    }

    enum class Verdict { heard, tripped_now, tripped };
    Verdict hear(const std::string& speaker, InstantMs now);

private:
    struct Run {
        int length = 0;
        InstantMs last;
        bool tripped = false;
    };
    int at_most_;
    std::chrono::seconds pause_;
    std::chrono::seconds rest_;
    std::unordered_map<std::string, Run> runs_;
};

} // namespace tongbao::bot
