#include "store/schema.hpp"

#include "store/failpoint.hpp"

#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

namespace tongbao::store {
namespace {

namespace fs = std::filesystem;

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

/// The schema's number. Throws when the file is not ours or newer than this program.
std::int64_t checked_version(Connection& db)
{
    const auto owner = pragma(db, "application_id");
    if (owner != application_id && !(owner == 0 && empty(db)))
        throw DatabaseError(fmt::format("{} is not a database of tongbao: name another file in store.path", db.path()),
                            SQLITE_NOTADB);
    const auto version = pragma(db, "user_version");
    const auto newest = migrations().back().number;
    if (version > newest)
        throw DatabaseError(fmt::format("{} has schema {}, this program knows up to {}: install the newer tongbao, or "
                                        "restore a backup made before the upgrade",
                                        db.path(), version, newest),
                            SQLITE_MISMATCH);
    return version;
}

[[noreturn]] void fail_with_advice(const std::string& path, const DatabaseError& error)
{
    if (error.sqlite_code == SQLITE_CORRUPT || error.sqlite_code == SQLITE_NOTADB)
        throw DatabaseError(fmt::format("{} is damaged or not a database ({}): keep it for inspection, restore the "
                                        "newest backup to this path and start again",
                                        path, error.what()),
                            error.sqlite_code);
    throw DatabaseError(fmt::format("{}: {}", path, error.what()), error.sqlite_code);
}

/// Looks without writing, so that a file which is refused stays as it was.
void inspect(const std::string& path)
{
    if (fs::file_size(path) == 0)
        throw DatabaseError(fmt::format("{} is empty: restore the newest backup to this path, or remove it to start "
                                        "with no data",
                                        path),
                            SQLITE_NOTADB);
    std::optional<Connection> db;
    try {
        db.emplace(path, Access::read_only);
        empty(*db);
    } catch (const DatabaseError& error) {
        fail_with_advice(path, error);
    }
    checked_version(*db);
}

/// Makes the names in the file's folder durable: without it a power loss could take back the rename.
void sync_folder(const std::string& path)
{
    const auto parent = fs::path(path).parent_path();
    const int folder = ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return; // a folder that may be written but not listed: nothing more can be done
    ::fsync(folder);
    ::close(folder);
}

/// Builds a new file beside its place, so that a crash never leaves half of one there.
void create(const std::string& path)
{
    const auto unfinished = path + ".new";
    for (const char* suffix : {"", "-wal", "-shm"})
        fs::remove(unfinished + suffix);
    {
        Connection db(unfinished);
        migrate(db);
    }
    fs::rename(unfinished, path);
    sync_folder(path);
}

} // namespace

void migrate(Connection& db)
{
    const auto version = checked_version(db);
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
            inspect(path);
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
