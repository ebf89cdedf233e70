#pragma once

#include "store/members.hpp"

#include <span>

namespace tongbao::store {

/// The newest 激活状态 of a member in one file.
struct StatedActivation {
    MemberId member;
    Day day;
    bool activated = false;
    bool agrees = false; ///< with the roster of that day
};

/// A line of the list 待核对 (ruling 27): the roster wins, a person looks into it.
struct ActivationDoubt {
    Member member;
    UnitId unit; ///< on that day; may be none
    Day day;     ///< newest that a file states it for
    bool activated = false;
};

/// Adds what differs and takes away what a file now states like the roster. An older day changes nothing.
void note_activations(Connection& db, BatchId batch, std::span<const StatedActivation> stated);
/// What still differs from the roster as it is now, by unit and member.
std::vector<ActivationDoubt> activation_doubts(Connection& db);

} // namespace tongbao::store
