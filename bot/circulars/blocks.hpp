#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <variant>

namespace tongbao::bot {

/// The free texts of one period, written by the secretariat: story, task1 to task3, deadline, contact, org.
using Blocks = std::map<std::string, std::string>;

/// The file `<period>.json` of the folder; empty blocks when there is none. A text instead says what is wrong with the
/// file, for people.
std::variant<Blocks, std::string> read_blocks(const std::filesystem::path& folder, const std::string& period);

} // namespace tongbao::bot
