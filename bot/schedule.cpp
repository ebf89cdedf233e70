#include "bot/schedule.hpp"

#include "bot/circulars/content.hpp"
#include "store/units.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

using store::Occurrence;
using store::OccurrenceState;

constexpr const char* weekly = "weekly";
constexpr std::chrono::minutes late_tolerance{15}; ///< what runs at the deadline is not late

/// `before` is what it waited for when it was last looked at.
std::string reason_of(const Decision& decision, const std::string& before)
{
    if (!decision.reason.empty() || (decision.step == Step::run && !decision.late))
        return decision.reason;
    if (!before.empty())
        return before;
    if (decision.step == Step::run)
        return "程序当时未运行";
    return decision.step == Step::skip ? "错过发送时间" : "";
}

} // namespace

Slot slot_of(const Calendar& calendar, const Window& window, const ScheduleSettings& settings)
{
    const auto day = drafting_day(calendar, window);
    const auto due = at_local(day, settings.draft_at);
    return {window, due, at_local(day, settings.deadline_at), due + settings.grace};
}

Decision decide(const Slot& slot, const SlotState& state, OnMissing on_missing)
{
    const auto passed = state.now >= slot.deadline;
    const bool ready = state.complete || (passed && on_missing == OnMissing::partial && state.any_data);
    if (!state.sending_hours)
        return {Step::wait, false, state.obstacle};
    if (state.now >= slot.expires)
        return {Step::skip, false, state.obstacle};
    if (ready)
        return {Step::run, state.now > slot.deadline + late_tolerance, state.obstacle};
    return {passed ? Step::hold : Step::wait, false, state.obstacle};
}

WeeklySchedule::WeeklySchedule(const ScheduleSettings& settings, const Calendar& calendar, const Circulars& circulars)
    : settings_(settings), calendar_(calendar), circulars_(circulars)
{
}

std::vector<ScheduleEvent> WeeklySchedule::step(store::Connection& db, Instant now) const
{
    std::vector<ScheduleEvent> events;
    if (!store::school(db))
        return events; // nobody to write about yet
    for (const auto& week : open_windows(db, now))
        if (auto event = look_at(db, week, now))
            events.push_back(std::move(*event));
    return events;
}

/// Those that wait and those that came due since the last one, oldest first. A new installation begins with the week
/// that came due last, if that can still go out.
std::vector<Window> WeeklySchedule::open_windows(store::Connection& db, Instant now) const
{
    std::vector<Window> found;
    for (const auto& waiting : store::waiting_occurrences(db, weekly))
        found.push_back(parse_window(waiting.period).value());
    const auto last = store::last_occurrence(db, weekly);
    auto week = week_of(local_day(now));
    if (last) {
        week = next(parse_window(last->period).value());
    } else {
        while (slot_of(calendar_, week, settings_).due > now)
            week = previous(week);
        if (slot_of(calendar_, week, settings_).expires <= now)
            return found;
    }
    for (; slot_of(calendar_, week, settings_).due <= now; week = next(week))
        found.push_back(week);
    return found;
}

std::optional<ScheduleEvent> WeeklySchedule::look_at(store::Connection& db, const Window& week, Instant now) const
{
    const auto slot = slot_of(calendar_, week, settings_);
    const auto known = store::find_occurrence(db, weekly, window_name(week));
    auto occurrence =
        known.value_or(Occurrence{weekly, window_name(week), slot.due, OccurrenceState::waiting, "", {}, {}});
    if (!settings_.weekly_in_vacation && calendar_.wholly_in_vacation(week)) {
        occurrence.state = OccurrenceState::skipped;
        occurrence.reason = "假期不发周通报";
        occurrence.decided = now;
        store::save_occurrence(db, occurrence);
        return ScheduleEvent{std::move(occurrence), ""};
    }
    const auto ready = circulars_.readiness(db, week);
    const auto decision = decide(
        slot,
        {now, calendar_.open(Audience::group, SendKind::circular, now), ready.complete, ready.any_data, ready.missing},
        settings_.on_missing);
    std::string detail;
    occurrence.reason = reason_of(decision, occurrence.reason);
    switch (decision.step) {
    case Step::run:
        detail = run(db, slot, occurrence, decision.late, now);
        break;
    case Step::skip:
        occurrence.state = OccurrenceState::skipped;
        occurrence.decided = now;
        circulars_.alert(db, "skipped:" + occurrence.period + ":weekly",
                         fmt::format("{}未发出：{}。", circular_number(week), occurrence.reason), now);
        break;
    case Step::hold:
        tell(db, slot, occurrence, now);
        break;
    case Step::wait:
        break;
    }
    if (known == occurrence)
        return std::nullopt;
    store::save_occurrence(db, occurrence);
    return ScheduleEvent{std::move(occurrence), std::move(detail)};
}

std::string WeeklySchedule::run(store::Connection& db, const Slot& slot, Occurrence& occurrence, bool late,
                                Instant now) const
{
    auto draft = circulars_.draft_weekly(db, slot.window, local_day(now));
    if (!draft.refused.empty()) {
        occurrence.reason = draft.refused;
        tell(db, slot, occurrence, now);
        return draft.detail;
    }
    occurrence.state = late ? OccurrenceState::late : OccurrenceState::ran;
    occurrence.decided = now;
    circulars_.issue(db, draft.circular, now);
    circulars_.issue_table(db, draft, now);
    return "";
}

void WeeklySchedule::tell(store::Connection& db, const Slot& slot, Occurrence& occurrence, Instant now) const
{
    if (occurrence.alerted)
        return;
    occurrence.alerted = now;
    circulars_.alert(db, "hold:" + occurrence.period + ":weekly",
                     circulars_.hold_text(slot.window, occurrence.reason, slot.expires), now);
}

} // namespace tongbao::bot
