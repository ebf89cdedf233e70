#pragma once

#include "bot/commands/context.hpp"
#include "bot/commands/reply.hpp"
#include "store/members.hpp"

namespace tongbao::bot {

/// Somebody whom the caller may see, by right of `grant`.
struct Person {
    store::Member member;
    store::Membership membership; ///< today's, else the next one, else the last one
    Grant grant;
};

/// Whom the typed word means: asked, never guessed.
struct PersonMatch {
    std::optional<Person> person;
    std::vector<Person> namesakes = {}; ///< several of that name within the scope
};

/// By staff number, else by a name that only one person has within the scope of the caller's `roles`. Whoever is
/// outside it does not exist here.
PersonMatch find_person(store::Connection& db, const CommandContext& context, std::string_view typed,
                        std::string_view roles);

/// What to answer where there is no one person: AMBIG, or SCOPE in the same words for nobody and not yours.
Reply not_one_person(const CommandContext& context, const PersonMatch& match);

/// Where a membership stands: its branch, or the unit without one.
UnitId place_of(const store::Membership& membership);

/// "张某（20180123）", for those in whose scope the person is.
std::string person_text(const store::Member& member);
/// "文学院第1党支部"; for a unit's own members "文学院（未归属支部）".
std::string place_text(const UnitTree& units, UnitId unit, UnitId branch);

} // namespace tongbao::bot
