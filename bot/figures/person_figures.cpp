#include "bot/figures/person_figures.hpp"

#include <algorithm>

namespace tongbao::bot {
namespace {

template <class Mean>
bool lower(const Mean& a, const Mean& b)
{
    return Wide{a.points} * b.due < Wide{b.points} * a.due;
}

} // namespace

PersonShown shown(const PersonFigures& figures, int days_covered, const FiguresRules& rules)
{
    const auto percent = [&](Wide n, Wide d) { return rounded_percent(n, d, rules.decimals); };
    PersonShown result{percent(figures.active_members, figures.due_members),
                       percent(figures.active_days, Wide{days_covered} * figures.active_members),
                       percent(figures.regular_members, figures.due_members),
                       {std::nullopt, rules.decimals},
                       {std::nullopt, rules.decimals},
                       figures.cadres >= rules.min_cadres};
    if (result.cadres_shown) {
        result.cadre_participation = percent(figures.cadre_active_days, figures.cadre_days);
        result.cadre_leading = percent(figures.cadres_leading, figures.cadres);
    }
    return result;
}

void PersonTally::add(const store::PersonDay& day)
{
    if (!day.due || (rules_.denominator == Denominator::registered && !day.registered))
        return;
    if (day.member != member_) {
        close_member();
        member_ = day.member;
    }
    add_to(school_, day);
    add_to(day.unit, day);
    if (day.branch && day.branch != day.unit)
        add_to(day.branch, day);
}

void PersonTally::add_to(UnitId unit, const store::PersonDay& day)
{
    auto row = std::ranges::find(rows_, unit, &Row::unit);
    if (row == rows_.end())
        row = rows_.insert(rows_.end(), Row{unit});
    ++row->due;
    row->active += day.active ? 1 : 0;
    row->points += day.points;
    row->cadre = row->cadre || day.cadre;
}

void PersonTally::close_member()
{
    for (const auto& row : rows_) {
        auto& [figures, means, cadre_means] = units_[row.unit];
        ++figures.due_members;
        figures.active_members += row.active > 0 ? 1 : 0;
        figures.regular_members += row.active * 100 >= row.due * rules_.regular_percent ? 1 : 0;
        figures.active_days += row.active;
        means.push_back({row.points, row.due});
        if (!row.cadre)
            continue;
        ++figures.cadres;
        figures.cadre_days += row.due;
        figures.cadre_active_days += row.active;
        cadre_means.push_back({row.points, row.due});
    }
    rows_.clear();
}

std::int64_t PersonTally::leading(UnitTally& tally)
{
    auto& means = tally.means;
    const auto upper = means.begin() + static_cast<std::ptrdiff_t>(means.size() / 2);
    std::ranges::nth_element(means, upper, lower<Mean>);
    const auto high = *upper;
    const auto low = means.size() % 2 == 1 ? high : *std::max_element(means.begin(), upper, lower<Mean>);
    // The mean of the two middle values, exact (domain/rulings.md 8).
    const Wide n = Wide{low.points} * high.due + Wide{high.points} * low.due;
    const Wide d = Wide{2} * low.due * high.due;
    return std::ranges::count_if(tally.cadre_means,
                                 [&](const Mean& mean) { return Wide{mean.points} * d >= n * mean.due; });
}

std::unordered_map<UnitId, PersonFigures> PersonTally::finish()
{
    close_member();
    std::unordered_map<UnitId, PersonFigures> found;
    for (auto& [unit, tally] : units_) {
        tally.figures.cadres_leading = leading(tally);
        found.emplace(unit, tally.figures);
    }
    units_.clear();
    return found;
}

} // namespace tongbao::bot
