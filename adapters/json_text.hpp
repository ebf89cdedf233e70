#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace tongbao::adapters {

/// Compact JSON in UTF-8 without \u escapes, because platforms count the bytes. Bytes that are not UTF-8 become U+FFFD.
inline std::string json_text(const nlohmann::ordered_json& value)
{
    return value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

} // namespace tongbao::adapters
