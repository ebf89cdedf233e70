#pragma once

#include "bot/config.hpp"

#include <nlohmann/json_fwd.hpp>

namespace tongbao::bot {

/// Reads what `owner[key]` refers to: {"env": …}, {"file": …} (relative to `folder`) or, with a warning, a literal.
/// Empty when absent or faulty; what is wrong goes into `reading`, never the secret itself.
Secret read_secret(const nlohmann::json& owner, const std::string& where, const std::string& key,
                   const std::filesystem::path& folder, ConfigReading& reading);

/// A robot's key, or the whole webhook URL that the platform's page offers for copying: the value of `parameter` in it.
Secret credential_of_url(Secret value, std::string_view parameter);

} // namespace tongbao::bot
