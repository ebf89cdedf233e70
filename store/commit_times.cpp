#include "store/commit_times.hpp"

#include <algorithm>

namespace tongbao::store {

void CommitTimes::committed(std::chrono::nanoseconds took)
{
    const auto seconds = std::chrono::duration<double>(took).count();
    const auto bucket = std::lower_bound(bounds.begin(), bounds.end(), seconds) - bounds.begin();
    ++buckets_.at(static_cast<std::size_t>(bucket));
    nanoseconds_ += took.count();
    last_failed_ = false;
}

void CommitTimes::failed()
{
    ++failures_;
    last_failed_ = true;
}

CommitTimes::Counts CommitTimes::counts() const
{
    Counts counts;
    for (std::size_t i = 0; i < buckets_.size(); ++i)
        counts.buckets.at(i) = buckets_.at(i);
    counts.seconds = std::chrono::duration<double>(std::chrono::nanoseconds(nanoseconds_)).count();
    counts.failures = failures_;
    counts.last_failed = last_failed_;
    return counts;
}

} // namespace tongbao::store
