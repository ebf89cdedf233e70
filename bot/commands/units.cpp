#include "bot/commands/units.hpp"

#include "bot/commands/text.hpp"

#include <algorithm>
#include <iterator>

namespace tongbao::bot {
namespace {

constexpr std::size_t most_suggestions = 3; // domain/commands.md §2
constexpr int similar_distance = 2;

std::string key_of(std::string_view text)
{
    return with_digits(folded(text));
}

std::vector<std::string> keys_of(const Unit& unit)
{
    std::vector<std::string> keys{key_of(unit.code), key_of(unit.name)};
    for (const auto& short_name : unit.short_names)
        keys.push_back(key_of(short_name));
    return keys;
}

template <class Accept>
std::vector<const Unit*> having_key(const std::vector<const Unit*>& visible, Accept accept)
{
    std::vector<const Unit*> found;
    for (const auto* unit : visible) {
        const auto keys = keys_of(*unit);
        if (std::any_of(keys.begin(), keys.end(), accept))
            found.push_back(unit);
    }
    return found;
}

/// Fewest edits from `typed` to one of the unit's names, or more than the limit: one edit in three characters.
int distance_to(const Unit& unit, std::string_view typed)
{
    int nearest = similar_distance + 1;
    for (const auto& key : keys_of(unit)) {
        const auto length = static_cast<int>(code_points(key).size());
        const int limit = std::min(similar_distance, length / 3);
        if (const int distance = edit_distance(typed, key, limit); distance <= limit)
            nearest = std::min(nearest, distance);
    }
    return nearest;
}

std::vector<const Unit*> having_had_name(std::string_view typed, const std::vector<const Unit*>& visible,
                                         const FormerNames& former)
{
    std::vector<const Unit*> found;
    std::ranges::copy_if(visible, std::back_inserter(found), [&](const Unit* unit) {
        return std::ranges::any_of(
            former, [&](const auto& each) { return each.first == unit->id && key_of(each.second) == typed; });
    });
    return found;
}

std::vector<const Unit*> similar_to(std::string_view typed, const std::vector<const Unit*>& visible)
{
    std::vector<std::pair<int, const Unit*>> near;
    for (const auto* unit : visible)
        if (const int distance = distance_to(*unit, typed); distance <= similar_distance)
            near.emplace_back(distance, unit);
    std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<const Unit*> found;
    for (const auto& [distance, unit] : near)
        if (found.size() < most_suggestions)
            found.push_back(unit);
    return found;
}

} // namespace

const Unit* UnitTree::find(UnitId id) const
{
    const auto found = std::find_if(units_.begin(), units_.end(), [&](const Unit& unit) { return unit.id == id; });
    return found == units_.end() ? nullptr : &*found;
}

const Unit* UnitTree::by_code(std::string_view code) const
{
    const auto found = std::find_if(units_.begin(), units_.end(), [&](const Unit& unit) { return unit.code == code; });
    return found == units_.end() ? nullptr : &*found;
}

bool UnitTree::within(UnitId unit, UnitId scope) const
{
    for (const auto* at = find(unit); at != nullptr; at = find(at->parent))
        if (at->id == scope)
            return true;
    return false;
}

const Unit* UnitTree::second_level(UnitId unit) const
{
    const auto* at = find(unit);
    while (at != nullptr && !is_school(*at)) {
        const auto* parent = find(at->parent);
        if (parent == nullptr || is_school(*parent))
            return at;
        at = parent;
    }
    return nullptr;
}

bool is_school(const Unit& unit)
{
    return unit.kind == UnitKind::school;
}

bool is_branch(const Unit& unit)
{
    return unit.kind == UnitKind::branch;
}

bool exists_between(const Unit& unit, Day from, Day until)
{
    return unit.active_from < until && (!unit.active_to || *unit.active_to > from);
}

std::vector<std::string> names_of(const std::vector<const Unit*>& units)
{
    std::vector<std::string> names;
    names.reserve(units.size());
    for (const auto* unit : units)
        names.push_back(unit->name);
    return names;
}

UnitMatch match_unit(std::string_view typed, const std::vector<const Unit*>& visible, const FormerNames& former)
{
    const auto wanted = key_of(typed);
    if (wanted.empty())
        return {};
    auto found = having_key(visible, [&](const std::string& key) { return key == wanted; });
    if (found.empty())
        if (auto renamed = having_had_name(wanted, visible, former); !renamed.empty())
            return {nullptr, {}, std::move(renamed)};
    if (found.empty())
        found = having_key(visible, [&](const std::string& key) { return key.starts_with(wanted); });
    if (found.size() == 1)
        return {found.front(), {}, {}};
    if (!found.empty())
        return {nullptr, found, {}};
    return {nullptr, {}, similar_to(wanted, visible)};
}

} // namespace tongbao::bot
