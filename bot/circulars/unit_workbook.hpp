#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace tongbao::bot {

/// The list of the units in the values of the weekly template (unit_table.hpp) as an .xlsx file: what the text prints,
/// no more. Empty when the circular lists no units. Throws std::runtime_error when the file cannot be made.
std::string unit_workbook(const nlohmann::json& values);

} // namespace tongbao::bot
