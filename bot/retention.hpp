#pragma once

#include "store/connection.hpp"
#include "store/occurrences.hpp"

/// What is kept for how long (domain/commands.md §7): a schedule of its own that removes what is over, every day.
namespace tongbao::bot {

struct RetentionSettings {
    bool enabled = true;
    int activity_months = 24;                        ///< daily records of persons; then only the counts of units
    int message_months = 6;                          ///< texts of messages; their digests and outcomes stay
    int left_member_months = 6;                      ///< after leaving, until name and number are erased
    int account_months = 6;                          ///< ended bindings, 打卡
    int request_months = 24;                         ///< decided requests
    int command_log_months = 12;                     ///< who did and saw what by command
    std::chrono::minutes at = std::chrono::hours{3}; ///< local time
};

/// What one step removed.
struct RetentionCounts {
    std::int64_t activity_rows = 0;
    std::int64_t message_texts = 0;
    std::int64_t persons = 0;
    std::int64_t accounts = 0;
    std::int64_t cards = 0;
    std::int64_t requests = 0;
    std::int64_t command_log = 0;

    std::int64_t total() const
    {
        return activity_rows + message_texts + persons + accounts + cards + requests + command_log;
    }
};

/// Call `step` every few seconds in Store::write. Each step takes one bounded bite of the day's run; the occurrence is
/// decided when nothing is left, so that a restart goes on where it stopped.
class Retention {
public:
    explicit Retention(const RetentionSettings& settings) : settings_(settings) {}
    /// Empty when nothing is due. `done` tells that the day's run is over.
    struct Step {
        RetentionCounts removed;
        bool done = false;
    };
    std::optional<Step> step(store::Connection& db, Instant now) const;

private:
    RetentionCounts remove(store::Connection& db, Instant now) const;
    const RetentionSettings& settings_;
};

/// The same day of the month, `months` earlier, or the last day of that month. Pure.
Day months_before(Day day, int months);

} // namespace tongbao::bot
