#include "store/schema.hpp"

#include "store/durable_files.hpp"
#include "store/failpoint.hpp"
#include "store/inspection.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <sqlite3.h>

namespace tongbao::store {
namespace {

namespace fs = std::filesystem;

/// Builds a new file beside its place, so that a crash never leaves half of one there.
void create(const std::string& path)
{
    const auto unfinished = path + ".new";
    remove_database(unfinished);
    {
        Connection db(unfinished);
        migrate(db);
    }
    rename_durably(unfinished, path);
}

} // namespace

void migrate(Connection& db)
{
    const auto version = check_schema(db);
    const auto newest = migrations().back().number;
    if (version == newest)
        return;
    Transaction transaction(db);
    for (const auto& migration : migrations())
        if (migration.number > version)
            db.execute(std::string(migration.sql));
    db.execute(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", application_id, newest));
    TONGBAO_FAILPOINT("migrated");
    transaction.commit();
}

Connection open_database(const std::string& path)
{
    try {
        if (fs::exists(path))
            inspect_database(path);
        else
            create(path);
    } catch (const fs::filesystem_error& error) {
        throw DatabaseError(error.what(), SQLITE_CANTOPEN);
    }
    Connection db(path);
    migrate(db);
    return db;
}

} // namespace tongbao::store
