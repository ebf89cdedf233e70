#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

/// JSON that strangers send: bounded in depth, read without surprises.
namespace tongbao::adapters {

/// Empty when the text is not one JSON value in UTF-8 or is nested deeper than `max_depth`.
std::optional<nlohmann::json> parse_strict_json(std::string_view text, int max_depth = 32);

/// The member's text; a number is given as its decimal digits. Empty when absent or of another type.
std::string text_member(const nlohmann::json& object, std::string_view name);
/// The member when it is an object, else an empty object.
const nlohmann::json& object_member(const nlohmann::json& object, std::string_view name);

} // namespace tongbao::adapters
