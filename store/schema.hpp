#pragma once

#include "store/connection.hpp"

#include <string_view>
#include <vector>

namespace tongbao::store {

/// One numbered file of store/migrations, embedded in the program. Migrations only append.
struct Migration {
    int number;
    std::string_view name;
    std::string_view sql;
};

/// All migrations in order.
const std::vector<Migration>& migrations();

/// Marks a database file as ours (PRAGMA application_id): "TGBO".
constexpr std::int64_t application_id = 0x5447424f;

/// Brings the database to the newest schema in one transaction. Throws DatabaseError, with advice, when the file
/// belongs to another program or its schema is newer than this program.
void migrate(Connection& db);

/// Opens the file for reading and writing at the newest schema; creates it when absent. Throws DatabaseError with
/// advice when it is not ours, newer than this program, empty or damaged, and then leaves it untouched.
Connection open_database(const std::string& path);

} // namespace tongbao::store
