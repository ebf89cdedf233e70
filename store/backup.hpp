#pragma once

#include "store/connection.hpp"

#include <functional>
#include <string>

/// Copies of the database. Putting one back is in store/restore.hpp.
namespace tongbao::store {

/// Pages copied so far, and how many there are.
using OnPages = std::function<void(int copied, int total)>;

struct Backup {
    std::int64_t bytes = 0;
    std::int64_t schema = 0;
};

/// Copies the database at `database` as of one moment to `file`, also while a service writes; checks the copy page by
/// page. `file` (mode 0600, no log beside it) appears whole or not at all; an older backup of that name is replaced,
/// anything else refused. Throws DatabaseError with advice.
Backup back_up(const std::string& database, const std::string& file, Instant now, const OnPages& on_pages);

/// When back_up made this copy; empty in a database that is none.
std::optional<Instant> backup_made_at(Connection& db);

/// Copies the pages of one consistent state of `from`, its log included, into the new file `to` (mode 0600), which then
/// needs no log. Throws DatabaseError and leaves no `to` behind.
void copy_database(const std::string& from, const std::string& to, const OnPages& on_pages);

} // namespace tongbao::store
