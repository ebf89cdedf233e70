#pragma once

#include "bot/calendar.hpp"
#include "bot/circulars/circulars.hpp"
#include "store/occurrences.hpp"

/// When the weekly circular is due and what becomes of it: ran, late or skipped, each once and with its reason.
namespace tongbao::bot {

/// What to do when data are missing at the deadline.
enum class OnMissing { hold, partial };

struct ScheduleSettings {
    OnMissing on_missing = OnMissing::hold;
    bool weekly_in_vacation = false;
    std::chrono::minutes draft_at = std::chrono::hours{9};
    std::chrono::minutes deadline_at = std::chrono::hours{16}; ///< of the drafting day
    std::chrono::hours grace{72};                              ///< after the drafting time; then it is skipped
};

/// One due run.
struct Slot {
    Window window;
    Instant due;
    Instant deadline;
    Instant expires;
};
Slot slot_of(const Calendar& calendar, const Window& window, const ScheduleSettings& settings);

/// What is known when a slot is looked at.
struct SlotState {
    Instant now;
    bool sending_hours = false; ///< the group may hear something now
    bool complete = false;
    bool any_data = false;
    std::string obstacle; ///< why it cannot go out yet, for people; also of a text that was refused
};

enum class Step { wait, hold, run, skip };
struct Decision {
    Step step = Step::wait;
    bool late = false;
    std::string reason;
};
/// hold: like wait, and the operators are told. Pure.
Decision decide(const Slot& slot, const SlotState& state, OnMissing on_missing);

/// What a step did, for the log.
struct ScheduleEvent {
    store::Occurrence occurrence;
    std::string detail;
};

/// The weekly schedule. `step` is called every few seconds in Store::write: everything it decides, the circular and
/// its messages become durable together, and the occurrence's key keeps a second run out.
class WeeklySchedule {
public:
    /// Keeps references: they must outlive it.
    WeeklySchedule(const ScheduleSettings& settings, const Calendar& calendar, const Circulars& circulars);

    std::vector<ScheduleEvent> step(store::Connection& db, Instant now) const;

private:
    std::vector<Window> open_windows(store::Connection& db, Instant now) const;
    std::optional<ScheduleEvent> look_at(store::Connection& db, const Window& week, Instant now) const;
    std::string run(store::Connection& db, const Slot& slot, store::Occurrence& occurrence, bool late,
                    Instant now) const;
    void tell(store::Connection& db, const Slot& slot, store::Occurrence& occurrence, Instant now) const;

    const ScheduleSettings& settings_;
    const Calendar& calendar_;
    const Circulars& circulars_;
};

} // namespace tongbao::bot
