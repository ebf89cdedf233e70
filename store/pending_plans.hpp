#pragma once

#include "store/connection.hpp"

namespace tongbao::store {

/// Whose plan it is and where it was made.
struct PlanKey {
    std::string platform;
    std::string user;
    std::string chat; ///< empty in a one-to-one chat
};

/// A command that waits for its confirmation.
struct PendingPlan {
    std::string code;
    std::string message; ///< as typed
    std::string digest;  ///< of the preview
    Instant expires;
};

/// A person has one plan in a chat: a new one replaces the old. Plans that have expired are forgotten.
void hold_plan(Connection& db, const PlanKey& key, const PendingPlan& plan, Instant now);
/// Takes the plan away, whatever the code, and gives it only to the right one before it expires: one try, one run.
std::optional<PendingPlan> take_plan(Connection& db, const PlanKey& key, std::string_view code, Instant now);
/// False when there is none that could still be confirmed.
bool drop_plan(Connection& db, const PlanKey& key, Instant now);

} // namespace tongbao::store
