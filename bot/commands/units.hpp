#pragma once

#include "store/vocabulary.hpp"

#include <string_view>

namespace tongbao::bot {

/// Names that units had before they were renamed.
using FormerNames = std::vector<std::pair<UnitId, std::string>>;

/// The tree school -> second-level unit -> branch, as loaded for one answer. Pure.
class UnitTree {
public:
    UnitTree() = default;
    explicit UnitTree(std::vector<Unit> units, FormerNames former = {})
        : units_(std::move(units)), former_(std::move(former))
    {
    }

    const std::vector<Unit>& all() const { return units_; }
    const FormerNames& former() const { return former_; }
    const Unit* find(UnitId id) const;
    const Unit* by_code(std::string_view code) const;
    /// True when `unit` is `scope` or stands below it.
    bool within(UnitId unit, UnitId scope) const;
    /// The second-level unit that `unit` is or belongs to; none for the school.
    const Unit* second_level(UnitId unit) const;

private:
    std::vector<Unit> units_;
    FormerNames former_;
};

bool is_school(const Unit& unit);
bool is_branch(const Unit& unit);
/// Exists on at least one day of [from, until).
bool exists_between(const Unit& unit, Day from, Day until);

std::vector<std::string> names_of(const std::vector<const Unit*>& units);

/// What a typed unit may mean among `visible`, and nothing outside it.
struct UnitMatch {
    const Unit* unit = nullptr;            ///< the one meant
    std::vector<const Unit*> matches;      ///< several, and the user has to choose
    std::vector<const Unit*> similar = {}; ///< none matches; at most three that had that name or look alike
};

/// By code, name or short name; else by a prefix of one of these that only one unit has. Folded, and 第一 equals 第1.
/// A former name is never taken for the unit: it only makes the unit look alike.
UnitMatch match_unit(std::string_view typed, const std::vector<const Unit*>& visible, const FormerNames& former = {});

} // namespace tongbao::bot
