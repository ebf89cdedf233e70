#include "bot/commands/asked_figures.hpp"

#include "bot/commands/reply.hpp"
#include "bot/commands/units.hpp"
#include "bot/figures/load.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tongbao::bot {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

constexpr auto week_deadline = 16h; // of the drafting day, domain/rulings.md 16
constexpr auto due_time = 12h;      // of the day after, domain/calendar.md, data freshness check

bool reported(const Unit& unit, Day day, const std::vector<store::Covered>& covered)
{
    return std::find(covered.begin(), covered.end(), store::Covered{day, unit.id}) != covered.end();
}

bool closed(const Window& week, Instant now, const Calendar& calendar, const std::vector<Unit>& units,
            const std::vector<store::Covered>& covered)
{
    const auto last = week.until - days{1};
    const UnitTree tree(units);
    const bool complete = std::all_of(units.begin(), units.end(), [&](const Unit& unit) {
        const bool counts = tree.second_level(unit.id) != nullptr && tree.second_level(unit.id)->id == unit.id;
        return !counts || !exists_between(unit, last, week.until) || reported(unit, last, covered);
    });
    return complete || now >= at_local(calendar.first_workday_from(week.until), week_deadline);
}

/// The last day of the period whose data should have arrived; empty when there is none yet.
std::optional<Day> last_due_day(const Period& period, Instant now)
{
    const auto today = local_day(now);
    const auto newest = local_time_of_day(now) >= due_time ? today - days{1} : today - days{2};
    const auto last = std::min(period.until - days{1}, newest);
    return last < period.from ? std::nullopt : std::optional(last);
}

} // namespace

Window last_closed_week(Instant now, const Calendar& calendar, const std::vector<Unit>& units,
                        const std::vector<store::Covered>& covered)
{
    const auto week = previous(week_of(local_day(now)));
    return closed(week, now, calendar, units, covered) ? week : previous(week);
}

Period period_or_last_closed(store::Connection& db, const std::optional<Period>& asked, Instant now,
                             const Calendar& calendar, const std::vector<Unit>& units)
{
    if (asked)
        return *asked;
    const auto covered = store::coverage(db, previous(week_of(local_day(now))));
    return period_of(last_closed_week(now, calendar, units, covered));
}

WindowFigures figures_in(store::Connection& db, const Period& period, const FiguresRules& rules)
{
    const Window window{period.kind.value_or(WindowKind::week), period.from, period.until};
    auto figures = load_figures(db, window, rules).figures;
    if (!period.kind) {
        figures.whole.changes = {};
        for (auto* table : {&figures.units, &figures.branches})
            for (auto& unit : *table)
                unit.changes = {};
    }
    return figures;
}

std::string period_title(const Period& period)
{
    const Window window{period.kind.value_or(WindowKind::week), period.from, period.until};
    if (period.kind)
        return chinese_period(window);
    const auto first = chinese_date(period.from);
    return window.days() == 1 ? first : first + "至" + chinese_day(period.until - days{1});
}

std::string short_title(const Period& period)
{
    if (period.kind != WindowKind::week)
        return period_title(period);
    const auto [year, week] = iso_week(period.from);
    return fmt::format("{}年第{}周", year, week);
}

std::string stale_note(const std::vector<const UnitFigures*>& units, const Period& period, Instant now)
{
    const auto due = last_due_day(period, now);
    if (!due)
        return {};
    auto stop = *due;
    std::vector<std::string> late;
    for (const auto* unit : units) {
        const auto last = unit->last_covered.value_or(period.from - days{1});
        if (last >= *due || !exists_between(unit->unit, *due, *due + days{1}))
            continue;
        stop = std::min(stop, last);
        late.push_back(unit->unit.name);
    }
    return late.empty() ? std::string{} : stale_line(chinese_day(stop), late);
}

std::string cutoff_note(const UnitFigures& unit, const Period& period)
{
    if (!unit.last_covered || *unit.last_covered == period.until - days{1})
        return {};
    return "数据截至" + chinese_day(*unit.last_covered) + "24时";
}

std::string today_note(const Period& period)
{
    if (!period.asked_for_today)
        return {};
    return "平台数据次日更新，以下是" + chinese_day(period.from) + "的数据。\n";
}

std::string joined_lines(const std::vector<std::string>& notes)
{
    std::string lines;
    for (const auto& note : notes)
        if (!note.empty())
            lines += (lines.empty() ? "" : "\n") + note;
    return lines;
}

std::string_view basis_word(Denominator denominator)
{
    return denominator == Denominator::roster ? "名册" : "激活";
}

} // namespace tongbao::bot
