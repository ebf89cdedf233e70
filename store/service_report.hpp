#pragma once

#include "store/connection.hpp"

namespace tongbao::store {

/// What the running service last said of itself, for commands in other processes: JSON, and when.
struct ServiceReport {
    Instant at;
    std::string content;
};
void save_service_report(Connection& db, std::string_view name, std::string_view content, Instant now);
/// What an earlier run said is no longer so.
void forget_service_reports(Connection& db);
std::optional<ServiceReport> service_report(Connection& db, std::string_view name);

} // namespace tongbao::store
