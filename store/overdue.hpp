#pragma once

#include "store/connection.hpp"

/// What an auditor asks: is anything standing still that should have moved?
namespace tongbao::store {

struct Overdue {
    std::optional<Instant> open_attempt; ///< when the oldest attempt without an outcome began
    std::optional<Instant> question;     ///< when the oldest unanswered question arrived
    std::optional<Instant> waiting_run;  ///< when the oldest waiting occurrence was due
};
Overdue oldest_unfinished(Connection& db);

/// True when the newest attempt of `lane` is under way or ended after `since`.
bool lane_moved(Connection& db, std::string_view lane, Instant since);

} // namespace tongbao::store
