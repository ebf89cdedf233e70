#include "store/audit.hpp"

namespace tongbao::store {
namespace {

constexpr std::string_view matching =
    " FROM audit WHERE ($1 = 0 OR member = $1 OR subject = $1) AND ($2 = 0 OR subject = $2) "
    "AND ($3 = '' OR command = $3 OR command LIKE $3 || ' %') "
    "AND ($4 IS NULL OR at >= $4) AND ($5 IS NULL OR at < $5)";

} // namespace

void record_audit(Connection& db, const AuditEntry& entry)
{
    db.run("INSERT INTO audit (at, member, platform, command, object, subject, before, after, role, scope) "
           "VALUES ($1, nullif($2, 0), $3, $4, $5, nullif($6, 0), $7, $8, $9, nullif($10, 0))",
           entry.at, entry.member, entry.platform, entry.command, entry.object, entry.subject, entry.before,
           entry.after, entry.role, entry.scope);
}

std::vector<AuditEntry> audit_entries(Connection& db, const AuditQuestion& question)
{
    auto query = db.prepare("SELECT at, member, platform, command, object, subject, before, after, role, scope" +
                            std::string(matching) + " ORDER BY at DESC, id DESC LIMIT $6");
    query.bind(question.person, question.subject, question.command, question.from, question.until, question.limit);
    std::vector<AuditEntry> found;
    while (query.step())
        found.push_back({query.instant(0), query.id<MemberId>(1), query.text(2), query.text(3), query.text(4),
                         query.id<MemberId>(5), query.text(6), query.text(7), query.text(8), query.id<UnitId>(9)});
    return found;
}

std::int64_t count_audit_entries(Connection& db, const AuditQuestion& question)
{
    auto query = db.prepare("SELECT count(*)" + std::string(matching));
    query.bind(question.person, question.subject, question.command, question.from, question.until);
    query.step();
    return query.integer(0);
}

std::int64_t purge_audit(Connection& db, Instant before)
{
    db.run("DELETE FROM audit WHERE at < $1", before);
    return db.changes();
}

} // namespace tongbao::store
