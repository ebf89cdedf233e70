#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

namespace tongbao::store {

/// How long commits took until they were durable, and how many failed. Counted by the writer's thread, read by any.
class CommitTimes {
public:
    /// Upper bounds of the buckets, in seconds; one more bucket holds what was slower.
    static constexpr std::array<double, 10> bounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5};

    struct Counts {
        std::array<std::uint64_t, bounds.size() + 1> buckets{};
        double seconds = 0; ///< all of them together
        std::uint64_t failures = 0;
        bool last_failed = false;
    };

    void committed(std::chrono::nanoseconds took);
    void failed();
    Counts counts() const;

private:
    std::array<std::atomic<std::uint64_t>, bounds.size() + 1> buckets_{};
    std::atomic<std::int64_t> nanoseconds_{0};
    std::atomic<std::uint64_t> failures_{0};
    std::atomic<bool> last_failed_{false};
};

} // namespace tongbao::store
