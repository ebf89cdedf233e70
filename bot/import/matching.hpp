#pragma once

#include "bot/import/report.hpp"
#include "bot/import/unit_names.hpp"
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

/// Whether the membership holds on that day.
bool covers(const store::RosterMember& member, Day day);

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
