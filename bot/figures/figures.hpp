#pragma once

#include "bot/figures/amount.hpp"
#include "bot/figures/person_figures.hpp"
#include "bot/figures/rules.hpp"
#include "bot/windows.hpp"

/// Participation, points, registration, ranks and changes of a window (domain/metrics.md §3–§8). Pure: day rollups in,
/// displayed values out; nothing is divided before it is displayed.
namespace tongbao::bot {

/// Sums over the covered days with one denominator, and what is shown of them.
struct Pooled {
    std::int64_t person_days = 0;
    std::int64_t active = 0;
    std::int64_t points = 0;
    Amount participation; ///< 日人均参与度, percent
    Amount average;       ///< 日人均积分
};

/// Whether a unit stands in the table, and if not, why.
enum class Standing { ranked, small, few_days, no_data };

struct Ranks {
    std::optional<int> registration, participation, points, composite;
};

/// Why there is nothing to compare with (domain/metrics.md §8).
enum class NoChange { comparable, no_previous, headcount, basis };

struct Changes {
    NoChange why = NoChange::no_previous;
    Amount registration, participation, average; ///< differences of displayed values
    Ranks ranks;                                 ///< previous minus current: positive is better
};

struct UnitFigures {
    Unit unit;
    int days_total = 0;
    int days_covered = 0;
    std::optional<Day> last_covered;
    int roster = 0;     ///< 应学, on the last covered day
    int registered = 0; ///< 已注册, on the last covered day
    Amount registration;
    Pooled by_roster;
    Pooled by_registered; ///< 激活口径
    Pooled main;          ///< the one of FiguresRules::denominator
    Amount damped;        ///< participation damped for short lists
    Amount composite;
    std::optional<PersonShown> persons;
    Standing standing = Standing::no_data;
    bool hidden = false; ///< below show_min: no figures outside the unit itself
    Ranks ranks;
    Changes changes;
};

struct WindowFigures {
    Window window;
    Denominator denominator = Denominator::roster;
    UnitFigures whole;
    std::vector<UnitFigures> units;    ///< second-level units by code
    std::vector<UnitFigures> branches; ///< all branches by code
};

struct FiguresInput {
    Window window;
    std::vector<Unit> units; ///< with the school
    /// Rows from the first day of the previous window to the last of `window`; for tie = strict, of their whole weeks.
    std::vector<store::UnitDay> days;
    std::unordered_map<UnitId, PersonFigures> persons; ///< may be empty: not asked for
    std::optional<Denominator> previous_denominator;   ///< of the previous circular, where there was one
};

/// The days figures_of needs for `window`.
Window days_needed(const Window& window, const FiguresRules& rules);

WindowFigures figures_of(const FiguresInput& input, const FiguresRules& rules);

/// The list a circular or an answer prints.
enum class RankList { registration, participation, points, composite };

/// The ranked units (second-level, or those given) in the order of the list; equal ranks follow domain/metrics.md §7.
std::vector<const UnitFigures*> in_rank_order(const std::vector<UnitFigures>& units, RankList list);
const std::optional<int>& rank_of(const Ranks& ranks, RankList list);

} // namespace tongbao::bot
