#pragma once

#include "store/connection.hpp"

namespace tongbao::store {

/// waiting: due, but not ready. The other three are final.
enum class OccurrenceState { waiting, ran, late, skipped };
std::string_view name_of(OccurrenceState state);

/// One due run of one schedule; unique per (schedule, period).
struct Occurrence {
    std::string schedule; ///< weekly
    std::string period;   ///< 2026-W38
    Instant due;
    OccurrenceState state = OccurrenceState::waiting;
    std::string reason; ///< why it waits, was late or was skipped
    std::optional<Instant> decided;
    std::optional<Instant> alerted; ///< the operators were told that it waits
    friend bool operator==(const Occurrence&, const Occurrence&) = default;
};

std::optional<Occurrence> find_occurrence(Connection& db, std::string_view schedule, std::string_view period);
/// The one with the latest period. Periods of one schedule sort as texts.
std::optional<Occurrence> last_occurrence(Connection& db, std::string_view schedule);
/// All of one schedule that still wait, by period.
std::vector<Occurrence> waiting_occurrences(Connection& db, std::string_view schedule);
/// Inserts it, or changes a waiting one. False, and nothing changed, when it was decided before.
bool save_occurrence(Connection& db, const Occurrence& occurrence);

} // namespace tongbao::store
