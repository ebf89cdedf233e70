#include "bot/monitor/audit_facts.hpp"

#include "bot/clock.hpp"
#include "bot/operators.hpp"
#include "store/attempts.hpp"
#include "store/occurrences.hpp"
#include "store/overdue.hpp"
#include "store/restored.hpp"

#include <sys/stat.h>

namespace tongbao::bot {
namespace {

namespace fs = std::filesystem;

/// Targets whose next part could have been tried long ago, on a lane that is free and on which nothing moved since.
std::vector<std::string> stuck_targets(store::Connection& db, const LiveFacts& live, Instant long_ago)
{
    std::vector<std::string> stuck;
    for (const auto& target : store::targets_with_work(db)) {
        const auto lane = live.lanes.find(target);
        if (lane == live.lanes.end() || live.open_circuits.contains(target))
            continue;
        const bool due = !store::due_parts(db, target, long_ago, 1).empty();
        const bool blocked = store::lane_blocked_until(db, lane->second).value_or(Instant{}) > long_ago;
        if (due && !blocked && !store::lane_moved(db, lane->second, long_ago))
            stuck.push_back(target);
    }
    return stuck;
}

/// When the weekly run after the last known one was due, if the schedule has not looked at it.
std::optional<Instant> missing_run(store::Connection& db, const Config& config, Instant now)
{
    const auto last = store::last_occurrence(db, "weekly");
    const auto window = last ? parse_window(last->period) : std::nullopt;
    if (!window)
        return std::nullopt;
    const auto slot = slot_of(config.calendar, next(*window), config.schedule);
    return slot.due < now ? std::optional(slot.due) : std::nullopt;
}

/// When it came under its name: a file that was moved keeps the time of its content.
std::optional<Instant> arrival(const fs::path& file)
{
    struct stat facts = {};
    if (lstat(file.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode))
        return std::nullopt;
    return Instant{std::chrono::seconds{facts.st_ctim.tv_sec}};
}

} // namespace

AuditFacts facts_in(store::Connection& db, const LiveFacts& live, const Config& config, const AuditRules& rules,
                    Instant now)
{
    const auto unfinished = store::oldest_unfinished(db);
    AuditFacts facts;
    facts.stuck_targets = stuck_targets(db, live, now - rules.due);
    facts.open_attempt = unfinished.open_attempt;
    facts.question = unfinished.question;
    facts.waiting_run = unfinished.waiting_run;
    facts.missing_run = missing_run(db, config, now);
    if (const auto restored = store::unconfirmed_restore(db))
        facts.restored = restored->at;
    return facts;
}

std::optional<std::chrono::seconds> oldest_file_age(const fs::path& drop_folder)
{
    std::optional<Instant> oldest;
    for (const auto& folder : {drop_folder, drop_folder / ".spool"}) {
        std::error_code unseen; // a folder that cannot be read is the import loop's trouble, which it logs
        for (const auto& entry : fs::directory_iterator(folder, unseen))
            if (const auto came = arrival(entry.path()); came && !entry.path().filename().string().starts_with('.'))
                oldest = std::min(oldest.value_or(*came), *came);
    }
    if (!oldest)
        return std::nullopt;
    return SystemClock().now() - *oldest;
}

} // namespace tongbao::bot
