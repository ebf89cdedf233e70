#include "bot/commands/own/own_figures.hpp"

#include "store/activity.hpp"
#include "store/erasure.hpp"
#include "store/members.hpp"

#include <algorithm>

namespace tongbao::bot {
namespace {

using std::chrono::days;

template <class Dated>
const Dated* on(const std::vector<Dated>& all, Day day)
{
    const auto found = std::find_if(
        all.begin(), all.end(), [&](const Dated& each) { return each.start <= day && (!each.end || day < *each.end); });
    return found == all.end() ? nullptr : &*found;
}

} // namespace

OwnFigures own_figures(store::Connection& db, MemberId member, const Period& period, const FiguresRules& rules)
{
    const auto memberships = store::memberships_of(db, member);
    const auto exemptions = store::exemptions_of(db, member);
    const auto covered = store::coverage(db, {WindowKind::week, period.from, period.until});
    const auto first = std::max(period.from, store::first_kept_day(db).value_or(period.from));
    const auto rows = store::activity_of(db, member, first, period.until);
    OwnFigures found;
    if (memberships.empty())
        return found;
    const auto grace_end = memberships.front().start + days{rules.rollup.grace_days};
    auto row = rows.begin();
    for (auto day = first; day < period.until; day += days{1}) { // what was removed is unknown, not zero
        const bool active = row != rows.end() && row->day == day && row->active;
        const auto points = row != rows.end() && row->day == day ? row->points : 0;
        if (row != rows.end() && row->day == day)
            ++row;
        const auto* membership = on(memberships, day);
        const bool counts = membership != nullptr &&
                            std::binary_search(covered.begin(), covered.end(), store::Covered{day, membership->unit});
        if (!counts)
            continue;
        ++found.covered_days;
        found.last_covered = day;
        found.active_days += active ? 1 : 0;
        found.points += points;
        if (day < grace_end || on(exemptions, day) != nullptr)
            continue;
        ++found.due_days;
        found.due_points += points;
    }
    return found;
}

} // namespace tongbao::bot
