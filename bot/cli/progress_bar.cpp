#include "bot/cli/progress_bar.hpp"

#include <fmt/format.h>
#include <unistd.h>

namespace tongbao::bot::cli {
namespace {

using namespace std::chrono_literals;
constexpr std::size_t width = 30;

} // namespace

ProgressBar::ProgressBar(std::string title) : title_(std::move(title)), terminal_(isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar()
{
    if (drawn_)
        fmt::print(stderr, "\r\033[K");
}

void ProgressBar::show(std::int64_t done, std::int64_t total)
{
    const auto now = std::chrono::steady_clock::now();
    if (!terminal_ || total <= 0 || now - begun_ < 300ms || now - shown_ < 100ms)
        return;
    shown_ = now;
    drawn_ = true;
    const auto filled = static_cast<std::size_t>(static_cast<std::int64_t>(width) * done / total);
    fmt::print(stderr, "\r{} [{:<{}}] {:>3}% ", title_, std::string(filled, '#'), width, 100 * done / total);
    std::fflush(stderr);
}

} // namespace tongbao::bot::cli
