#include "store/last_active.hpp"
#include "store/rows_insert.hpp"

#include <algorithm>

namespace tongbao::store {
namespace {

/// Walks back over the days that have facts: there is no index by member, and corrections are few.
std::optional<Day> last_active_fact(Connection& db, MemberId member, Day before)
{
    auto previous = db.prepare("SELECT max(day) FROM activity WHERE day < $1");
    auto active = db.prepare("SELECT 1 FROM activity WHERE day = $1 AND member = $2 AND active = 1");
    for (std::optional<Day> day = before;;) {
        previous.bind(*day);
        previous.step();
        day = previous.optional_day(0);
        previous.reset();
        if (!day)
            return std::nullopt;
        active.bind(*day, member);
        const bool found = active.step();
        active.reset();
        if (found)
            return day;
    }
}

} // namespace

std::optional<Day> last_active(Connection& db, MemberId member)
{
    auto query = db.prepare("SELECT day FROM member_last_active WHERE member = $1");
    query.bind(member);
    return query.step() ? std::optional(query.day(0)) : std::nullopt;
}

void raise_last_active(Connection& db, ActiveDays active)
{
    const auto latest_first = [](const ActiveDay& a, const ActiveDay& b) {
        return a.member != b.member ? a.member < b.member : a.day > b.day;
    };
    if (!std::is_sorted(active.begin(), active.end(), latest_first))
        std::sort(active.begin(), active.end(), latest_first);
    const auto same_member = [](const ActiveDay& a, const ActiveDay& b) { return a.member == b.member; };
    active.erase(std::unique(active.begin(), active.end(), same_member), active.end());
    insert_in_rows(
        db, "INSERT INTO member_last_active (member, day) VALUES ", 0, 2,
        " ON CONFLICT (member) DO UPDATE SET day = excluded.day WHERE excluded.day > member_last_active.day",
        std::span<const ActiveDay>(active), [](Statement&) {},
        [](Statement& insert, int at, const ActiveDay& row) {
            insert.bind_at(at, row.member);
            insert.bind_at(at + 1, row.day);
        });
}

void lower_last_active(Connection& db, const ActiveDays& withdrawn)
{
    for (const auto& [member, day] : withdrawn) {
        if (last_active(db, member) != day)
            continue;
        if (const auto earlier = last_active_fact(db, member, day))
            db.run("UPDATE member_last_active SET day = $2 WHERE member = $1", member, *earlier);
        else
            db.run("DELETE FROM member_last_active WHERE member = $1", member);
    }
}

} // namespace tongbao::store
