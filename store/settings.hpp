#pragma once

#include "store/connection.hpp"

namespace tongbao::store {

/// A value that outlives the process, by its stable name.
std::optional<std::string> setting(Connection& db, std::string_view key);
void save_setting(Connection& db, std::string_view key, std::string_view value);

} // namespace tongbao::store
