#pragma once

#include "bot/import/activation_check.hpp"
#include "bot/import/listed_units.hpp"
#include "bot/import/points_cell.hpp"
#include "bot/import/repeated_rows.hpp"
#include "bot/import/row_day.hpp"
#include "bot/import/waiting_rows.hpp"

#include <unordered_set>

namespace tongbao::bot {

struct ActivityRules {
    int sanity_max = 100;            ///< points a day above it are only doubted (domain/metrics.md §2)
    int max_rejected_percent = 20;   ///< of the data rows (ruling 28)
    int min_listed_percent = 50;     ///< of a unit's roster, else a warning (ruling 6)
    std::size_t max_queued = 10'000; ///< rows without their member; a file with more is refused
};

/// What an activity file will change. Nothing in it refers to the file any more.
struct ActivityDraft {
    struct Learned {
        std::string platform_id;
        MemberId member;
    };
    std::vector<store::ActivityRow> rows; ///< each key once, by day and member
    std::vector<store::Covered> covered;
    std::vector<store::QueuedRow> queued;
    std::vector<store::SpanRow> spans;
    std::vector<store::RunningTotal> totals; ///< of one series, by member and day
    std::vector<store::StatedActivation> activations;
    std::vector<Learned> learned;
};

/// The newest running total of each member from before a day.
using TotalsBefore = std::function<std::vector<store::RunningTotal>(store::Series, Day)>;

/// Turns data rows into activity: normalises, matches, skips, rejects, with a finding for each thing a person should
/// know (domain/exports.md §5, §6). Pure: the roster and the stored totals are given.
class ActivityReader {
public:
    ActivityReader(const Layout& layout, const MemberMatcher& matcher, const ActivityRules& rules,
                   const ImportOptions& options, ImportReport& report);

    /// False: the file is refused, read no further.
    bool take(const adapters::Row& row);
    ActivityDraft finish(const TotalsBefore& totals_before);

private:
    bool is_data(const adapters::Row& row);
    void take_day(const adapters::Row& row, Day day, std::size_t value_column);
    void take_value(const adapters::Row& row, Day day, const Match& match, std::optional<std::int64_t> value);
    void learn(const adapters::Row& row, const Match& match);
    void check_sums(const adapters::Row& row);
    void turn_totals_into_points(const TotalsBefore& totals_before);
    void summarise();
    void ask_for_consent();

    const Layout& layout_;
    const MemberMatcher& matcher_;
    const ActivityRules& rules_;
    const ImportOptions& options_;
    ImportReport& report_;
    RowDays days_;
    PointsCell points_;
    ActivationCheck activations_;
    WaitingRows waiting_;
    ListedUnits listed_;
    std::vector<ReadValue> values_;
    std::vector<bool> seen_; ///< by position in the roster
    std::int64_t skipped_ = 0;
    std::unordered_set<std::string> learned_ids_;
    ActivityDraft draft_;
};

} // namespace tongbao::bot
