#include "store/service_report.hpp"

namespace tongbao::store {

void save_service_report(Connection& db, std::string_view name, std::string_view content, Instant now)
{
    db.run("INSERT INTO service_report (name, reported_at, content) VALUES ($1, $2, $3) "
           "ON CONFLICT (name) DO UPDATE SET reported_at = excluded.reported_at, content = excluded.content",
           name, now, content);
}

void forget_service_reports(Connection& db)
{
    db.run("DELETE FROM service_report");
}

std::optional<ServiceReport> service_report(Connection& db, std::string_view name)
{
    auto query = db.prepare("SELECT reported_at, content FROM service_report WHERE name = $1");
    query.bind(name);
    if (!query.step())
        return std::nullopt;
    return ServiceReport{query.instant(0), query.text(1)};
}

} // namespace tongbao::store
