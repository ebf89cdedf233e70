#include "bot/calendar_watch.hpp"

#include "store/units.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

constexpr const char* schedule_name = "calendar";

} // namespace

std::optional<int> year_to_publish(const Calendar& calendar, Day today)
{
    const auto year = static_cast<int>(std::chrono::year_month_day{today}.year());
    if (calendar.arrangement_pending(today))
        return year;
    return calendar.next_year_alert(today) ? std::optional(year + 1) : std::nullopt;
}

std::optional<ScheduleEvent> CalendarWatch::step(store::Connection& db, Instant now) const
{
    const auto year = year_to_publish(calendar_, local_day(now));
    if (!year || !store::school(db) || !calendar_.open(Audience::group, SendKind::circular, now))
        return std::nullopt;
    const auto week = window_name(week_of(local_day(now)));
    if (store::find_occurrence(db, schedule_name, week))
        return std::nullopt;
    const store::Occurrence occurrence{schedule_name, week, now, store::OccurrenceState::ran, "", now, now};
    store::save_occurrence(db, occurrence);
    circulars_.alert(db, "calendar:" + week,
                     fmt::format("{}年节假日安排尚未写入日历文件。国务院办公厅公布后，请用 tongbao calendar import "
                                 "导入；在此之前按星期计算工作日，通报和回复会注明“节假日安排待更新”。",
                                 *year),
                     now);
    return ScheduleEvent{occurrence, ""};
}

} // namespace tongbao::bot
