#include "bot/import/unit_names.hpp"

#include "bot/import/values.hpp"

#include <algorithm>

namespace tongbao::bot {
namespace {

constexpr std::size_t most_texts = 4'096; ///< a file may write a different text in each row

std::vector<std::string_view> parts_of(std::string_view text)
{
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const auto end = std::min({text.find(','), text.find("、"), text.find(';'), text.size()});
        if (end > 0)
            parts.push_back(text.substr(0, end));
        const auto divider = text.substr(end).starts_with("、") ? std::string_view("、").size() : 1;
        text.remove_prefix(std::min(end + divider, text.size()));
    }
    return parts;
}

} // namespace

UnitNames::UnitNames(std::vector<Unit> units) : units_(std::move(units))
{
    const auto add = [this](std::string_view name, UnitId unit) {
        auto& known = by_name_[match_key(name)];
        if (std::find(known.begin(), known.end(), unit) == known.end())
            known.push_back(unit);
    };
    for (std::size_t i = 0; i < units_.size(); ++i) {
        const auto& unit = units_[i];
        place_[unit.id] = i;
        add(unit.code, unit.id);
        add(unit.name, unit.id);
        for (const auto& name : unit.short_names)
            add(name, unit.id);
    }
    by_name_.erase("");
}

const Unit* UnitNames::get(UnitId unit) const
{
    const auto found = place_.find(unit);
    return found == place_.end() ? nullptr : &units_[found->second];
}

UnitId UnitNames::second_level(UnitId unit) const
{
    for (const auto* at = get(unit); at; at = get(at->parent)) {
        const auto* parent = get(at->parent);
        if (at->kind == UnitKind::school)
            return {};
        if (!parent || parent->kind == UnitKind::school)
            return at->id;
    }
    return {};
}

std::optional<UnitId> UnitNames::find(std::string_view text) const
{
    const auto found = by_name_.find(match_key(text));
    return found == by_name_.end() || found->second.size() != 1 ? std::nullopt : std::optional(found->second.front());
}

UnitId UnitNames::longest_inside(std::string_view part) const
{
    UnitId best;
    std::size_t longest = 0;
    for (const auto& unit : units_) {
        for (const auto* name : {&unit.name, unit.short_names.empty() ? nullptr : &unit.short_names.front()}) {
            const auto key = name ? match_key(*name) : std::string();
            if (key.size() > longest && unit.kind != UnitKind::school && part.find(key) != std::string_view::npos) {
                best = unit.id;
                longest = key.size();
            }
        }
    }
    return best;
}

const std::vector<UnitId>& UnitNames::named_in(std::string_view text) const
{
    if (read_texts_.size() >= most_texts)
        read_texts_.clear();
    const auto [place, is_new] = read_texts_.try_emplace(std::string(text));
    if (!is_new)
        return place->second;
    auto& found = place->second;
    const auto add = [&](UnitId unit) {
        if (get(unit)->kind != UnitKind::school && std::find(found.begin(), found.end(), unit) == found.end())
            found.push_back(unit);
    };
    std::vector<const std::vector<UnitId>*> shared_names;
    const auto whole = match_key(text);
    for (const auto part : parts_of(whole)) {
        const auto exact = by_name_.find(std::string(part));
        if (exact != by_name_.end() && exact->second.size() > 1)
            shared_names.push_back(&exact->second);
        else if (const auto unit = exact != by_name_.end() ? exact->second.front() : longest_inside(part))
            add(unit);
    }
    for (const auto* units : shared_names)
        if (const auto unit = below_one_of(found, *units))
            add(unit);
    std::stable_partition(found.begin(), found.end(), [this](UnitId unit) { return second_level(unit) != unit; });
    return found;
}

UnitId UnitNames::below_one_of(const std::vector<UnitId>& named, const std::vector<UnitId>& candidates) const
{
    UnitId only;
    for (const auto candidate : candidates) {
        const bool below =
            std::any_of(named.begin(), named.end(), [&](UnitId unit) { return second_level(candidate) == unit; });
        if (below && only)
            return {};
        if (below)
            only = candidate;
    }
    return only;
}

bool UnitNames::mentions(std::string_view text, UnitId unit) const
{
    const auto* known = get(unit);
    if (!known)
        return false;
    const auto whole = match_key(text);
    const auto inside = [&](const std::string& name) {
        const auto key = match_key(name);
        return !key.empty() && whole.find(key) != std::string::npos;
    };
    return inside(known->name) || std::any_of(known->short_names.begin(), known->short_names.end(), inside);
}

} // namespace tongbao::bot
