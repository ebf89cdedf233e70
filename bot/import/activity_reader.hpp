#pragma once

#include "bot/import/layout.hpp"
#include "bot/import/matching.hpp"
#include "store/queued_rows.hpp"
#include "store/totals.hpp"

#include <unordered_set>

namespace tongbao::bot {

struct ActivityRules {
    int sanity_max = 100;          ///< points a day above it are only doubted (domain/metrics.md §2)
    int max_rejected_percent = 20; ///< of the data rows (ruling 28)
    int min_listed_percent = 50;   ///< of a unit's roster, else a warning (ruling 6)
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
    std::vector<store::RunningTotal> totals;
    std::vector<Learned> learned;
};

/// The newest running total of each member from before a day.
using TotalsBefore = std::function<std::vector<store::RunningTotal>(Day)>;

/// Turns data rows into activity: normalises, matches, skips, rejects, with a finding for each thing a person should
/// know (domain/exports.md §5, §6). Pure: the roster and the stored totals are given.
class ActivityReader {
public:
    ActivityReader(const Layout& layout, const MemberMatcher& matcher, const ActivityRules& rules,
                   const ImportOptions& options, ImportReport& report);

    void take(const adapters::Row& row);
    ActivityDraft finish(const TotalsBefore& totals_before);

private:
    struct Entry {
        store::ActivityRow row;
        std::uint32_t file_row = 0;
    };
    struct TotalEntry {
        store::RunningTotal total;
        UnitId unit;
        std::uint32_t file_row = 0;
    };
    /// How many rows of a day name members of each unit.
    struct Listing {
        Day day;
        std::unordered_map<UnitId, int> rows;
    };

    bool skip(const adapters::Row& row);
    bool reject_formulas(const adapters::Row& row);
    std::optional<Day> day_of(const adapters::Row& row);
    bool accept_day(const adapters::Row& row, Day day, std::uint32_t column);
    void take_day(const adapters::Row& row, Day day, std::size_t value_column);
    std::optional<std::int64_t> value_of(const adapters::Row& row, std::size_t column, bool& rejected);
    void store_value(const adapters::Row& row, Day day, const Match& match, std::optional<std::int64_t> value);
    void queue(const adapters::Row& row, Day day, const Match& match, std::int64_t points, bool active);
    void doubt_activation(const adapters::Row& row, Day day, const store::RosterMember& member);
    void check_sums(const adapters::Row& row);
    void list(Day day, UnitId unit);
    void finding(Code code, Severity severity, std::uint32_t row, std::optional<std::size_t> column, std::string text);
    std::string_view text(const adapters::Row& row, Field field) const;
    PersonClues clues_of(const adapters::Row& row) const;
    bool active_flag(const adapters::Row& row, std::int64_t points) const;
    std::optional<int> raw_points(const adapters::Row& row) const;

    void turn_totals_into_points(const TotalsBefore& totals_before);
    void add_difference(const store::RunningTotal& previous, const TotalEntry& entry);
    void drop_duplicates();
    void judge_group(std::size_t begin, std::size_t end);
    void summarise();
    void summarise_day(const Listing& listing);
    void cover(Day day, const Unit& unit, int rows, int roster);
    void ask_for_consent();

    const Layout& layout_;
    const MemberMatcher& matcher_;
    const ActivityRules& rules_;
    const ImportOptions& options_;
    ImportReport& report_;
    std::vector<Entry> entries_;
    std::vector<TotalEntry> totals_;
    std::vector<Listing> listings_;
    std::vector<bool> seen_; ///< by position in the roster
    std::unordered_map<std::string, std::optional<Day>> read_days_;
    std::string last_day_text_;
    std::optional<Day> last_day_;
    std::int64_t skipped_ = 0;
    bool formulas_reported_ = false;
    bool old_reported_ = false;
    ActivityDraft draft_;
    std::unordered_set<std::string> learned_ids_;
};

} // namespace tongbao::bot
