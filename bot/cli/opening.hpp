#pragma once

#include "bot/config.hpp"
#include "bot/render/templates.hpp"
#include "store/connection.hpp"

namespace tongbao::bot::cli {

/// The configuration, or empty after naming its mistakes on stderr.
std::optional<Config> open_config(const std::filesystem::path& file, Secrets secrets = Secrets::read);

/// The configured message templates, or empty after naming their faults on stderr.
std::optional<Templates> open_templates(const Config& config);

/// The database of the configuration at the newest schema, its rollups made under the configured rules.
store::Connection open_database(const Config& config);

/// The database for reading; empty, after saying so on stderr, when there is none yet.
std::optional<store::Connection> open_database_to_read(const Config& config);

/// `2026-09-21 09:14`, local time.
std::string local_text(Instant at);

} // namespace tongbao::bot::cli
