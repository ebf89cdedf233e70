#include "store/restore.hpp"

#include "store/backup.hpp"
#include "store/durable_files.hpp"
#include "store/inspection.hpp"
#include "store/schema.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <sqlite3.h>

namespace tongbao::store {
namespace {

namespace fs = std::filesystem;

void check_source(const std::string& backup, const std::string& database)
{
    if (!fs::is_regular_file(backup))
        throw DatabaseError(fmt::format("{} is no file: name a file that `tongbao backup` made", backup),
                            SQLITE_CANTOPEN);
    if (fs::exists(database) && fs::equivalent(backup, database))
        throw DatabaseError(fmt::format("{} is the database itself: name a backup", backup), SQLITE_CANTOPEN);
    if (fs::file_size(backup) == 0)
        throw DatabaseError(fmt::format("{} is empty: name another backup", backup), SQLITE_NOTADB);
}

/// Copied first and checked as a copy: to look into a file whose log lies beside it would change that log.
void make_copy(const std::string& backup, const std::string& copy)
{
    remove_database(copy);
    for (const char* suffix : {"", "-wal"})
        if (fs::exists(backup + suffix)) {
            fs::copy_file(backup + suffix, copy + suffix);
            fs::permissions(copy + suffix, fs::perms::owner_read | fs::perms::owner_write);
        }
    check_whole(copy);
}

RestoreResult hold_copy(const std::string& copy, Instant now)
{
    RestoreResult result;
    Connection db(copy);
    migrate(db);
    Transaction transaction(db);
    result.made_at = backup_made_at(db);
    result.held = hold_after_restore(db, result.made_at, now);
    db.run("DELETE FROM setting WHERE key = 'backup_made_at'"); // it is a database again
    transaction.commit();
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    return result;
}

/// Brings the replaced database's log into its file; a damaged one keeps its log beside it.
void fold_log(const std::string& database)
{
    const auto log = database + "-wal";
    if (!fs::exists(log) || fs::file_size(log) == 0)
        return; // to open it would change what may be evidence
    try {
        Connection db(database);
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (const DatabaseError&) {
        // It is put aside as it is.
    }
}

/// A second name, so that `database` exists at every moment: a service that starts meanwhile must not find none.
std::string put_aside(const std::string& database, Instant now)
{
    const auto aside = fmt::format("{}.replaced-{}", database, now.time_since_epoch().count());
    for (const char* suffix : {"", "-wal"})
        if (fs::exists(database + suffix))
            fs::create_hard_link(database + suffix, aside + suffix);
    sync_folder(database);
    for (const char* suffix : {"-wal", "-shm"})
        fs::remove(database + suffix);
    return aside;
}

} // namespace

RestoreResult restore(const std::string& backup, const std::string& database, Instant now)
{
    const auto copy = database + ".restoring";
    try {
        check_source(backup, database);
        make_copy(backup, copy);
        auto result = hold_copy(copy, now);
        if (fs::exists(database)) {
            fold_log(database);
            result.aside = put_aside(database, now);
        }
        rename_durably(copy, database);
        remove_database(copy); // its empty log and index
        return result;
    } catch (const fs::filesystem_error& error) {
        remove_database(copy);
        throw DatabaseError(error.what(), SQLITE_CANTOPEN);
    } catch (const DatabaseError&) {
        remove_database(copy);
        throw;
    }
}

} // namespace tongbao::store
