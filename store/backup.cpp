#include "store/backup.hpp"

#include "store/durable_files.hpp"
#include "store/failpoint.hpp"
#include "store/inspection.hpp"
#include "store/schema.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

namespace tongbao::store {
namespace {

namespace fs = std::filesystem;

constexpr int pages_per_step = 256;
constexpr const char* made_at_key = "backup_made_at";

struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};
using Handle = std::unique_ptr<sqlite3, Close>;

/// With what the system says, where the engine says only that it failed: a full disk, a mode.
[[noreturn]] void fail(const std::string& path, sqlite3* handle)
{
    auto what = fmt::format("{}: {}", path, sqlite3_errmsg(handle));
    if (const int system = sqlite3_system_errno(handle); system != 0)
        what += fmt::format(" ({})", std::strerror(system));
    throw DatabaseError(what, sqlite3_errcode(handle));
}

Handle open_file(const std::string& path, int flags)
{
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    Handle handle(opened);
    if (code != SQLITE_OK)
        fail(path, opened);
    sqlite3_busy_timeout(opened, 5000);
    return handle;
}

void run(const std::string& path, const Handle& handle, const char* sql)
{
    if (sqlite3_exec(handle.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        fail(path, handle.get());
}

/// Made before SQLite opens it, so that nobody else can ever read the copy.
void create_private(const std::string& path)
{
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        throw DatabaseError(fmt::format("cannot write {}: {}", path, std::strerror(errno)), SQLITE_CANTOPEN);
    ::close(file);
}

void copy_pages(const std::string& from, const std::string& to, const OnPages& on_pages)
{
    const auto source = open_file(from, SQLITE_OPEN_READONLY);
    // One snapshot for the whole copy: without it every commit of the service would start the copy anew.
    run(from, source, "BEGIN; SELECT count(*) FROM sqlite_master");
    const auto target = open_file(to, SQLITE_OPEN_READWRITE);
    auto* copying = sqlite3_backup_init(target.get(), "main", source.get(), "main");
    if (!copying)
        fail(to, target.get());
    int code = SQLITE_OK;
    while ((code = sqlite3_backup_step(copying, pages_per_step)) == SQLITE_OK) {
        const int total = sqlite3_backup_pagecount(copying);
        on_pages(total - sqlite3_backup_remaining(copying), total);
        TONGBAO_FAILPOINT("backup_copying");
    }
    sqlite3_backup_finish(copying);
    if (code != SQLITE_DONE)
        throw DatabaseError(fmt::format("cannot copy {} to {}: {}", from, to, sqlite3_errstr(code)), code);
    run(to, target, "PRAGMA journal_mode = DELETE"); // a copy is one file
}

bool is_a_backup(const std::string& file)
{
    try {
        Connection db(file, Access::read_only);
        auto owner = db.prepare("PRAGMA application_id");
        owner.step();
        return owner.integer(0) == application_id && backup_made_at(db);
    } catch (const DatabaseError&) {
        return false;
    }
}

void check_target(const std::string& database, const std::string& file)
{
    std::error_code unseen; // the copy itself will say what is wrong with the path
    if (!fs::exists(file, unseen))
        return;
    if (fs::equivalent(database, file, unseen))
        throw DatabaseError(fmt::format("{} is the database itself: name another file", file), SQLITE_CANTOPEN);
    if (!is_a_backup(file))
        throw DatabaseError(fmt::format("{} exists and is no backup of tongbao: name another file", file),
                            SQLITE_CANTOPEN);
}

} // namespace

void copy_database(const std::string& from, const std::string& to, const OnPages& on_pages)
{
    create_private(to);
    try {
        copy_pages(from, to, on_pages);
    } catch (const DatabaseError&) {
        remove_database(to);
        fs::remove(to + "-journal");
        throw;
    }
}

Backup back_up(const std::string& database, const std::string& file, Instant now, const OnPages& on_pages)
{
    if (!fs::exists(database))
        throw DatabaseError(fmt::format("{} does not exist: there is nothing to copy", database), SQLITE_CANTOPEN);
    check_target(database, file);
    const auto unfinished = file + ".part";
    try {
        remove_database(unfinished);
        copy_database(database, unfinished, on_pages);
        try {
            auto opened = open_file(unfinished, SQLITE_OPEN_READWRITE);
            run(unfinished, opened,
                fmt::format("INSERT INTO setting (key, value) VALUES ('{0}', '{1}') "
                            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                            made_at_key, now.time_since_epoch().count())
                    .c_str());
            opened.reset();
            check_whole(unfinished);
        } catch (const DatabaseError&) {
            remove_database(unfinished);
            throw;
        }
        TONGBAO_FAILPOINT("backup_checked");
        rename_durably(unfinished, file);
    } catch (const fs::filesystem_error& error) {
        throw DatabaseError(error.what(), SQLITE_CANTOPEN);
    }
    Connection copy(file, Access::read_only);
    return {static_cast<std::int64_t>(fs::file_size(file)), check_schema(copy)};
}

std::optional<Instant> backup_made_at(Connection& db)
{
    auto query = db.prepare("SELECT value FROM setting WHERE key = $1");
    query.bind(made_at_key);
    if (!query.step())
        return std::nullopt;
    return Instant{std::chrono::seconds{std::stoll(query.text(0))}};
}

} // namespace tongbao::store
