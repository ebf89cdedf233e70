#pragma once

#include "bot/import/report.hpp"
#include "store/members.hpp"

#include <span>
#include <unordered_map>

namespace tongbao::bot {

/// What a row says about a person, as it stands in the file.
struct PersonClues {
    std::string_view code;
    std::string_view platform_id;
    std::string_view name;
    std::string_view unit; ///< one or several departments, `,` between them
    std::string_view branch;
    std::string_view phone;
};

struct Match {
    const store::RosterMember* member = nullptr; ///< the membership on the row's day; null: nobody, or not clear
    std::optional<Code> why;                     ///< UNIT, NAME0 or NAME2 when there is no member
    bool by_name = false;                        ///< then a platform id beside the name may be learned
    UnitId listed_unit;                          ///< second-level unit that the row counts for; may be none
    std::vector<MemberId> candidates;            ///< when several match
};

/// The units by every name they go by.
class UnitNames {
public:
    explicit UnitNames(std::vector<Unit> units);

    /// Units that a department cell names, the most specific first; the school is left out. Parts are divided by `,`
    /// or `，`; a part that is no unit's name counts as the unit with the longest name inside it.
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

/// Finds the one member a row means (domain/exports.md §6, ruling 24): by code; by platform id; by name within the
/// department, the most specific first, with the phone's tail where two remain; by a name unique in the university
/// whose unit the text contains. Two candidates are never decided. Pure over the roster given; remembers what it read,
/// so one thread at a time.
class MemberMatcher {
public:
    MemberMatcher(std::vector<store::RosterMember> roster, std::vector<Unit> units);

    Match match(const PersonClues& clues, Day day) const;

    const std::vector<store::RosterMember>& roster() const { return roster_; }
    const UnitNames& units() const { return units_; }

private:
    using Entries = std::vector<std::uint32_t>; ///< positions in the roster

    const store::RosterMember* on_day(const Entries& entries, Day day) const;
    const store::RosterMember* with_code(std::string_view code, Day day) const;
    Match match_name(const PersonClues& clues, std::string_view name, Day day) const;
    Match in_units(const Entries& namesakes, const PersonClues& clues, Day day) const;
    Entries within(const Entries& entries, UnitId unit, Day day) const;
    Match in_university(const Entries& namesakes, const PersonClues& clues, Day day) const;
    Match found(const store::RosterMember& member) const;
    Match undecided(const Entries& entries) const;

    std::vector<store::RosterMember> roster_;
    UnitNames units_;
    std::unordered_map<std::string_view, Entries> by_code_; ///< keys point into the roster
    std::unordered_map<std::string_view, Entries> by_platform_id_;
    std::unordered_map<std::string, Entries> by_name_;
    mutable std::size_t expected_ = 0; ///< files mostly list people in the roster's order: tried before the table
};

} // namespace tongbao::bot
