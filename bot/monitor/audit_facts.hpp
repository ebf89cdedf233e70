#pragma once

#include "bot/config.hpp"
#include "bot/monitor/audit.hpp"
#include "store/connection.hpp"

#include <map>
#include <set>

namespace tongbao::bot {

/// What only the running service knows.
struct LiveFacts {
    std::vector<std::string> silent_loops;
    std::map<std::string, std::string> lanes; ///< of each target
    std::map<std::string, Instant> deaf_bots; ///< since when
    std::set<std::string> open_circuits;      ///< targets that refused us: known, and told to the operators
    bool commits_fail = false;
};

/// Adds what the database knows. Throws DatabaseError.
AuditFacts facts_in(store::Connection& db, const LiveFacts& live, const Config& config, const AuditRules& rules,
                    Instant now);

/// How long the oldest file of the drop folder has lain there without being imported.
std::optional<std::chrono::seconds> oldest_file_age(const std::filesystem::path& drop_folder);

} // namespace tongbao::bot
