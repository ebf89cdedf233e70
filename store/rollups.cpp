#include "store/rollups.hpp"

#include "store/erasure.hpp"
#include "store/person_days.hpp"
#include "store/settings.hpp"
#include "store/standings.hpp"
#include "store/units.hpp"

#include <algorithm>
#include <map>

namespace tongbao::store {
namespace {

constexpr std::string_view rules_setting = "rollup_rules";
constexpr std::size_t max_days_at_once = 31; ///< a statement is open for each

/// A unit or branch on one day, of the members that belong to `within`.
struct Key {
    Day day;
    UnitId within;
    UnitId unit;
    friend auto operator<=>(const Key&, const Key&) = default;
};

void count(UnitDay& sum, const PersonDay& person)
{
    sum.roster += 1;
    sum.registered += person.registered;
    if (!person.due)
        return;
    sum.base += 1;
    sum.active += person.active;
    sum.points += person.points;
    if (!person.registered)
        return;
    sum.base_registered += 1;
    sum.active_registered += person.active;
    sum.points_registered += person.points;
}

void add_to(UnitDay& sum, const UnitDay& part)
{
    sum.roster += part.roster;
    sum.registered += part.registered;
    sum.base += part.base;
    sum.active += part.active;
    sum.points += part.points;
    sum.base_registered += part.base_registered;
    sum.active_registered += part.active_registered;
    sum.points_registered += part.points_registered;
}

/// Counts by branch; a unit is the sum of its branches and of the members that have none.
class Counts {
public:
    explicit Counts(std::span<const Covered> covered)
    {
        for (const auto& [day, unit] : covered)
            rows_[{day, unit, unit}];
    }

    void add(const PersonDay& person)
    {
        const Key key{person.day, person.unit, person.branch ? person.branch : person.unit};
        auto [place, added] = last_.try_emplace(key.day);
        if (added || place->second->first != key) // neighbours in the roster are mostly of one branch
            place->second = rows_.try_emplace(key).first;
        count(place->second->second, person);
    }

