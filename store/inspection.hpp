#pragma once

#include "store/connection.hpp"

/// Looking at a database before it is used.
namespace tongbao::store {

/// The schema's number of an open database. Throws DatabaseError, with advice, when it is not ours or newer than this
/// program.
std::int64_t check_schema(Connection& db);

/// Throws DatabaseError with advice unless the file at `path` can be opened as a database of ours; looks without
/// writing, so that a file which is refused stays as it was.
void inspect_database(const std::string& path);

/// The same, and every page of it is in order.
void check_whole(const std::string& path);

} // namespace tongbao::store
