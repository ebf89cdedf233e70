#pragma once

#include "store/vocabulary.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tongbao::bot {

/// The units by every name they go by.
class UnitNames {
public:
    explicit UnitNames(std::vector<Unit> units);

    /// Units that a department cell names, the most specific first; the school is left out. Parts are divided by `,`
    /// or `，`; a part that is no unit's name counts as the unit with the longest name inside it. Valid until the next
    /// call.
    const std::vector<UnitId>& named_in(std::string_view text) const;
    /// By code or exact name.
    std::optional<UnitId> find(std::string_view text) const;
    /// Whether the cleaned text contains a name of the unit.
    bool mentions(std::string_view text, UnitId unit) const;
    const Unit* get(UnitId unit) const;
    /// The second-level unit at or above `unit`; none for the school.
    UnitId second_level(UnitId unit) const;
    const std::vector<Unit>& all() const { return units_; }

private:
    /// None when no unit's name is inside.
    UnitId longest_inside(std::string_view part) const;
    /// The only candidate that belongs to a unit already named; branches of different units may share a name.
    UnitId below_one_of(const std::vector<UnitId>& named, const std::vector<UnitId>& candidates) const;

    std::vector<Unit> units_;
    std::unordered_map<std::string, std::vector<UnitId>> by_name_;
    std::unordered_map<UnitId, std::size_t> place_;
    mutable std::unordered_map<std::string, std::vector<UnitId>> read_texts_;
};

} // namespace tongbao::bot
