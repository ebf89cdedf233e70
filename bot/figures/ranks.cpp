#include "bot/figures/ranks.hpp"

#include <algorithm>

namespace tongbao::bot {
namespace {

using Order = std::strong_ordering;

Order compare(const Amount& a, const Amount& b)
{
    return a.scaled <=> b.scaled;
} // "—" is below every value

const Amount& key(const UnitFigures& unit, RankList list)
{
    switch (list) {
    case RankList::registration:
        return unit.registration;
    case RankList::participation:
        return unit.main.participation;
    case RankList::points:
        return unit.main.average;
    case RankList::composite:
        break;
    }
    return unit.composite;
}

/// The order inside a tie: the other main figures, then the code (metrics.md §7, rulings.md 10).
bool tie_goes_first(const UnitFigures& a, const UnitFigures& b, RankList list)
{
    for (const auto other : {RankList::participation, RankList::points, RankList::registration})
        if (const auto order = compare(key(a, other), key(b, other)); other != list && order != 0)
            return order > 0;
    return a.unit.code < b.unit.code;
}

/// The weekly values of the list, worst first.
std::vector<std::int64_t> worst_first(const WeeksShown& weeks, UnitId unit, RankList list)
{
    std::vector<std::int64_t> values;
    const auto found = weeks.find(unit);
    if (found == weeks.end() || (list != RankList::participation && list != RankList::points))
        return values;
    for (const auto& week : found->second) {
        const auto& value = list == RankList::points ? week.average : week.participation;
        if (value.known())
            values.push_back(*value.scaled);
    }
    std::ranges::sort(values);
    return values;
}

struct Entry {
    UnitFigures* unit;
    std::vector<std::int64_t> weeks; ///< empty unless ties are strict

    bool equals(const Entry& other, RankList list) const
    {
        return key(*unit, list) == key(*other.unit, list) && weeks == other.weeks;
    }
};

bool goes_first(const Entry& a, const Entry& b, RankList list)
{
    if (const auto order = compare(key(*a.unit, list), key(*b.unit, list)); order != 0)
        return order > 0;
    if (a.weeks != b.weeks)
        return a.weeks > b.weeks;
    return tie_goes_first(*a.unit, *b.unit, list);
}

std::optional<int> Ranks::*column(RankList list)
{
    switch (list) {
    case RankList::registration:
        return &Ranks::registration;
    case RankList::participation:
        return &Ranks::participation;
    case RankList::points:
        return &Ranks::points;
    case RankList::composite:
        break;
    }
    return &Ranks::composite;
}

void rank_one_list(const std::vector<UnitFigures*>& competitors, RankList list, const FiguresRules& rules,
                   const WeeksShown& weeks)
{
    std::vector<Entry> entries;
    for (auto* unit : competitors)
        if (key(*unit, list).known())
            entries.push_back({unit, {}});
    if (rules.tie == Tie::strict)
        for (auto& entry : entries)
            entry.weeks = worst_first(weeks, entry.unit->unit.id, list);
    std::ranges::sort(entries, [&](const Entry& a, const Entry& b) { return goes_first(a, b, list); });
    int rank = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (i == 0 || !entries[i].equals(entries[i - 1], list))
            rank = static_cast<int>(i) + 1;
        entries[i].unit->ranks.*column(list) = rank;
    }
}

} // namespace

const std::optional<int>& rank_of(const Ranks& ranks, RankList list)
{
    return ranks.*column(list);
}

void rank(std::vector<UnitFigures>& units, const FiguresRules& rules, const WeeksShown& weeks)
{
    std::map<std::pair<UnitId, std::string>, std::vector<UnitFigures*>> competitions;
    for (auto& unit : units)
        if (unit.standing == Standing::ranked)
            competitions[{unit.unit.parent, rules.rank_within_group ? unit.unit.rank_group : ""}].push_back(&unit);
    for (const auto& [name, competitors] : competitions)
        for (const auto list : {RankList::registration, RankList::participation, RankList::points, RankList::composite})
            rank_one_list(competitors, list, rules, weeks);
}

std::vector<const UnitFigures*> in_rank_order(const std::vector<UnitFigures>& units, RankList list)
{
    std::vector<const UnitFigures*> found;
    for (const auto& unit : units)
        if (rank_of(unit.ranks, list))
            found.push_back(&unit);
    std::ranges::sort(found, [&](const UnitFigures* a, const UnitFigures* b) {
        const auto first = *rank_of(a->ranks, list), second = *rank_of(b->ranks, list);
        return first != second ? first < second : tie_goes_first(*a, *b, list);
    });
    return found;
}

} // namespace tongbao::bot