    std::map<Key, UnitDay> with_units() const
    {
        auto rows = rows_;
        for (const auto& [key, part] : rows_)
            if (key.unit != key.within)
                add_to(rows.at({key.day, key.within, key.within}), part);
        return rows;
    }

private:
    std::map<Key, UnitDay> rows_;
    std::map<Day, std::map<Key, UnitDay>::iterator> last_;
};

UnitDay read_counts(const Statement& row)
{
    const auto number = [&](int column) { return static_cast<int>(row.integer(column)); };
    UnitDay found;
    found.day = row.day(0);
    found.unit = row.id<UnitId>(1);
    found.roster = number(2);
    found.registered = number(3);
    found.base = number(4);
    found.active = number(5);
    found.points = row.integer(6);
    found.base_registered = number(7);
    found.active_registered = number(8);
    found.points_registered = row.integer(9);
    return found;
}

void delete_rows(Connection& db, std::span<const Covered> touched)
{
    auto remove = db.prepare("DELETE FROM unit_day WHERE day = $1 AND within = $2");
    for (const auto& [day, unit] : touched)
        remove.bind(day, unit).run();
}

void insert_rows(Connection& db, const std::map<Key, UnitDay>& rows)
{
    auto insert = db.prepare("INSERT INTO unit_day (day, unit, within, roster, registered, base, active, points, "
                             "base_registered, active_registered, points_registered) "
                             "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
    for (const auto& [key, sum] : rows)
        insert
            .bind(key.day, key.unit, key.within, sum.roster, sum.registered, sum.base, sum.active, sum.points,
                  sum.base_registered, sum.active_registered, sum.points_registered)
            .run();
}

/// The whole is the sum of its covered units (ruling 6): each member belongs to one.
void sum_whole(Connection& db, Day day, UnitId whole)
{
    db.run("DELETE FROM unit_day WHERE day = $1 AND unit = $2 AND within = $2", day, whole);
    db.run("INSERT INTO unit_day (day, unit, within, roster, registered, base, active, points, base_registered, "
           "active_registered, points_registered) SELECT day, $2, $2, sum(roster), sum(registered), sum(base), "
           "sum(active), sum(points), sum(base_registered), sum(active_registered), sum(points_registered) "
           "FROM unit_day WHERE day = $1 AND unit = within GROUP BY day",
           day, whole);
}

void recompute_some(Connection& db, std::span<const Covered> touched, const RollupRules& rules, UnitId whole)
{
    Counts counts(touched);
    for_each_person_day(db, touched, rules, [&](const PersonDay& person) { counts.add(person); });
    delete_rows(db, touched);
    insert_rows(db, counts.with_units());
    for (std::size_t i = 0; i < touched.size(); ++i)
        if (whole && (i == 0 || touched[i].day != touched[i - 1].day))
            sum_whole(db, touched[i].day, whole);
}

/// The first covered pairs that together have at most max_days_at_once days.
std::size_t portion(std::span<const Covered> sorted)
{
    std::size_t days = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i)
        if ((i == 0 || sorted[i].day != sorted[i - 1].day) && ++days > max_days_at_once)
            return i;
    return sorted.size();
}

std::string described(const RollupRules& rules)
{
    return std::to_string(rules.grace_days) + " " + std::to_string(static_cast<int>(rules.population));
}

} // namespace

std::vector<UnitDay> unit_days(Connection& db, const Window& window)
{
    auto query = db.prepare("SELECT day, unit, sum(roster), sum(registered), sum(base), sum(active), sum(points), "
                            "sum(base_registered), sum(active_registered), sum(points_registered) FROM unit_day "
                            "WHERE day >= $1 AND day < $2 GROUP BY day, unit ORDER BY day, unit");
    query.bind(window.from, window.until);
    std::vector<UnitDay> found;
    while (query.step())
        found.push_back(read_counts(query));
    return found;
}

std::vector<UnitDay> unit_days(Connection& db, UnitId unit, const Window& window)
{
    auto query = db.prepare("SELECT day, unit, sum(roster), sum(registered), sum(base), sum(active), sum(points), "
                            "sum(base_registered), sum(active_registered), sum(points_registered) FROM unit_day "
                            "WHERE day = $1 AND unit = $2 GROUP BY day, unit");
    std::vector<UnitDay> found;
    for (Day day = window.from; day < window.until; day += std::chrono::days{1}) { // each a search by key
        query.bind(day, unit);
        if (query.step())
            found.push_back(read_counts(query));
        query.reset();
    }
    return found;
}

void recompute_rollups(Connection& db, std::vector<Covered> touched, const RollupRules& rules)
{
    if (const auto kept = first_kept_day(db)) // the counts are all that is left of earlier days
        std::erase_if(touched, [&](const Covered& one) { return one.day < *kept; });
    std::sort(touched.begin(), touched.end());
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
    const UnitId whole = school(db);
    for (std::span<const Covered> rest(touched); !rest.empty();) {
        const auto some = rest.first(portion(rest));
        recompute_some(db, some, rules, whole);
        rest = rest.subspan(some.size());
    }
}

void rebuild_rollups(Connection& db, const RollupRules& rules)
{
    db.run("DELETE FROM unit_day WHERE day >= $1", first_kept_day(db).value_or(always));
    recompute_rollups(db, coverage(db, {WindowKind::week, always, forever}), rules);
    save_setting(db, rules_setting, described(rules));
    raise_data_version(db);
}

bool rebuild_rollups_if_rules_changed(Connection& db, const RollupRules& rules)
{
    if (setting(db, rules_setting) == described(rules))
        return false;
    rebuild_rollups(db, rules);
    return true;
}

std::int64_t data_version(Connection& db)
{
    auto query = db.prepare("SELECT version FROM data_version");
    query.step();
    return query.integer(0);
}

void raise_data_version(Connection& db)
{
    db.run("UPDATE data_version SET version = version + 1");
}

} // namespace tongbao::store
