#include "store/inspection.hpp"

#include "store/schema.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <sqlite3.h>

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

[[noreturn]] void fail_with_advice(const std::string& path, const DatabaseError& error)
{
    if (error.sqlite_code == SQLITE_CORRUPT || error.sqlite_code == SQLITE_NOTADB)
        throw DatabaseError(fmt::format("{} is damaged or not a database ({}): keep it for inspection, restore the "
                                        "newest backup to this path and start again",
                                        path, error.what()),
                            error.sqlite_code);
    throw DatabaseError(fmt::format("{}: {}", path, error.what()), error.sqlite_code);
}

} // namespace

std::int64_t check_schema(Connection& db)
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

void inspect_database(const std::string& path)
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
    check_schema(*db);
}

void check_whole(const std::string& path)
{
    inspect_database(path);
    try {
        Connection db(path, Access::read_only);
        auto check = db.prepare("PRAGMA quick_check(1)");
        if (check.step() && check.view(0) != "ok")
            throw DatabaseError(check.text(0), SQLITE_CORRUPT);
    } catch (const DatabaseError& error) {
        fail_with_advice(path, error);
    }
}

} // namespace tongbao::store
