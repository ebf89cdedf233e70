#include "store/schema.hpp"

#include <fmt/format.h>

namespace tongbao::store {
namespace {

std::int64_t pragma(Connection& db, const char* name)
{
    auto query = db.prepare(fmt::format("PRAGMA {}", name));
    query.step();
    return query.integer(0);
}

bool empty(Connection& db)
{
    auto query = db.prepare("SELECT count(*) FROM sqlite_master");
    query.step();
    return query.integer(0) == 0;
}

} // namespace

void migrate(Connection& db)
{
    const auto owner = pragma(db, "application_id");
    if (owner != application_id && !(owner == 0 && empty(db)))
        throw DatabaseError(fmt::format("{} is not a database of tongbao: name another file in store.path", db.path()),
                            26);
    const auto version = pragma(db, "user_version");
    const auto newest = migrations().back().number;
    if (version > newest)
        throw DatabaseError(fmt::format("{} has schema {}, this program knows up to {}: install the newer tongbao, or "
                                        "restore a backup made before the upgrade",
                                        db.path(), version, newest),
                            26);
    if (version == newest)
        return;
    Transaction transaction(db);
    for (const auto& migration : migrations())
        if (migration.number > version)
            db.execute(std::string(migration.sql));
    db.execute(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", application_id, newest));
    transaction.commit();
}

} // namespace tongbao::store
