#pragma once

#include <string>

/// Names of database files that outlast a power loss.
namespace tongbao::store {

/// Makes the names in the file's folder durable: without it a power loss could take back a rename.
void sync_folder(const std::string& path);

/// Renames over `to` and makes that durable. Throws std::filesystem::filesystem_error.
void rename_durably(const std::string& from, const std::string& to);

/// Removes a database file and the log and index beside it, as far as they exist.
void remove_database(const std::string& path);

} // namespace tongbao::store
