#pragma once

#include "store/restored.hpp"

#include <string>

namespace tongbao::store {

struct RestoreResult {
    HeldByRestore held;
    std::optional<Instant> made_at; ///< of the backup; empty: by another tool
    std::string aside;              ///< where the replaced database lies; empty when there was none
};

/// Puts a copy of `backup` (a file, with its log when it has one beside it) in the place of `database`, checked, at the
/// newest schema and with everything held that it would send. The replaced database stays beside it under another
/// name, `backup` as it is. Until the last step `database` is untouched. No service may have it open.
/// Throws DatabaseError with advice.
RestoreResult restore(const std::string& backup, const std::string& database, Instant now);

} // namespace tongbao::store
