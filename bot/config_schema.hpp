#pragma once

#include "bot/config.hpp"

#include <nlohmann/json_fwd.hpp>

namespace tongbao::bot {

/// Every place where `config` breaks config.schema.json, in the order of the file. The advice is the description that
/// the schema gives of the place.
std::vector<Fault> check_against_schema(const nlohmann::json& config);

} // namespace tongbao::bot
