#pragma once

#include "bot/config.hpp"
#include "bot/doctor/check.hpp"

namespace tongbao::bot::doctor {

/// The configuration file and what it warns of; its mistakes as failures.
Checks check_config(const ConfigReading& reading, const std::filesystem::path& file);
/// The database's file: owner, mode, every page, and the room beside it.
Checks check_database(const std::filesystem::path& database);
/// The calendar and the message templates.
Checks check_texts(const Config& config, Day today);
/// How fresh the data are, and what the running service last said of itself. Needs a database in order.
Checks check_contents(const Config& config, Instant now);

} // namespace tongbao::bot::doctor
