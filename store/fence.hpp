#pragma once

#include "store/connection.hpp"

#include <stdexcept>

/// Who may send from this database: the run of the program that began last. The lock on the database keeps a second
/// process out; this keeps out the one that lost its lock without noticing, because it stood still meanwhile.
namespace tongbao::store {

struct TakenOver : std::runtime_error {
    TakenOver() : std::runtime_error("another process has taken over this database: this one must send nothing more") {}
};

/// From its commit on no other run may send. `run` is unique to one run of the program.
void take_over(Connection& db, std::string_view run);
/// Throws TakenOver when another run has begun since.
void require_charge(Connection& db, std::string_view run);

} // namespace tongbao::store
