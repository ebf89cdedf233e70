#pragma once

#include "bot/schedule.hpp"

namespace tongbao::bot {

/// The year whose arrangement the operators should put into the calendar file: this one while it is not published, from
/// 1 November also the next (domain/calendar.md §3 rule 3). Pure.
std::optional<int> year_to_publish(const Calendar& calendar, Day today);

/// Reminds the operators' group once a week until the arrangement is published. Each week is an occurrence, so a
/// restart reminds nobody twice.
class CalendarWatch {
public:
    /// Keeps references: they must outlive it.
    CalendarWatch(const Calendar& calendar, const Circulars& circulars) : calendar_(calendar), circulars_(circulars) {}

    /// Call it in Store::write: the message and the occurrence become durable together.
    std::optional<ScheduleEvent> step(store::Connection& db, Instant now) const;

private:
    const Calendar& calendar_;
    const Circulars& circulars_;
};

} // namespace tongbao::bot
