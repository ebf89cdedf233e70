#pragma once

#include "store/connection.hpp"

#include <nlohmann/json_fwd.hpp>

namespace tongbao::bot::cli {

/// What the running service last said of itself, the outcome of the last reload, and a restore that waits for a
/// person: keys audit, reload and restore, null where there is nothing to say.
nlohmann::ordered_json self_report(store::Connection& db, Instant now);

void print_self_report(const nlohmann::ordered_json& report);

} // namespace tongbao::bot::cli
