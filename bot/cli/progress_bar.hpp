#pragma once

#include <chrono>
#include <string>

namespace tongbao::bot::cli {

/// A bar on stderr for work that may take longer than a second: only on a terminal, wiped away at the end.
class ProgressBar {
public:
    explicit ProgressBar(std::string title);
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    ~ProgressBar();

    /// Draws at most ten times a second.
    void show(std::int64_t done, std::int64_t total);

private:
    std::string title_;
    bool terminal_;
    bool drawn_ = false;
    std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point shown_{};
};

} // namespace tongbao::bot::cli
