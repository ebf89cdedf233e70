#include "bot/calendar.hpp"
#include "bot/commands/data/handlers.hpp"
#include "bot/commands/text.hpp"
#include "bot/render/templates.hpp"
#include "store/activity.hpp"
#include "store/members.hpp"
#include "store/queued_rows.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tongbao::bot {
namespace {

using std::chrono::days;

constexpr days shown_days{7};

/// How fresh one unit's data are.
struct UnitState {
    const Unit* unit = nullptr;
    std::optional<Day> last_day;
    int missing = 0; ///< of the last seven days
    bool without_yesterday = false;
    bool administrator = false;
};

/// The second-level units in the caller's scope as 秘书处 or 学习管理员.
std::vector<const Unit*> units_in_scope(const CommandContext& context)
{
    std::vector<const Unit*> found;
    for (const auto& unit : context.units.all()) {
        const auto* second_level = context.units.second_level(unit.id);
        const bool counts = second_level == &unit && exists_between(unit, context.today - days{1}, context.today);
        if (counts && grant_over(context.caller, "SA", unit.id, context.units))
            found.push_back(&unit);
    }
    return found;
}

std::vector<UnitState> states_of(store::Connection& db, const std::vector<const Unit*>& units, Day today)
{
    const Window week{WindowKind::week, today - shown_days, today};
    const auto covered = store::coverage(db, week);
    const auto missing = [&](Day day, UnitId unit) {
        return std::find(covered.begin(), covered.end(), store::Covered{day, unit}) == covered.end();
    };
    std::vector<UnitState> states;
    for (const auto* unit : units) {
        UnitState state{unit, store::last_covered_day(db, unit->id)};
        for (auto day = week.from; day < week.until; day += days{1})
            state.missing += missing(day, unit->id) ? 1 : 0;
        state.without_yesterday = missing(today - days{1}, unit->id);
        state.administrator = !store::holders_of(db, store::Role::study_administrator, unit->id, today).empty();
        states.push_back(state);
    }
    return states;
}

nlohmann::json row_of(const UnitState& state)
{
    const auto present = shown_days.count() - state.missing;
    return {{"name", state.unit->name},
            {"last", state.last_day ? chinese_day(*state.last_day) : "暂无数据"},
            {"days", fmt::format("{}/{}", present, shown_days.count())}};
}

template <class Wanted>
std::string names_where(const std::vector<UnitState>& states, Wanted wanted)
{
    std::vector<std::string> names;
    for (const auto& state : states)
        if (wanted(state))
            names.push_back(state.unit->name);
    return joined(names, "、", "、");
}

nlohmann::json data_of(const std::vector<UnitState>& states, std::int64_t queued, const std::string& note)
{
    nlohmann::json data{{"units", nlohmann::json::array()}, {"note", note}};
    std::optional<Day> newest;
    for (const auto& state : states) {
        data["units"].push_back(row_of(state));
        newest = std::max(newest, state.last_day); // none is less than any day
    }
    if (newest)
        data["cutoff"] = chinese_day(*newest);
    data["missing"] = names_where(states, [](const UnitState& state) { return state.without_yesterday; });
    data["no_administrator"] = names_where(states, [](const UnitState& state) { return !state.administrator; });
    if (queued > 0)
        data["queued"] = queued;
    return data;
}

} // namespace

/// 数据 状态
boost::asio::awaitable<Reply> show_data_state(const CommandContext& context, const Arguments&)
{
    const auto units = units_in_scope(context);
    if (units.empty())
        co_return replies::out_of_scope();
    const auto& grants = context.caller.grants;
    const bool whole = std::any_of(grants.begin(), grants.end(),
                                   [](const Grant& grant) { return grant.role == RoleCode::secretariat; });
    std::int64_t queued = 0;
    const auto states = co_await context.store.read([&](store::Connection& db) {
        queued = whole ? store::count_queued_rows(db) : 0; // the queue does not say whose a row may be
        return states_of(db, units, context.today);
    });
    const auto data = data_of(states, queued, arrangement_note(context.calendar, context.today));
    co_return Reply{ReplyCode::done, context.templates.render(TextKind::data_status, data)};
}

} // namespace tongbao::bot
